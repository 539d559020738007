/** Chiptune: three voices and noise: a pulse lead that runs, a bass in octaves, chords broken so fast that they stand. */
import { shiftSends, volumes } from './levels.ts';
import type { StyleProfile } from './styleProfile.ts';

/** The profile of the style `chiptune`. */
export const chiptune: StyleProfile = {
  style: 'chiptune',
  arc: { start: 0.6, peak: 0.95, end: 0.7, peakAt: 0.7 },
  intro: false,
  harmony: {
    chordsPerBar: [1, 2],
    loops: {
      major: [
        ['1', '4', '5', '1'],
        ['1', 'b6M', 'b7M', '1'],
        ['1', '5', '6', '4'],
        ['4', '5', '3', '6'],
      ],
      minor: [
        ['1', '6', '7', '1'],
        ['1', '7', '6', '5M'],
        ['1', '4', '7', '3'],
        ['6', '7', '1', '1'],
      ],
    },
    loopShare: 0.8,
    colour: 0,
    extensions: ['7'],
    chromatic: 0.2,
    finalCadence: 'authentic',
  },
  melody: {
    activity: [1.2, 2.5],
    motifBars: [1],
    span: 19,
    dotted: 0.25,
    finest: 3,
    leapCost: 0.55,
    dissonanceCost: 1,
    breath: 0.12,
    articulation: 0.72,
  },
  texture: {
    pad: ['pulse'],
    figure: ['chip'],
    bass: ['gallop', 'octaves'],
    percussion: ['chip'],
    colour: ['echo', 'sparkle'],
    padVoices: 3,
    strictVoices: false,
    layers: ['lead', 'bass', 'figure', 'percussion', 'colour', 'pad', 'counter'],
    intro: ['figure', 'bass'],
  },
  performance: {
    looseness: 0,
    swing: 0,
    accent: 2,
    volume: { ...volumes, lead: 104, figure: 62, bass: 96, percussion: 88, colour: 60 },
    reverb: shiftSends(-44),
  },
};
