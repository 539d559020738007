/** Celtic: a jig or a reel that hardly breathes, over a drone, a guitar that chops and a bodhrán. */
import { shiftSends, volumes } from './levels.ts';
import type { StyleProfile } from './styleProfile.ts';

/** The profile of the style `celtic`. */
export const celtic: StyleProfile = {
  style: 'celtic',
  arc: { start: 0.55, peak: 0.95, end: 0.65, peakAt: 0.75 },
  intro: true,
  harmony: {
    chordsPerBar: [1, 2, 1],
    loops: {
      major: [
        ['1', '4', '1', '5'],
        ['1', '5', '6', '4'],
        ['1', '2', '4', '5'],
        ['1', '1', '4', '5'],
      ],
      minor: [
        ['1', '7', '6', '7'],
        ['1', '7', '1', '5'],
        ['1', '6', '7', '1'],
      ],
      dorian: [
        ['1', '7', '1', '7'],
        ['1', '7', '4', '7'],
        ['1', '1', '7', '7'],
      ],
      mixolydian: [
        ['1', '7', '1', '4'],
        ['1', '7', '4', '1'],
        ['1', '1', '7', '7'],
      ],
    },
    loopShare: 0.55,
    colour: 0.15,
    extensions: ['s2', 's4'],
    chromatic: 0,
    finalCadence: 'authentic',
  },
  melody: {
    activity: [1.8, 2.6],
    motifBars: [2, 1],
    span: 17,
    dotted: 0.1,
    finest: 6,
    leapCost: 0.6,
    dissonanceCost: 0.9,
    breath: 0.08,
    articulation: 0.92,
  },
  texture: {
    pad: ['drone'],
    figure: ['chop', 'chop', 'broken'],
    bass: ['drone', 'roots', 'pedal'],
    percussion: ['bodhran'],
    colour: ['echo', 'doubling'],
    padVoices: 3,
    strictVoices: false,
    layers: ['lead', 'figure', 'pad', 'percussion', 'bass', 'counter', 'colour'],
    intro: ['pad', 'figure'],
  },
  performance: {
    looseness: 6,
    swing: 0,
    accent: 9,
    volume: { ...volumes, lead: 118, figure: 78, bass: 74, percussion: 78, pad: 66 },
    reverb: shiftSends(-6),
  },
};
