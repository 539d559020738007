/** Moves the feeling that was read by the words of the captions, and both by what was given outright. */
import { affectNames, clampFeeling, mixFeelings } from './feeling.ts';
import { moveAffect } from './recallScenes.ts';
import type { Fact, LevelSaid, MoodSaid } from './caption/captionFacts.ts';
import type { Feeling } from './feeling.ts';
import type { GivenAttributes } from '../../bridge/protocol/attributes.ts';
import type { SaidOutright } from './saidOutright.ts';
import type { SceneKnowledge } from './sceneKnowledge.ts';

/** How far mood words move the feeling toward what they name. */
const moodStrength = 0.75;
/** How far a refused mood moves it the other way. */
const refusalStrength = 0.5;

/** Attributes that a caption names on a scale. */
export const levelNames = ['density', 'brightness', 'dynamics'] as const;

/** The feeling of the brief. */
export function feelingOfBrief(
  read: Feeling,
  said: SaidOutright,
  given: GivenAttributes,
  knowledge: SceneKnowledge,
): Feeling {
  const moved = mixFeelings(read, moodFeeling(read, said, knowledge), said.strength);
  const affect = Object.fromEntries(
    affectNames.flatMap((name) => (given[name] === undefined ? [] : [[name, given[name]]])),
  );
  const felt = { ...moveAffect(knowledge, moved, affect) };
  for (const name of levelNames) {
    const fact = said[name];
    felt[name] = given[name] ?? (fact === undefined ? felt[name] : levelOf(fact, felt[name]));
  }
  return clampFeeling(felt);
}

/** A level as said; "not loud" leaves what is soft already as it is. */
export function levelOf({ value }: Fact<LevelSaid>, inferred: number): number {
  if (!value.negated) return value.level;
  return value.level > 0.5 ? Math.min(inferred, 0.4) : Math.max(inferred, 0.55);
}

/** Where the mood words point to: their mean, away from those that are refused. */
function moodFeeling(read: Feeling, said: SaidOutright, knowledge: SceneKnowledge): Feeling {
  const wanted = said.moods.filter(({ value }) => !value.negated);
  const refused = said.moods.filter(({ value }) => value.negated);
  const toward = affectTarget(read, wanted, moodStrength);
  const moved = toward === undefined ? read : moveAffect(knowledge, read, toward);
  const away = affectTarget(moved, refused.map(mirrored), refusalStrength);
  return away === undefined ? moved : moveAffect(knowledge, moved, away);
}

/** "not sad" means its opposite, more faintly: the strength sees to that. */
function mirrored(fact: Fact<MoodSaid>): Fact<MoodSaid> {
  const { valence, arousal, tension } = fact.value;
  return {
    ...fact,
    value: { valence: -valence, arousal: -arousal, tension: tension > 0.5 ? 0.1 : tension, negated: false },
  };
}

function affectTarget(
  from: Feeling,
  facts: readonly Fact<MoodSaid>[],
  strength: number,
): Record<(typeof affectNames)[number], number> | undefined {
  if (facts.length === 0) return undefined;
  const mean = (name: (typeof affectNames)[number]): number =>
    facts.reduce((sum, { value }) => sum + value[name], 0) / facts.length;
  const target = (name: (typeof affectNames)[number]): number =>
    from[name] + (mean(name) - from[name]) * strength;
  return { valence: target('valence'), arousal: target('arousal'), tension: target('tension') };
}
