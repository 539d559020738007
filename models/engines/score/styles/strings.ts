/** Chamber strings: four real voices, strict counterpoint, suspensions, one chord a half bar where it is busy. */
import { sends, volumes } from './levels.ts';
import type { StyleProfile } from './styleProfile.ts';

/** The profile of the style `strings`. */
export const strings: StyleProfile = {
  style: 'strings',
  arc: { start: 0.45, peak: 0.9, end: 0.4, peakAt: 0.68 },
  intro: false,
  harmony: {
    chordsPerBar: [1, 2, 1],
    loops: {
      minor: [
        ['1', '4', '7', '3'],
        ['1', '6', '4', '5M'],
      ],
      major: [
        ['1', '6', '2', '5'],
        ['1', '4', '2', '5'],
      ],
    },
    loopShare: 0.15,
    colour: 0.18,
    extensions: ['7', 's4'],
    chromatic: 0.55,
    finalCadence: 'authentic',
  },
  melody: {
    activity: [0.8, 2.2],
    motifBars: [1],
    span: 24,
    dotted: 0.2,
    finest: 3,
    leapCost: 0.65,
    dissonanceCost: 1.1,
    breath: 0.25,
    articulation: 0.96,
  },
  texture: {
    pad: ['sustain', 'homophonic'],
    figure: ['inner', 'arpeggio', 'alberti'],
    bass: ['line', 'root-fifth', 'line'],
    percussion: ['swells'],
    colour: ['echo', 'doubling'],
    padVoices: 3,
    strictVoices: true,
    layers: ['lead', 'bass', 'pad', 'counter', 'figure', 'colour', 'percussion'],
    intro: ['pad', 'bass'],
  },
  performance: {
    looseness: 5,
    swing: 0,
    accent: 7,
    volume: { ...volumes, counter: 94, pad: 82, bass: 96 },
    reverb: sends,
  },
};
