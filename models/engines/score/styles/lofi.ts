/** Lo-fi: four-note chords that come when they like, a lazy beat with a little swing, a few notes of a tune and much room. */
import { shiftSends, volumes } from './levels.ts';
import type { StyleProfile } from './styleProfile.ts';

/** The profile of the style `lofi`. */
export const lofi: StyleProfile = {
  style: 'lofi',
  arc: { start: 0.5, peak: 0.65, end: 0.5, peakAt: 0.6 },
  intro: true,
  harmony: {
    chordsPerBar: [1, 0.5, 1],
    loops: {
      major: [
        ['2', '5', '1', '6'],
        ['4', '3', '2', '1'],
        ['1', '3', '4', '4m'],
        ['4', '5', '3', '6'],
      ],
      minor: [
        ['1', '4', '6', '5M'],
        ['6', '7', '1', '1'],
        ['1', '6', '4', '5'],
        ['4', '5', '1', '1'],
      ],
      dorian: [
        ['1', '4', '1', '4'],
        ['1', '2', '1', '4'],
      ],
    },
    loopShare: 1,
    colour: 1,
    extensions: ['7', '7+9', '+9'],
    chromatic: 0.2,
    finalCadence: 'modal',
  },
  melody: {
    activity: [0.4, 1],
    motifBars: [2],
    span: 14,
    dotted: 0,
    finest: 6,
    leapCost: 0.75,
    dissonanceCost: 0.8,
    breath: 0.5,
    articulation: 0.92,
    syncopation: 0.4,
  },
  texture: {
    pad: ['sustain'],
    figure: ['lazy'],
    bass: ['lazy', 'lazy', 'roots'],
    percussion: ['lazy'],
    colour: ['echo', 'sparkle'],
    padVoices: 4,
    strictVoices: false,
    layers: ['figure', 'percussion', 'bass', 'lead', 'pad', 'colour', 'counter'],
    intro: ['figure', 'percussion'],
  },
  performance: {
    looseness: 5,
    swing: 0,
    shuffle: { beat: 480, middle: 320 },
    accent: 9,
    volume: { ...volumes, lead: 98, figure: 88, bass: 96, percussion: 84, pad: 60 },
    reverb: shiftSends(-12),
  },
};
