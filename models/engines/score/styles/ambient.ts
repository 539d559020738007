/** Ambient: two or three chords that hardly move, drifting figures, no hurry and no antecedent. */
import { shiftSends, volumes } from './levels.ts';
import type { StyleProfile } from './styleProfile.ts';

/** The profile of the style `ambient`. */
export const ambient: StyleProfile = {
  style: 'ambient',
  arc: { start: 0.45, peak: 0.7, end: 0.4, peakAt: 0.6 },
  intro: true,
  harmony: {
    chordsPerBar: [0.5, 0.5, 1],
    loops: {
      major: [
        ['1', '4', '1', '4'],
        ['1', '6', '4', '1'],
        ['1', '3', '6', '4'],
        ['1', '5', '4', '4'],
      ],
      minor: [
        ['1', '6', '1', '6'],
        ['1', '6', '7', '1'],
        ['1', '3', '6', '7'],
        ['1', '4', '1', '7'],
      ],
    },
    loopShare: 1,
    colour: 0.75,
    extensions: ['+9', '7', 's2', '+9'],
    chromatic: 0,
    finalCadence: 'modal',
  },
  melody: {
    activity: [0.25, 0.75],
    motifBars: [2],
    span: 14,
    dotted: 0,
    finest: 6,
    leapCost: 0.7,
    dissonanceCost: 0.8,
    breath: 0.5,
    articulation: 0.98,
  },
  texture: {
    pad: ['sustain'],
    figure: ['drift', 'arpeggio', 'drift'],
    bass: ['pedal', 'roots'],
    percussion: ['swells', 'heartbeat'],
    colour: ['sparkle', 'echo', 'toll'],
    padVoices: 4,
    strictVoices: false,
    layers: ['pad', 'lead', 'figure', 'bass', 'colour', 'counter', 'percussion'],
    intro: ['pad', 'colour', 'figure'],
  },
  performance: {
    looseness: 9,
    swing: 0,
    accent: 6,
    volume: { ...volumes, lead: 92, pad: 90 },
    reverb: shiftSends(30),
  },
};
