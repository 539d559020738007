/** Recalls the scenes that a sentence comes near to, and the feeling that it carries. */
import { affectNames, clampFeeling, feelingOf, meanFeeling, mixFeelings } from './feeling.ts';
import { mapFeeling } from './feelingMap.ts';
import type { Feeling, FeelingName } from './feeling.ts';
import type { SceneKnowledge } from './sceneKnowledge.ts';

/** A scene that was recalled. */
export interface RecalledScene {
  index: number;
  /** Share among those recalled; they add up to 1. */
  weight: number;
  /** Weighted mean of the cosine likenesses with the scene's situation, its words and its music. */
  similarity: number;
}

/** What one sentence brings up. */
export interface Recollection {
  /** The nearest first. */
  scenes: RecalledScene[];
  feeling: Feeling;
}

/** How many scenes a sentence recalls. */
const recalled = 8;
/** Softmax temperature in units of likeness. */
const temperature = 0.04;
/** Likeness that is lost where valence, arousal and tension are one standard deviation away from the sentence's. */
const feelingPenalty = 0.04;
/**
 * Ridge regression draws to the middle; this undoes it (the scenes' spread over that of its values). Tension lies near
 * its lower end in most scenes, where clamping takes spread away, and is drawn out farther.
 */
const mapStretch = (name: FeelingName): number => (name === 'tension' ? 2.5 : 1.75);
/** Share of the recalled scenes in the feeling; the rest is the feeling map's. */
const scenesShare = 0.7;

/**
 * The recollection of a sentence embedding of the knowledge's width. Likeness alone finds the same things in another
 * mood, so that scenes of another feeling than the sentence's count less; README.md has the measures.
 */
export function recallScenes(knowledge: SceneKnowledge, embedding: Float32Array): Recollection {
  const { centre, feelingMap } = knowledge;
  const mapped = mapFeeling(feelingMap, embedding);
  const felt = clampFeeling(
    feelingOf((name) => centre[name] + (mapped[name] - centre[name]) * mapStretch(name)),
  );
  const similarities = knowledge.feelings.map((_, i) => similarityTo(knowledge, i, embedding));
  const scores = similarities.map(
    (similarity, i) => similarity - feelingPenalty * distance(knowledge, i, felt),
  );
  const scenes = strongest(scores).map(({ index, weight }) => ({
    index,
    weight,
    similarity: similarities[index] ?? 0,
  }));
  const remembered = meanFeeling(
    scenes.map(({ index, weight }) => ({ feeling: knowledge.feelings[index] ?? centre, weight })),
  );
  return {
    scenes,
    feeling: mixFeelings(felt, remembered ?? felt, remembered === undefined ? 0 : scenesShare),
  };
}

/** Mean squared distance in valence, arousal and tension, in standard deviations of the scenes. */
function distance(knowledge: SceneKnowledge, index: number, felt: Feeling): number {
  const feeling = knowledge.feelings[index] ?? knowledge.centre;
  const squares = affectNames.map(
    (name) => ((feeling[name] - felt[name]) / (knowledge.spread[name] || 1)) ** 2,
  );
  return squares.reduce((sum, square) => sum + square, 0) / squares.length;
}

function similarityTo({ vectors, width }: SceneKnowledge, row: number, embedding: Float32Array): number {
  let sum = 0;
  const start = row * width;
  for (let j = 0; j < width; j++) sum += (vectors[start + j] ?? 0) * (embedding[j] ?? 0);
  return sum;
}

/** The best scores with softmax weights; equal scores keep their order. */
function strongest(scores: readonly number[]): { index: number; weight: number }[] {
  const best = scores
    .map((score, index) => ({ index, score }))
    .sort((a, b) => b.score - a.score || a.index - b.index)
    .slice(0, recalled);
  const top = best[0]?.score ?? 0;
  const powers = best.map(({ score }) => Math.exp((score - top) / temperature));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return best.map(({ index }, i) => ({ index, weight: (powers[i] ?? 0) / total }));
}

/** The feeling moved by what the affect of a person's words says, with the dimensions that go with it. */
export function moveAffect(
  knowledge: SceneKnowledge,
  feeling: Feeling,
  affect: Partial<Record<(typeof affectNames)[number], number>>,
): Feeling {
  const moves = affectNames.map((name) => (affect[name] === undefined ? 0 : affect[name] - feeling[name]));
  return clampFeeling(
    feelingOf((name: FeelingName) => {
      const own = moves[(affectNames as readonly string[]).indexOf(name)];
      const coupled = knowledge.coupling[name].reduce((sum, slope, i) => sum + slope * (moves[i] ?? 0), 0);
      return feeling[name] + (own ?? coupled);
    }),
  );
}
