/**
 * Makes the brief: from what perception read, what captions say and what was given, to the music that is asked for.
 *
 *   readings ─ canonical order ─► leanings ─┐
 *   captions ─ parse ─► said outright ──────┼─► attributes ─► fitted length ─► description
 *   given ──────────────────────────────────┘        └─ each condition left out ─► shares
 */
import { LeitmotifError } from '../../bridge/protocol/errors.ts';
import { attributeNames } from '../../bridge/protocol/attributes.ts';
import { composeAttributes } from './composeAttributes.ts';
import { conditionShares } from './conditionShares.ts';
import { describeBrief } from './describeBrief.ts';
import { fitDuration } from './fitDuration.ts';
import { fusedEmbedding, fusedWithoutEach } from './fusedEmbedding.ts';
import { inCanonicalOrder } from './canonicalOrder.ts';
import { leaningOf } from './leaning.ts';
import { lengthGrounds } from './lengthGrounds.ts';
import { withDaw } from './reasons.ts';
import { answersFrom, refuseContradictions, refuseNoKeys, refuseOutside } from './saidOutright.ts';
import type { Brief, Share } from '../../bridge/protocol/brief.ts';
import type { BriefValues } from './describeBrief.ts';
import type { ComposedAttributes } from './composeAttributes.ts';
import type { Cue } from '../../bridge/protocol/cue.ts';
import type { FittedDuration } from './fitDuration.ts';
import type { GivenAttributes } from '../../bridge/protocol/attributes.ts';
import type { Grounds } from './reasons.ts';
import type { Leaning } from './leaning.ts';
import type { Reading } from '../perception/reading.ts';
import type { SaidOutright } from './saidOutright.ts';
import type { SceneKnowledge } from './sceneKnowledge.ts';

/** What a brief is made from. */
export interface BriefInput {
  /** In any order: the brief does not depend on it. Readings of weight 0 are left out. */
  readings: readonly Reading[];
  /** What was given by options or the cue; wins over everything. */
  given: GivenAttributes;
  /** Parts of the cue that go into the brief as they are, and what of the attributes is a DAW's. */
  cue: Pick<Cue, 'description' | 'sections' | 'hits' | 'themes' | 'locks' | 'fromDaw'>;
  knowledge: SceneKnowledge;
}

/** Scenes that a brief names. */
const namedScenes = 5;

/**
 * Makes the brief. Pure: the same input gives the same brief on every machine.
 *
 * @throws LeitmotifError `attribute-out-of-range` where a caption asks for a tempo or length that there is not,
 *   `attribute-invalid` where it asks for such a key, `caption-contradiction` where it asks for two tempi in words and
 *   none is given in numbers, `brief-impossible` where tempo, meter and seconds leave no room for a bar.
 */
export function makeBrief({ readings, given, cue, knowledge }: BriefInput): Brief {
  const counted = inCanonicalOrder(readings);
  const leanings = counted.map((reading) => leaningOf(reading, knowledge));
  if (given.tempo === undefined) refuseContradictions(leanings);
  refuseOutside(leanings, given);
  refuseNoKeys(leanings, given);
  const said = answersFrom(leanings);
  const composed = composeAttributes({ leanings, said, given, knowledge });
  const fitted = fitLength(composed, said, given);
  const values: BriefValues = {
    ...composed.values,
    tempo: fitted.tempo,
    bars: fitted.bars,
    seconds: fitted.seconds,
  };
  const grounds = { ...composed.grounds, ...lengthGrounds({ composed, fitted, said, given }) };
  return {
    description: cue.description?.trim() || describeBrief(values),
    attributes: withGrounds(values, withDaw(grounds, values, cue.fromDaw)),
    scenes: sceneList(composed, knowledge),
    shares: shareList(composed, leanings, { given, knowledge }),
    embedding: fusedEmbedding(counted, knowledge.width),
    notes: [
      ...new Set([
        ...counted.flatMap(({ notes }) => notes),
        ...said.notes,
        ...composed.notes,
        ...fitted.notes,
      ]),
    ],
    sections: cue.sections,
    hits: cue.hits,
    themes: cue.themes,
    locks: cue.locks,
  };
}

function fitLength(
  { values, tempo }: ComposedAttributes,
  said: SaidOutright,
  given: GivenAttributes,
): FittedDuration {
  const seconds = given.seconds ?? said.seconds?.value;
  const bars = given.bars ?? said.bars?.value;
  const wish = {
    ...tempo,
    meter: values.meter,
    style: values.style,
    ...(seconds !== undefined && { seconds }),
    ...(bars !== undefined && { bars }),
  };
  if (tempo.heard !== true) return fitDuration(wish);
  // A reference's tempo gives way to bars and seconds that were asked for.
  if (seconds !== undefined && bars !== undefined) return fitDuration({ ...wish, exact: false });
  try {
    return fitDuration(wish);
  } catch (error) {
    if (!(error instanceof LeitmotifError)) throw error;
    return fitDuration({ ...wish, exact: false });
  }
}

function withGrounds(values: BriefValues, grounds: Record<keyof BriefValues, Grounds>): Brief['attributes'] {
  const entries = attributeNames.map((name) => {
    const { source, confidence, reason } = grounds[name];
    return [
      name,
      { value: values[name], source, confidence: Math.round(confidence * 100) / 100, reason },
    ] as const;
  });
  return Object.fromEntries(entries) as Brief['attributes'];
}

function sceneList({ fused }: ComposedAttributes, knowledge: SceneKnowledge): Brief['scenes'] {
  return fused.scenes.slice(0, namedScenes).flatMap(({ index, similarity }) => {
    const scene = knowledge.scenes[index];
    return scene === undefined
      ? []
      : [{ id: scene.id, scene: scene.scene, similarity: Math.round(similarity * 1000) / 1000 }];
  });
}

/** The brief again without each condition, as far as shares need it. */
function shareList(
  whole: ComposedAttributes,
  leanings: readonly Leaning[],
  { given, knowledge }: Pick<BriefInput, 'given' | 'knowledge'>,
): Share[] {
  const readings = leanings.map(({ reading }) => reading);
  const embeddings = fusedWithoutEach(readings, knowledge.width);
  const without = leanings.map((left, i) => {
    const others = leanings.filter((leaning) => leaning !== left);
    const { values } = composeAttributes({ leanings: others, said: answersFrom(others), given, knowledge });
    return { values, embedding: embeddings[i] ?? [] };
  });
  const shares =
    leanings.length === 1
      ? [1]
      : conditionShares(
          { values: whole.values, embedding: fusedEmbedding(readings, knowledge.width) },
          without,
          leanings.map(({ weight }) => weight),
        );
  return readings.map(({ condition, kind, summary }, i) => ({
    condition,
    kind,
    share: shares[i] ?? 0,
    reading: summary,
  }));
}
