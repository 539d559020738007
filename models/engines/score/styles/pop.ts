/** Pop: four chords, block chords on the piano, a bass of three against four, a hook that anticipates the beat. */
import { shiftSends, volumes } from './levels.ts';
import type { StyleProfile } from './styleProfile.ts';

/** The profile of the style `pop`. */
export const pop: StyleProfile = {
  style: 'pop',
  arc: { start: 0.45, peak: 0.95, end: 0.55, peakAt: 0.72 },
  intro: true,
  harmony: {
    chordsPerBar: [1, 2, 1],
    loops: {
      major: [
        ['1', '5', '6', '4'],
        ['6', '4', '1', '5'],
        ['1', '6', '4', '5'],
        ['4', '5', '6', '1'],
      ],
      minor: [
        ['1', '6', '3', '7'],
        ['1', '7', '6', '7'],
        ['6', '7', '1', '3'],
        ['1', '4', '6', '7'],
      ],
      mixolydian: [
        ['1', '7', '4', '1'],
        ['1', '5', '4', '7'],
      ],
    },
    loopShare: 1,
    colour: 0.3,
    extensions: ['+9', 's2', 's4', '7'],
    chromatic: 0.15,
    finalCadence: 'modal',
  },
  melody: {
    activity: [0.95, 1.8],
    motifBars: [1, 2],
    span: 15,
    dotted: 0.1,
    finest: 6,
    leapCost: 0.85,
    dissonanceCost: 0.95,
    breath: 0.25,
    articulation: 0.9,
    syncopation: 0.6,
  },
  texture: {
    pad: ['sustain'],
    figure: ['keys'],
    bass: ['tresillo'],
    percussion: ['pop'],
    colour: ['sparkle', 'echo', 'doubling'],
    padVoices: 4,
    strictVoices: false,
    layers: ['lead', 'figure', 'bass', 'percussion', 'pad', 'colour', 'counter'],
    intro: ['figure', 'pad'],
  },
  performance: {
    looseness: 3,
    swing: 0,
    accent: 6,
    volume: { ...volumes, lead: 110, figure: 82, bass: 98, percussion: 98, pad: 66 },
    reverb: shiftSends(-8),
  },
};
