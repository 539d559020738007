/** Comedy: pizzicato on tiptoe: short notes, oom in the bass and chords off the beat, dominants that make a joke of it. */
import { shiftSends, volumes } from './levels.ts';
import type { StyleProfile } from './styleProfile.ts';

/** The profile of the style `comedy`. */
export const comedy: StyleProfile = {
  style: 'comedy',
  arc: { start: 0.45, peak: 0.85, end: 0.55, peakAt: 0.75 },
  intro: true,
  harmony: {
    chordsPerBar: [1, 2, 1],
    loops: {
      major: [
        ['1', '5', '1', '5'],
        ['1', 'D5', '5', '1'],
        ['1', 'b6M', '5', '1'],
        ['1', '1', 'D2', '5'],
      ],
      minor: [
        ['1', '5M', '1', '5M'],
        ['1', 'b2M', '5M', '1'],
        ['1', '4', '5M', '1'],
      ],
    },
    loopShare: 0.5,
    colour: 0.08,
    extensions: ['6', '7'],
    chromatic: 0.6,
    finalCadence: 'authentic',
  },
  melody: {
    activity: [0.95, 2],
    motifBars: [1, 2],
    span: 19,
    dotted: 0.3,
    finest: 3,
    leapCost: 0.55,
    dissonanceCost: 1,
    breath: 0.4,
    articulation: 0.42,
  },
  texture: {
    pad: ['sustain'],
    figure: ['off-beats'],
    bass: ['oom'],
    percussion: ['tiptoe'],
    colour: ['echo', 'sparkle', 'glissando'],
    padVoices: 3,
    strictVoices: false,
    layers: ['lead', 'bass', 'figure', 'counter', 'percussion', 'colour', 'pad'],
    intro: ['bass', 'figure'],
  },
  performance: {
    looseness: 5,
    swing: 0,
    accent: 13,
    volume: { ...volumes, lead: 110, figure: 84, bass: 92, percussion: 74, colour: 74 },
    reverb: shiftSends(-14),
  },
};
