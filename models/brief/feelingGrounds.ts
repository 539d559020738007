/** Where the numbers of a brief came from. */
import { affectNames } from './feeling.ts';
import { givenGrounds, readGrounds, saidGrounds } from './reasons.ts';
import type { Feeling, FeelingName } from './feeling.ts';
import type { FusedLeaning } from './fuseLeanings.ts';
import type { GivenAttributes } from '../../bridge/protocol/attributes.ts';
import type { Grounds } from './reasons.ts';
import type { Scene } from './scene.ts';
import type { SaidOutright } from './saidOutright.ts';
import type { SceneKnowledge } from './sceneKnowledge.ts';

/** The numbers that have grounds of their own; the pace has those of the tempo. */
export type NumberName = Exclude<FeelingName, 'pace'>;

const numberNames: readonly NumberName[] = [
  'valence',
  'arousal',
  'tension',
  'density',
  'brightness',
  'dynamics',
];

/** Scenes that may speak for a number; those behind them hardly count. */
const mostSpeakers = 8;
/** A change smaller than this is not told of. */
const noticeable = 0.05;

/** The grounds of the six numbers. `readFeeling` is what the conditions alone made of them, `feeling` the outcome. */
export function feelingGrounds(context: {
  given: GivenAttributes;
  said: SaidOutright;
  fused: FusedLeaning;
  knowledge: SceneKnowledge;
  readFeeling: Feeling;
  feeling: Feeling;
}): Record<NumberName, Grounds> {
  return Object.fromEntries(numberNames.map((name) => [name, groundsOf(name, context)])) as Record<
    NumberName,
    Grounds
  >;
}

function groundsOf(name: NumberName, context: Parameters<typeof feelingGrounds>[0]): Grounds {
  const { given, said, fused, knowledge, readFeeling, feeling } = context;
  if (given[name] !== undefined) return givenGrounds;
  const level = name === 'density' || name === 'brightness' || name === 'dynamics' ? said[name] : undefined;
  if (level !== undefined) return saidGrounds(level, level.value.negated);
  const isAffect = (affectNames as readonly string[]).includes(name);
  const isMoved = Math.abs(readFeeling[name] - feeling[name]) > noticeable;
  const mood = said.moods[0];
  if (mood !== undefined && (isAffect || isMoved)) return moodGrounds(said);
  return readGrounds(fused, knowledge, { scene: speaker(name, context), isVisible: true });
}

/** The recalled scene that pulls a number farthest from the middle of all scenes to where it came to lie. */
function speaker(
  name: NumberName,
  { fused, knowledge, feeling }: Parameters<typeof feelingGrounds>[0],
): Scene | undefined {
  const middle = knowledge.centre[name];
  const side = Math.sign(feeling[name] - middle);
  const pulls = fused.scenes.slice(0, mostSpeakers).map(({ index, weight }) => {
    const scene = knowledge.scenes[index];
    return { scene, pull: scene === undefined ? 0 : side * weight * (scene.attributes[name] - middle) };
  });
  const [first, ...others] = pulls;
  const strongest = others.reduce((most, other) => (other.pull > (most?.pull ?? 0) ? other : most), first);
  return (strongest?.pull ?? 0) > 0 ? strongest?.scene : undefined;
}

function moodGrounds({ moods }: SaidOutright): Grounds {
  const words = [...new Set(moods.map(({ value, text }) => (value.negated ? `not ${text}` : text)))].slice(
    0,
    3,
  );
  return {
    source: 'caption',
    confidence: moods[0]?.confidence ?? 0.8,
    reason: `the caption says "${words.join('", "')}"`,
  };
}
