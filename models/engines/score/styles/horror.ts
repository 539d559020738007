/** Horror: drones, clusters, semitones that tremble, a motif that never settles until the end. */
import { shiftSends, volumes } from './levels.ts';
import type { StyleProfile } from './styleProfile.ts';

/** The profile of the style `horror`. */
export const horror: StyleProfile = {
  style: 'horror',
  arc: { start: 0.3, peak: 1, end: 0.3, peakAt: 0.8 },
  intro: true,
  harmony: {
    chordsPerBar: [0.5, 1, 0.5],
    loops: {
      minor: [
        ['1', '6m', '1', '5M'],
        ['1', '#4d', '1', '5M'],
        ['1', '6m', '2', '1'],
        ['1', '#4d', '2', '5M'],
        ['1', '2', '6m', '5M'],
      ],
      major: [
        ['1', '4m', '1', '5'],
        ['1', '3', '4m', '5'],
        ['1', '2', '4m', '1'],
      ],
    },
    loopShare: 1,
    colour: 0.15,
    extensions: ['s2', '6'],
    chromatic: 0.8,
    finalCadence: 'authentic',
  },
  melody: {
    activity: [0.35, 0.95],
    motifBars: [2, 1],
    span: 15,
    dotted: 0.3,
    finest: 3,
    leapCost: 0.6,
    dissonanceCost: 0.7,
    breath: 0.5,
    articulation: 0.94,
  },
  texture: {
    pad: ['cluster'],
    figure: ['tremble', 'ostinato', 'drift'],
    bass: ['pedal', 'roots'],
    percussion: ['heartbeat', 'ensemble-drums', 'swells'],
    colour: ['shiver', 'toll', 'echo'],
    padVoices: 3,
    strictVoices: false,
    layers: ['pad', 'bass', 'lead', 'colour', 'figure', 'percussion', 'counter'],
    intro: ['bass', 'pad', 'colour'],
  },
  performance: {
    looseness: 8,
    swing: 0,
    accent: 12,
    volume: { ...volumes, pad: 88, colour: 86 },
    reverb: shiftSends(25),
  },
};
