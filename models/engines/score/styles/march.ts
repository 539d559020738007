/** March: bass drum and snare, root and fifth in the tuba, chords after the beat, a dotted tune for the brass. */
import { shiftSends, volumes } from './levels.ts';
import type { StyleProfile } from './styleProfile.ts';

/** The profile of the style `march`. */
export const march: StyleProfile = {
  style: 'march',
  arc: { start: 0.6, peak: 1, end: 0.7, peakAt: 0.7 },
  intro: true,
  harmony: {
    chordsPerBar: [1, 1, 2],
    loops: {
      major: [
        ['1', '1', '5', '1'],
        ['1', '4', '5', '1'],
        ['1', '5', '5', '1'],
        ['1', '6', '2', '5'],
      ],
      minor: [
        ['1', '5M', '1', '4'],
        ['1', '4', '5M', '1'],
        ['1', '1', '5M', '1'],
      ],
    },
    loopShare: 0.6,
    colour: 0.05,
    extensions: ['7'],
    chromatic: 0.3,
    finalCadence: 'authentic',
  },
  melody: {
    activity: [0.9, 1.6],
    motifBars: [1, 2],
    span: 15,
    dotted: 1.6,
    finest: 3,
    leapCost: 0.75,
    dissonanceCost: 1.1,
    breath: 0.2,
    articulation: 0.82,
  },
  texture: {
    pad: ['sustain'],
    figure: ['after-beats'],
    bass: ['oom'],
    percussion: ['snare-drum'],
    colour: ['doubling', 'doubling', 'sparkle'],
    padVoices: 3,
    strictVoices: false,
    layers: ['lead', 'bass', 'percussion', 'figure', 'counter', 'colour', 'pad'],
    intro: ['percussion', 'bass'],
  },
  performance: {
    looseness: 4,
    swing: 0,
    accent: 8,
    volume: { ...volumes, lead: 108, figure: 74, bass: 96, percussion: 96, counter: 90 },
    reverb: shiftSends(-6),
  },
};
