/** Piano solo: a singing right hand over broken chords, with pedal and breath. */
import { sends, volumes } from './levels.ts';
import type { StyleProfile } from './styleProfile.ts';

/** The profile of the style `piano`. */
export const piano: StyleProfile = {
  style: 'piano',
  arc: { start: 0.45, peak: 0.85, end: 0.35, peakAt: 0.65 },
  intro: false,
  harmony: {
    chordsPerBar: [1, 1, 2],
    loops: {
      major: [
        ['1', '5', '6', '4'],
        ['1', '3', '4', '5'],
        ['1', '6', '2', '5'],
        ['4', '1', '5', '6'],
      ],
      minor: [
        ['1', '6', '3', '7'],
        ['1', '7', '6', '5M'],
        ['1', '4', '7', '3'],
      ],
    },
    loopShare: 0.35,
    colour: 0.3,
    extensions: ['7', '+9', 's4'],
    chromatic: 0.5,
    finalCadence: 'authentic',
  },
  melody: {
    activity: [0.6, 1.9],
    motifBars: [1, 2],
    span: 24,
    dotted: 0.3,
    finest: 3,
    leapCost: 0.65,
    dissonanceCost: 0.9,
    breath: 0.25,
    articulation: 0.96,
  },
  texture: {
    pad: ['sustain'],
    figure: ['broken', 'arpeggio', 'alberti', 'broken'],
    bass: ['roots', 'root-fifth'],
    percussion: ['swells'],
    colour: ['sparkle', 'echo'],
    padVoices: 3,
    strictVoices: false,
    layers: ['lead', 'figure', 'bass', 'counter', 'pad', 'colour', 'percussion'],
    intro: ['figure', 'bass'],
  },
  performance: {
    looseness: 7,
    swing: 0,
    accent: 9,
    volume: { ...volumes, lead: 106, figure: 90, bass: 94, counter: 84 },
    reverb: sends,
  },
};
