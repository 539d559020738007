/** Waltz: one, two, three: the bass, and the chord twice; a tune that turns, with applied dominants on its way home. */
import { sends, volumes } from './levels.ts';
import type { StyleProfile } from './styleProfile.ts';

/** The profile of the style `waltz`. */
export const waltz: StyleProfile = {
  style: 'waltz',
  arc: { start: 0.45, peak: 0.95, end: 0.45, peakAt: 0.7 },
  intro: true,
  harmony: {
    chordsPerBar: [1, 0.5, 1],
    loops: {
      major: [
        ['1', '1', '5', '5'],
        ['5', '5', '1', '1'],
        ['1', '6', '2', '5'],
        ['1', 'D2', '2', '5'],
      ],
      minor: [
        ['1', '4', '5M', '1'],
        ['1', '1', '5M', '5M'],
        ['1', '6', '4', '5M'],
      ],
    },
    loopShare: 0.35,
    colour: 0.12,
    extensions: ['6', '7'],
    chromatic: 0.5,
    finalCadence: 'authentic',
  },
  melody: {
    activity: [0.55, 1.3],
    motifBars: [2, 1],
    span: 19,
    dotted: 0.3,
    finest: 6,
    leapCost: 0.7,
    dissonanceCost: 0.95,
    breath: 0.2,
    articulation: 0.93,
  },
  texture: {
    pad: ['sustain'],
    figure: ['after-beats', 'after-beats', 'broken'],
    bass: ['oom', 'oom', 'root-fifth'],
    percussion: ['waltz'],
    colour: ['doubling', 'glissando', 'sparkle'],
    padVoices: 3,
    strictVoices: false,
    layers: ['lead', 'bass', 'figure', 'counter', 'pad', 'colour', 'percussion'],
    intro: ['bass', 'figure'],
  },
  performance: {
    looseness: 7,
    swing: 0,
    accent: 9,
    volume: { ...volumes, lead: 108, figure: 76, bass: 90, percussion: 64, pad: 66, counter: 88 },
    reverb: sends,
  },
};
