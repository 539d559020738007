/** Cinematic orchestral: a slow rise, full strings and brass at the peak, mediants and mixture. */
import { shiftSends, volumes } from './levels.ts';
import type { StyleProfile } from './styleProfile.ts';

/** The profile of the style `cinematic`. */
export const cinematic: StyleProfile = {
  style: 'cinematic',
  arc: { start: 0.35, peak: 1, end: 0.35, peakAt: 0.72 },
  intro: true,
  harmony: {
    chordsPerBar: [1, 0.5],
    loops: {
      major: [
        ['1', '4', '6', '5'],
        ['1', '3', '4', '1'],
        ['1', '5', '6', '4'],
        ['1', 'b6M', 'b7M', '1'],
      ],
      minor: [
        ['1', '6', '3', '7'],
        ['1', '4', '6', '5M'],
        ['1', '6', '4', '5M'],
        ['1', '3', '7', '4'],
      ],
    },
    loopShare: 0.45,
    colour: 0.22,
    extensions: ['+9', 's4', '7', 's2'],
    chromatic: 0.6,
    finalCadence: 'authentic',
  },
  melody: {
    activity: [0.5, 1.35],
    motifBars: [1, 2],
    span: 18,
    dotted: 0.45,
    finest: 3,
    leapCost: 0.85,
    dissonanceCost: 1,
    breath: 0.25,
    articulation: 0.95,
  },
  texture: {
    pad: ['sustain', 'pulse'],
    figure: ['ostinato', 'arpeggio', 'ostinato'],
    bass: ['roots', 'root-fifth', 'line', 'pulse'],
    percussion: ['orchestral', 'ensemble-drums'],
    colour: ['doubling', 'sparkle', 'glissando'],
    padVoices: 4,
    strictVoices: false,
    layers: ['lead', 'pad', 'bass', 'figure', 'counter', 'percussion', 'colour'],
    intro: ['pad', 'figure', 'bass'],
  },
  performance: { looseness: 5, swing: 0, accent: 7, volume: volumes, reverb: shiftSends(8) },
};
