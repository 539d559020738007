/** Blues: choruses of twelve bars, boogie bass and guitar riff in triplet swing, a call and room for its answer. */
import { shiftSends, volumes } from './levels.ts';
import type { StyleProfile } from './styleProfile.ts';

/** The profile of the style `blues`. */
export const blues: StyleProfile = {
  style: 'blues',
  arc: { start: 0.55, peak: 0.95, end: 0.55, peakAt: 0.75 },
  intro: false,
  sectionPhrases: 3,
  harmony: {
    chordsPerBar: [1],
    loops: {
      major: [
        ['1', '4', '1', 'D4', '4', '4', '1', '1', '5', '4', '1', '5'],
        ['1', '1', '1', 'D4', '4', '4', '1', '1', '5', '4', '1', '5'],
      ],
      minor: [
        ['1', '4', '1', '1', '4', '4', '1', '1', '6', '5M', '1', '5M'],
        ['1', '1', '1', '1', '4', '4', '1', '1', '5', '4', '1', '5M'],
      ],
      dorian: [['1', '4', '1', '1', '4', '4', '1', '1', '5', '4', '1', '5']],
      mixolydian: [['17', '4', '17', '17', '4', '4', '17', '17', '5', '4', '17', '5']],
      lydian: [['1', '2', '1', '1', '2', '2', '1', '1', '5', '2', '1', '5']],
      phrygian: [['1', '4', '1', '1', '4', '4', '1', '1', '2', '4', '1', '2']],
      locrian: [['1', '4', '1', '1', '4', '4', '1', '1', '6', '4', '1', '2']],
    },
    loopShare: 1,
    colour: 0.35,
    extensions: ['7', '6'],
    chromatic: 0.2,
    finalCadence: 'authentic',
    close: ['1', '1'],
  },
  melody: {
    activity: [0.8, 1.7],
    motifBars: [2, 1],
    span: 16,
    dotted: 0,
    finest: 6,
    leapCost: 0.7,
    dissonanceCost: 0.75,
    breath: 0.5,
    articulation: 0.9,
    syncopation: 0.3,
  },
  texture: {
    pad: ['sustain'],
    figure: ['shuffle-riff'],
    bass: ['boogie', 'boogie', 'walk'],
    percussion: ['shuffle'],
    colour: ['echo'],
    padVoices: 3,
    strictVoices: false,
    layers: ['lead', 'bass', 'figure', 'percussion', 'pad', 'counter', 'colour'],
    intro: ['figure', 'bass'],
  },
  performance: {
    looseness: 4,
    swing: 0,
    shuffle: { beat: 480, middle: 320 },
    accent: 11,
    volume: { ...volumes, lead: 110, figure: 80, bass: 98, percussion: 86, pad: 64 },
    reverb: shiftSends(-16),
  },
};
