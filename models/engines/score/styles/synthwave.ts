/** Synthwave: sixteenths from an arpeggiator and in the bass, a gated pad, the big snare, long notes of a lead above them. */
import { shiftSends, volumes } from './levels.ts';
import type { StyleProfile } from './styleProfile.ts';

/** The profile of the style `synthwave`. */
export const synthwave: StyleProfile = {
  style: 'synthwave',
  arc: { start: 0.45, peak: 0.75, end: 0.55, peakAt: 0.7 },
  intro: true,
  harmony: {
    chordsPerBar: [1, 1, 0.5],
    loops: {
      minor: [
        ['1', '6', '3', '7'],
        ['1', '6', '7', '7'],
        ['6', '7', '1', '1'],
        ['1', '3', '6', '7'],
      ],
      major: [
        ['1', '5', '6', '4'],
        ['4', '5', '6', '6'],
        ['6', '4', '1', '5'],
      ],
      dorian: [
        ['1', '7', '4', '4'],
        ['1', '4', '1', '7'],
      ],
    },
    loopShare: 1,
    colour: 0.5,
    extensions: ['+9', 's2', '7', 's4'],
    chromatic: 0,
    finalCadence: 'modal',
  },
  melody: {
    activity: [0.55, 1.15],
    motifBars: [2, 1],
    span: 12,
    dotted: 0.15,
    finest: 6,
    leapCost: 1.1,
    dissonanceCost: 0.85,
    breath: 0.25,
    articulation: 0.95,
    syncopation: 0.3,
  },
  texture: {
    pad: ['gate'],
    figure: ['machine'],
    bass: ['machine'],
    percussion: ['gated'],
    colour: ['sparkle', 'echo'],
    padVoices: 4,
    strictVoices: false,
    layers: ['bass', 'percussion', 'pad', 'lead', 'figure', 'colour', 'counter'],
    intro: ['figure', 'pad'],
  },
  performance: {
    looseness: 0,
    swing: 0,
    accent: 4,
    volume: { ...volumes, lead: 104, figure: 78, bass: 100, percussion: 104, pad: 76 },
    reverb: shiftSends(6),
  },
};
