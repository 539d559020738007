/** Folk: a tune over strummed or picked chords, dance rhythms, modal turns. */
import { shiftSends, volumes } from './levels.ts';
import type { StyleProfile } from './styleProfile.ts';

/** The profile of the style `folk`. */
export const folk: StyleProfile = {
  style: 'folk',
  arc: { start: 0.5, peak: 0.85, end: 0.5, peakAt: 0.7 },
  intro: true,
  harmony: {
    chordsPerBar: [1, 1, 2],
    loops: {
      major: [
        ['1', '4', '1', '5'],
        ['1', '5', '4', '1'],
        ['1', '6', '4', '5'],
        ['1', '4', '5', '1'],
      ],
      minor: [
        ['1', '7', '1', '5M'],
        ['1', '4', '7', '1'],
        ['1', '7', '6', '7'],
      ],
    },
    loopShare: 0.65,
    colour: 0.08,
    extensions: ['7', 's4'],
    chromatic: 0.15,
    finalCadence: 'authentic',
  },
  melody: {
    activity: [1.2, 2.4],
    motifBars: [1],
    span: 19,
    dotted: 0.3,
    finest: 3,
    leapCost: 0.55,
    dissonanceCost: 1,
    breath: 0.1,
    articulation: 0.88,
  },
  texture: {
    pad: ['sustain'],
    figure: ['strum', 'broken', 'arpeggio', 'strum'],
    bass: ['root-fifth', 'roots'],
    percussion: ['frame'],
    colour: ['echo', 'sparkle', 'doubling'],
    padVoices: 3,
    strictVoices: false,
    layers: ['lead', 'figure', 'bass', 'counter', 'percussion', 'pad', 'colour'],
    intro: ['figure', 'bass'],
  },
  performance: {
    looseness: 7,
    swing: 10,
    accent: 9,
    volume: { ...volumes, lead: 124, figure: 72, bass: 72, percussion: 70, counter: 84 },
    reverb: shiftSends(-14),
  },
};
