/** Bossa nova: a guitar that plays the clave, a bass that anticipates the third beat, a tune that never falls on it. */
import { shiftSends, volumes } from './levels.ts';
import type { StyleProfile } from './styleProfile.ts';

/** The profile of the style `bossa`. */
export const bossa: StyleProfile = {
  style: 'bossa',
  arc: { start: 0.5, peak: 0.75, end: 0.45, peakAt: 0.65 },
  intro: true,
  harmony: {
    chordsPerBar: [1, 0.5, 1],
    loops: {
      major: [
        ['1', 'D5', '2', '5'],
        ['1', '6', '2', '5'],
        ['4', '4m', '3', 'D2'],
        ['1', 'D2', '2', '5'],
      ],
      minor: [
        ['1', '4', '27', '5M7'],
        ['1', '7', '6', '5M'],
        ['1', '1', '27', '5M7'],
      ],
      dorian: [
        ['1', '4', '1', '4'],
        ['1', '2', '4', '1'],
      ],
    },
    loopShare: 0.65,
    colour: 0.95,
    extensions: ['7', '7+9', '+9', '6'],
    chromatic: 0.4,
    finalCadence: 'authentic',
  },
  melody: {
    activity: [0.75, 1.4],
    motifBars: [2, 1],
    span: 15,
    dotted: 0,
    finest: 6,
    leapCost: 0.85,
    dissonanceCost: 0.8,
    breath: 0.25,
    articulation: 0.93,
    syncopation: 0.8,
  },
  texture: {
    pad: ['sustain'],
    figure: ['bossa-comp'],
    bass: ['bossa', 'bossa', 'root-fifth'],
    percussion: ['bossa'],
    colour: ['echo', 'sparkle'],
    padVoices: 4,
    strictVoices: false,
    layers: ['lead', 'figure', 'bass', 'percussion', 'pad', 'counter', 'colour'],
    intro: ['figure', 'percussion'],
  },
  performance: {
    looseness: 6,
    swing: 0,
    accent: 7,
    volume: { ...volumes, lead: 104, figure: 90, bass: 92, percussion: 70, pad: 66 },
    reverb: shiftSends(-12),
  },
};
