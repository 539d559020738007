/** Electronic: loops of four, sequences in sixteenths, a hook, a machine's time. */
import { shiftSends, volumes } from './levels.ts';
import type { StyleProfile } from './styleProfile.ts';

/** The profile of the style `electronic`. */
export const electronic: StyleProfile = {
  style: 'electronic',
  arc: { start: 0.4, peak: 1, end: 0.5, peakAt: 0.75 },
  intro: true,
  harmony: {
    chordsPerBar: [1, 0.5],
    loops: {
      major: [
        ['1', '5', '6', '4'],
        ['4', '1', '5', '6'],
        ['6', '4', '1', '5'],
        ['1', '3', '6', '4'],
      ],
      minor: [
        ['1', '6', '3', '7'],
        ['1', '7', '6', '7'],
        ['1', '4', '6', '7'],
        ['1', '3', '7', '6'],
      ],
    },
    loopShare: 1,
    colour: 0.35,
    extensions: ['+9', '7', 's2', 's4'],
    chromatic: 0,
    finalCadence: 'modal',
  },
  melody: {
    activity: [0.8, 1.9],
    motifBars: [1, 2],
    span: 14,
    dotted: 0.35,
    finest: 3,
    leapCost: 0.75,
    dissonanceCost: 0.8,
    breath: 0.25,
    articulation: 0.8,
  },
  texture: {
    pad: ['sustain', 'pulse'],
    figure: ['sequence', 'sequence', 'arpeggio'],
    bass: ['pulse', 'octaves', 'offbeat'],
    percussion: ['club', 'breakbeat'],
    colour: ['echo', 'sparkle'],
    padVoices: 4,
    strictVoices: false,
    layers: ['percussion', 'bass', 'figure', 'lead', 'pad', 'colour', 'counter'],
    intro: ['figure', 'pad'],
  },
  performance: {
    looseness: 0,
    swing: 0,
    accent: 5,
    volume: { ...volumes, percussion: 104, bass: 102, pad: 74, figure: 84 },
    reverb: shiftSends(-10),
  },
};
