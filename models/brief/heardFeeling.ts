/** What music that was heard makes of the feeling that its words recall. The numbers are our judgement. */
import { clampFeeling, feelingOf } from './feeling.ts';
import { moveAffect } from './recallScenes.ts';
import type { Estimate } from '../perception/estimate.ts';
import type { HeardMusic } from '../perception/referenceReading.ts';
import type { Feeling } from './feeling.ts';
import type { SceneKnowledge } from './sceneKnowledge.ts';

/** How far what was measured carries the feeling there. Loudness tells more of the mastering than of the playing. */
const trust = { density: 0.7, brightness: 0.7, dynamics: 0.7, loudness: 0.3, pace: 0.9 } as const;
/** How pleasant a key's mode is by itself, and how far to trust that. */
const modeCue = { valence: 0.35, trust: 0.35 } as const;
/** How far movement tells the excitement. */
const motionTrust = 0.4;
/** Of a tempo that is neither slow nor fast. */
const middlePace = Math.log2(96);
/** Integrated loudness in LUFS that is as soft and as loud as recordings are. */
const loudnessRange = { soft: -32, loud: -7 } as const;

/** The feeling of a reference: that of its words, moved by what was heard. */
export function heardFeeling(knowledge: SceneKnowledge, from: Feeling, heard: HeardMusic): Feeling {
  const { tempo, density, brightness, dynamics, loudness } = heard;
  const felt = moveAffect(knowledge, from, {
    valence: toward(from.valence, ...valenceCues(heard)),
    arousal: toward(from.arousal, ...arousalCues(heard)),
  });
  const measured: Partial<Record<keyof Feeling, Estimate<number>>> = {
    density: { value: density, confidence: trust.density },
    ...(brightness !== undefined && { brightness: { value: brightness, confidence: trust.brightness } }),
    ...(loudness !== undefined && {
      dynamics: { value: loudnessLevel(loudness.integrated), confidence: trust.loudness },
    }),
    ...(dynamics !== undefined && { dynamics: { value: dynamics, confidence: trust.dynamics } }),
    ...(tempo !== undefined && {
      pace: { value: Math.log2(tempo.value), confidence: trust.pace * tempo.confidence },
    }),
  };
  return clampFeeling(
    feelingOf((name) => {
      const estimate = measured[name];
      return estimate === undefined ? felt[name] : toward(felt[name], estimate);
    }),
  );
}

/** 0…1: how much was heard for sure. */
export function heardConfidence({ tempo, key, hints }: HeardMusic): number {
  const named = [...hints.styles, ...hints.instruments].map(({ confidence }) => confidence);
  const sound = Math.max(0, ...named);
  return Math.min(1, ((tempo?.confidence ?? 0) + (key?.confidence ?? 0) + sound) / 3);
}

function valenceCues({ hints, key }: HeardMusic): Estimate<number>[] {
  const cues = hints.affect.valence === undefined ? [] : [hints.affect.valence];
  if (key === undefined) return cues;
  const value = key.value.endsWith('minor') ? -modeCue.valence : modeCue.valence;
  return [...cues, { value, confidence: modeCue.trust * key.confidence }];
}

/** Fast, dense and loud music excites; each of the three counts alike. */
function arousalCues({ hints, tempo, density, dynamics }: HeardMusic): Estimate<number>[] {
  const cues = hints.affect.arousal === undefined ? [] : [hints.affect.arousal];
  const motion = [
    2 * density - 1,
    ...(tempo === undefined ? [] : [Math.min(1, Math.max(-1, Math.log2(tempo.value) - middlePace))]),
    ...(dynamics === undefined ? [] : [2 * dynamics - 1]),
  ];
  const value = motion.reduce((sum, part) => sum + part, 0) / motion.length;
  return [...cues, { value, confidence: motionTrust }];
}

/** Moves a value toward what estimates say together, the farther the surer they are. */
function toward(from: number, ...estimates: readonly Estimate<number>[]): number {
  const total = estimates.reduce((sum, { confidence }) => sum + confidence, 0);
  if (total <= 0) return from;
  const mean = estimates.reduce((sum, { value, confidence }) => sum + value * confidence, 0) / total;
  const doubt = estimates.reduce((product, { confidence }) => product * (1 - confidence), 1);
  return from + (mean - from) * (1 - doubt);
}

function loudnessLevel(integrated: number): number {
  const { soft, loud } = loudnessRange;
  return Math.min(1, Math.max(0, (integrated - soft) / (loud - soft)));
}
