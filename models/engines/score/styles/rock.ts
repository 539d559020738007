/** Rock: power chords over a bass in eighths and a backbeat; loops with the flat seventh, a riff for a tune. */
import { shiftSends, volumes } from './levels.ts';
import type { StyleProfile } from './styleProfile.ts';

/** The profile of the style `rock`. */
export const rock: StyleProfile = {
  style: 'rock',
  arc: { start: 0.6, peak: 1, end: 0.65, peakAt: 0.75 },
  intro: true,
  harmony: {
    chordsPerBar: [1, 2, 1],
    loops: {
      major: [
        ['1', '4', '6', '5'],
        ['1', '5', '6', '4'],
        ['1', '4', '5', '4'],
        ['1', '6', '4', '5'],
      ],
      minor: [
        ['1', '7', '6', '7'],
        ['1', '6', '7', '1'],
        ['1', '3', '7', '4'],
        ['1', '7', '4', '1'],
      ],
      mixolydian: [
        ['1', '7', '4', '1'],
        ['1', '4', '7', '4'],
      ],
      dorian: [
        ['1', '4', '1', '4'],
        ['1', '7', '4', '1'],
      ],
    },
    loopShare: 1,
    colour: 0.06,
    extensions: ['s4', 's2'],
    chromatic: 0.1,
    finalCadence: 'modal',
  },
  melody: {
    activity: [0.9, 1.8],
    motifBars: [1, 2],
    span: 16,
    dotted: 0.1,
    finest: 6,
    leapCost: 0.7,
    dissonanceCost: 0.9,
    breath: 0.25,
    articulation: 0.92,
    syncopation: 0.45,
  },
  texture: {
    pad: ['sustain'],
    figure: ['power'],
    bass: ['drive'],
    percussion: ['rock'],
    colour: ['echo', 'doubling'],
    padVoices: 3,
    strictVoices: false,
    layers: ['percussion', 'bass', 'figure', 'lead', 'pad', 'counter', 'colour'],
    intro: ['figure', 'percussion'],
  },
  performance: {
    looseness: 4,
    swing: 0,
    accent: 8,
    volume: { ...volumes, lead: 106, figure: 88, bass: 100, percussion: 104, pad: 62 },
    reverb: shiftSends(-14),
  },
};
