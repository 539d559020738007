/** Fuses what all conditions say into one leaning. The order of the conditions does not matter. */
import { meanFeeling } from './feeling.ts';
import { effectiveCount, sharpenFeeling } from './sharpenFeeling.ts';
import type { AttributeSource } from '../../bridge/protocol/brief.ts';
import type { Feeling } from './feeling.ts';
import type { Leaning } from './leaning.ts';
import type { RecalledScene } from './recallScenes.ts';
import type { SceneKnowledge } from './sceneKnowledge.ts';

/** All conditions together. */
export interface FusedLeaning {
  feeling: Feeling;
  /** Scenes with weights that add up to 1, the strongest first. */
  scenes: RecalledScene[];
  confidence: number;
  source: AttributeSource;
  /** The clause of the strongest picture; empty where there is none. */
  visualClause: string;
  /** The clause of the strongest reference; empty where there is none. */
  heardClause: string;
  /** The leanings that it was made from. */
  leanings: readonly Leaning[];
}

/** Strong conditions count more than in proportion, so that two do not make each other grey. */
const emphasis = 1.4;
/** One kind of condition gives its name to the source where it has this share of the weight. */
const namingShare = 0.75;

/** Fuses leanings; they must stand in a canonical order (see `inCanonicalOrder`), for sums of floats depend on it. */
export function fuseLeanings(leanings: readonly Leaning[], knowledge: SceneKnowledge): FusedLeaning {
  const shares = leaningShares(leanings);
  const parts = leanings.map((leaning, i) => ({ leaning, weight: shares[i] ?? 0 }));
  const mean = meanFeeling(parts.map(({ leaning, weight }) => ({ feeling: leaning.feeling, weight })));
  const feeling = sharpenFeeling(knowledge, mean ?? knowledge.centre, effectiveCount(shares));
  return {
    feeling,
    scenes: fuseScenes(parts),
    confidence: parts.reduce((sum, { leaning, weight }) => sum + leaning.confidence * weight, 0),
    source: sourceOf(parts),
    visualClause: strongestClause(parts, 'visualClause'),
    heardClause: strongestClause(parts, 'heardClause'),
    leanings,
  };
}

/** The part of the whole that each leaning has; they add up to 1 where any has weight. */
export function leaningShares(leanings: readonly Leaning[]): number[] {
  const weights = leanings.map(({ weight }) => weight ** emphasis);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => (total > 0 ? weight / total : 0));
}

function strongestClause(
  parts: readonly { leaning: Leaning; weight: number }[],
  name: 'visualClause' | 'heardClause',
): string {
  const speaking = parts.filter(({ leaning }) => leaning[name] !== '');
  const [first, ...others] = speaking;
  if (first === undefined) return '';
  const best = others.reduce((most, part) => (part.weight > most.weight ? part : most), first);
  return best.leaning[name];
}

function fuseScenes(parts: readonly { leaning: Leaning; weight: number }[]): RecalledScene[] {
  const byIndex = new Map<number, RecalledScene>();
  for (const { leaning, weight } of parts) {
    for (const scene of leaning.scenes) {
      const known = byIndex.get(scene.index) ?? { ...scene, weight: 0 };
      known.weight += scene.weight * weight;
      known.similarity = Math.max(known.similarity, scene.similarity);
      byIndex.set(scene.index, known);
    }
  }
  const scenes = [...byIndex.values()];
  const total = scenes.reduce((sum, { weight }) => sum + weight, 0);
  return scenes
    .map((scene) => ({ ...scene, weight: total > 0 ? scene.weight / total : 0 }))
    .sort((a, b) => b.weight - a.weight || a.index - b.index);
}

/** The kind that speaks loudest, or `blend`; `default` where nothing was read. */
function sourceOf(parts: readonly { leaning: Leaning; weight: number }[]): AttributeSource {
  const byKind = new Map<AttributeSource, number>();
  for (const { leaning, weight } of parts) {
    const { kind } = leaning.reading;
    const source = kind === 'reference-audio' || kind === 'reference-midi' ? 'reference' : kind;
    byKind.set(source, (byKind.get(source) ?? 0) + weight);
  }
  const strongest = [...byKind].sort((a, b) => b[1] - a[1])[0];
  if (strongest === undefined) return 'default';
  return strongest[1] >= namingShare ? strongest[0] : 'blend';
}
