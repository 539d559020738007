/** Votes of scenes for what has names: mode, meter, style, register. Names are chosen, never averaged. */
import { sceneVotes, votedNames } from './sceneVotes.ts';
import type { Feeling, FeelingName } from './feeling.ts';
import type { FusedLeaning } from './fuseLeanings.ts';
import type { Scene } from './scene.ts';
import type { VotedNames } from './sceneVotes.ts';
import type { SceneKnowledge } from './sceneKnowledge.ts';

/** Votes by name. */
export type Votes<T extends string> = ReadonlyMap<T, number>;

/** A name that was chosen, with its share of the votes and the scene that spoke for it most. */
export interface Choice<T extends string> {
  value: T;
  share: number;
  scene?: Scene;
}

/** The dimensions in which two feelings are alike or not. */
const compared: readonly FeelingName[] = ['valence', 'arousal', 'tension', 'brightness'];
/** Width of the kernel, in standard deviations of the scenes. */
const kernelWidth = 0.5;
/** A vote for a rare name counts at most this many times: a single odd scene is no rule. */
const rarityLimit = 4;
/** Votes of less weight than this are not counted; they change no choice. */
const negligible = 1e-5;

/** How much each scene is like a feeling, whatever it tells of; adds up to 1. */
export function feelingWeights(knowledge: SceneKnowledge, feeling: Feeling): number[] {
  const raw = knowledge.feelings.map((other) => {
    const squares = compared.map(
      (name) => ((other[name] - feeling[name]) / (knowledge.spread[name] || 1)) ** 2,
    );
    const mean = squares.reduce((sum, square) => sum + square, 0) / squares.length;
    return Math.exp(-mean / (2 * kernelWidth * kernelWidth));
  });
  const total = raw.reduce((sum, weight) => sum + weight, 0);
  return raw.map((weight) => (total > 0 ? weight / total : 0));
}

/** How a name is chosen. */
export interface Ballot<A extends keyof VotedNames> {
  about: A;
  knowledge: SceneKnowledge;
  fused: FusedLeaning;
  /** Weight of every scene by likeness of feeling, see `feelingWeights`. */
  likeFeeling: readonly number[];
  /** How much the scenes of a like feeling count; the recalled ones have the rest. */
  feelingShare: number;
  /**
   * How much rare names are favoured: 0 not at all, 0.5 by one over the root of their share among all scenes. Without
   * it the most frequent name wins most close votes, and 4/4 in major is all that is ever heard.
   */
  rarity: number;
  /** Votes cast beforehand. */
  preferences?: Votes<VotedNames[A]>;
  refused?: ReadonlySet<VotedNames[A]>;
}

/** Chooses a name by votes. Of equal names the first in the order of the contract wins. */
export function chooseByVote<A extends keyof VotedNames>(ballot: Ballot<A>): Choice<VotedNames[A]> {
  const { about, refused } = ballot;
  const votes = castVotes(ballot);
  const names = votedNames[about] as readonly VotedNames[A][];
  const allowed = names.filter((name) => refused?.has(name) !== true);
  // All refused is as none refused: something has to be chosen.
  const [first, ...others] = allowed.length > 0 ? allowed : names;
  if (first === undefined) throw new RangeError('chooseByVote: no names');
  const value = others.reduce(
    (best, name) => ((votes.get(name) ?? 0) > (votes.get(best) ?? 0) ? name : best),
    first,
  );
  const total = [...votes.values()].reduce((sum, vote) => sum + vote, 0);
  const scene = speakerFor(value, ballot);
  return { value, share: total > 0 ? (votes.get(value) ?? 0) / total : 0, ...(scene && { scene }) };
}

function castVotes<A extends keyof VotedNames>(ballot: Ballot<A>): Map<VotedNames[A], number> {
  const { about, knowledge, fused, likeFeeling, rarity } = ballot;
  const feelingShare = fused.scenes.length === 0 ? 1 : ballot.feelingShare;
  const votes = new Map<VotedNames[A], number>(ballot.preferences);
  const cast = (index: number, weight: number): void => {
    const scene = knowledge.scenes[index];
    if (scene === undefined || weight < negligible) return;
    for (const [name, vote] of sceneVotes(scene, about)) {
      const share = knowledge.nameShares[about].get(name) ?? 1;
      votes.set(name, (votes.get(name) ?? 0) + vote * weight * Math.min(rarityLimit, share ** -rarity));
    }
  };
  for (const { index, weight } of fused.scenes) cast(index, weight * (1 - feelingShare));
  likeFeeling.forEach((weight, index) => {
    cast(index, weight * feelingShare);
  });
  return votes;
}

/** The strongest recalled scene that speaks loudly for a name. */
function speakerFor<A extends keyof VotedNames>(
  name: VotedNames[A],
  { about, fused, knowledge }: Ballot<A>,
): Scene | undefined {
  const scenes = fused.scenes
    .map(({ index }) => knowledge.scenes[index])
    .filter((scene) => scene !== undefined);
  return scenes.find((scene) =>
    sceneVotes(scene, about).some(([voted, vote]) => voted === name && vote >= 0.5),
  );
}
