/** From measures to figures: what is scored for each clip, and what only for many. */
import { mean, quantile } from '../distribution.ts';
import { musicTags } from '../../perception/musicTags.ts';
import { cosine } from '../metrics/audio/likeness.ts';
import { nearestSequence, nearestVector } from '../metrics/audio/nearestClip.ts';
import { divergence, tagDistribution } from '../metrics/audio/tagDivergence.ts';
import { scaleOf, tagLogits, wordAgreement } from '../metrics/audio/wordJudge.ts';
import { fusedOf } from './conditionEmbeddings.ts';
import { judgeOf, meanRow } from './judges.ts';
import type { Heard, Measures } from './clipMeasures.ts';
import type { EvaluatedClip, Evaluation } from './evaluateMusflow.ts';
import type { Obedience } from './judges.ts';

/** Scores of one clip; NaN where one cannot be told. */
export interface ClipScores extends Obedience {
  /** KL(asked‖made) and KL(made‖asked), in nats. */
  klAskedMade: number;
  klMadeAsked: number;
  /** Cosines in the engine's own joint space: of the caption, of what the image's adapter says, of e_f, each with the music. */
  textAudio: number;
  imageAudio: number;
  fusedAudio: number;
  /** The judge that takes no part: r over tags, and in what share of the other captions its own fits better. */
  words: number;
  wordRank: number;
  chromaScore: number;
  chromaRender: number;
  onsetScore: number;
  onsetRender: number;
  onsetStrict: number;
  mel: number;
  level: number;
  seconds: number;
}

/** Pairs of values, asked and heard, whose correlation over clips is told. */
export interface ClipPairs {
  brightness: [number, number];
  energy: [number, number];
  feeling: [number, number];
}

/** A clip that was scored. */
export interface ScoredClip {
  scores: ClipScores;
  pairs: ClipPairs;
  measures: Measures;
}

/** Scores the clips of a variant, in the order in which they were asked for. */
export type Scorer = (measures: readonly Measures[]) => ScoredClip[];

/**
 * Makes a scorer.
 *
 * @param tags names of the judge's tags
 * @param suggested for each asked clip the likeness of its caption to each tag's words
 */
export function scorerOf(
  { asked, reference, training, measures }: Evaluation,
  tags: readonly string[],
  suggested: readonly ArrayLike<number>[],
): Scorer {
  const renders = measures.get('render') ?? [];
  const askedTags = renders.map((render) => tagDistribution(meanRow(render.tags)));
  const known = [...reference, ...training];
  const heardScale = scaleOf(reference.map(({ heard }) => tagLogits(meanRow(heard.tags))));
  const wordScale = scaleOf(suggested);
  const judge = judgeOf(known);
  const agreement = (caption: number, made: Float64Array): number =>
    wordAgreement({ tags: suggested[caption] ?? [], scale: wordScale }, { tags: made, scale: heardScale });
  return (made) =>
    made.map((measured, i) => {
      const own = asked[i] as EvaluatedClip;
      const heardTags = meanRow(measured.tags);
      const distribution = tagDistribution(heardTags);
      const logits = tagLogits(heardTags);
      const words = agreement(i, logits);
      const others = suggested.map((_, k) => k).filter((k) => k !== i);
      const { tempo, key, brightness, arousal: energy } = own.clip.record.attributes;
      const arousal = own.clip.vectors.image.at(-2) ?? NaN;
      return {
        measures: measured,
        scores: {
          klAskedMade: divergence(askedTags[i] ?? [], distribution),
          klMadeAsked: divergence(distribution, askedTags[i] ?? []),
          textAudio: cosine(own.places.texts.caption, measured.music),
          imageAudio: cosine(own.places.each.image, measured.music),
          fusedAudio: cosine(fusedOf(own.places), measured.music),
          words,
          wordRank: mean(others.map((k) => Number(words > agreement(k, logits)))),
          chromaScore: measured.chromaScore ?? NaN,
          chromaRender: measured.chromaRender ?? NaN,
          onsetScore: measured.onsetScore,
          onsetRender: measured.onsetRender,
          onsetStrict: measured.onsetStrict,
          mel: measured.mel,
          level: measured.level ?? NaN,
          ...judge({ tempo, key, hasDrums: own.hasDrums }, measured),
          seconds: measured.seconds ?? NaN,
        },
        pairs: {
          brightness: [brightness ?? NaN, measured.brightness],
          energy: [energy ?? NaN, measured.energy],
          feeling: [arousal, heardArousal(heardTags, tags)],
        },
      };
    });
}

/** Arousal that the tags speak of, −1…1: mean by probability over those that say something of it. */
function heardArousal(probabilities: ArrayLike<number>, tags: readonly string[]): number {
  let [sum, total] = [0, 0];
  tags.forEach((tag, i) => {
    const arousal = musicTags[tag]?.arousal;
    if (arousal === undefined) return;
    sum += (probabilities[i] ?? 0) * arousal;
    total += probabilities[i] ?? 0;
  });
  return total > 0 ? sum / total : NaN;
}

/** How near clips come to training: likeness to the nearest clip, and what share is nearer than 95 % of held-out renders are. */
export interface Nearness {
  embedding: number;
  embeddingShare: number;
  chroma: number;
  chromaShare: number;
}

/** Makes a measure of nearness. */
export function nearnessTo({ reference, training }: Evaluation): (heard: readonly Heard[]) => Nearness {
  const vectors = training.map(({ heard }) => meanRow(heard.embeddings));
  const sequences = training.map(({ heard }) => sequenceOf(heard));
  const embedding = (heard: Heard): number => nearestVector(meanRow(heard.embeddings), vectors).likeness;
  const chroma = (heard: Heard): number => nearestSequence(sequenceOf(heard), sequences);
  const held = reference.map((known) => known.heard);
  const limits = [quantile(held.map(embedding), 0.95), quantile(held.map(chroma), 0.95)] as const;
  return (made) => {
    const [near, like] = [made.map(embedding), made.map(chroma)];
    return {
      embedding: quantile(near, 0.5),
      embeddingShare: mean(near.map((value) => Number(value > limits[0]))),
      chroma: quantile(like, 0.5),
      chromaShare: mean(like.map((value) => Number(value > limits[1]))),
    };
  };
}

function sequenceOf({ chroma }: Heard): { rows: number; data: Float32Array } {
  return { rows: chroma.length / 12, data: Float32Array.from(chroma) };
}
