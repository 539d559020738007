/** Jazz trio: a walking bass, the ride, a piano that comps in the gaps of its own tune; triplet swing, four-note chords. */
import { shiftSends, volumes } from './levels.ts';
import type { StyleProfile } from './styleProfile.ts';

/** The profile of the style `jazz`. */
export const jazz: StyleProfile = {
  style: 'jazz',
  arc: { start: 0.5, peak: 0.9, end: 0.5, peakAt: 0.68 },
  intro: true,
  harmony: {
    chordsPerBar: [1, 2, 1],
    loops: {
      major: [
        ['2', '5', '1', '6'],
        ['1', '6', '2', '5'],
        ['1', 'D2', '2', '5'],
        ['3', 'D2', '2', '5'],
      ],
      minor: [
        ['1', '4', '27', '5M7'],
        ['27', '5M7', '1', '6'],
        ['1', '6', '27', '5M7'],
      ],
      dorian: [
        ['1', '4', '1', '4'],
        ['1', '2', '4', '1'],
        ['2', '4', '1', '7'],
      ],
    },
    loopShare: 0.7,
    colour: 0.92,
    extensions: ['7', '7+9', '+9', '6'],
    chromatic: 0.5,
    finalCadence: 'authentic',
  },
  melody: {
    activity: [0.9, 1.8],
    motifBars: [1, 2],
    span: 19,
    dotted: 0,
    finest: 6,
    leapCost: 0.65,
    dissonanceCost: 0.9,
    breath: 0.25,
    articulation: 0.86,
    syncopation: 0.45,
  },
  texture: {
    pad: ['sustain'],
    figure: ['comp'],
    bass: ['walk', 'walk', 'root-fifth'],
    percussion: ['ride'],
    colour: ['echo', 'sparkle'],
    padVoices: 4,
    strictVoices: false,
    layers: ['lead', 'bass', 'percussion', 'figure', 'counter', 'pad', 'colour'],
    intro: ['percussion', 'bass'],
  },
  performance: {
    looseness: 4,
    swing: 0,
    shuffle: { beat: 480, middle: 320 },
    accent: 11,
    volume: { ...volumes, lead: 108, figure: 82, bass: 100, percussion: 78 },
    reverb: shiftSends(-18),
  },
};
