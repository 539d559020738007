/** Choral: hymn-like, all voices together, a chord or two in the bar, plagal at the end, organ beneath. */
import { shiftSends, volumes } from './levels.ts';
import type { StyleProfile } from './styleProfile.ts';

/** The profile of the style `choral`. */
export const choral: StyleProfile = {
  style: 'choral',
  arc: { start: 0.4, peak: 0.85, end: 0.35, peakAt: 0.7 },
  intro: true,
  harmony: {
    chordsPerBar: [2],
    loops: {},
    loopShare: 0,
    colour: 0.1,
    extensions: ['s4', '7'],
    chromatic: 0.35,
    finalCadence: 'plagal',
  },
  melody: {
    activity: [0.7, 1.15],
    motifBars: [1, 2],
    span: 12,
    dotted: 0.1,
    finest: 6,
    leapCost: 1.35,
    dissonanceCost: 1.3,
    breath: 0.25,
    articulation: 0.97,
  },
  texture: {
    pad: ['homophonic'],
    figure: ['inner', 'arpeggio'],
    bass: ['roots', 'line'],
    percussion: ['swells'],
    colour: ['toll', 'doubling'],
    padVoices: 3,
    strictVoices: true,
    layers: ['lead', 'pad', 'bass', 'counter', 'colour', 'figure', 'percussion'],
    intro: ['pad', 'bass'],
  },
  performance: {
    looseness: 6,
    swing: 0,
    accent: 5,
    volume: { ...volumes, pad: 90, counter: 92, bass: 92 },
    reverb: shiftSends(35),
  },
};
