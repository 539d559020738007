/**
 * A leaning: where one reading pulls the brief. Scenes for what has names (mode, meter, style, instruments), a feeling
 * for what has numbers, and how much of each to believe.
 */
import { clampFeeling, feelingOf, meanFeeling, mixFeelings } from './feeling.ts';
import { withEvents } from './eventFeeling.ts';
import { heardConfidence, heardFeeling } from './heardFeeling.ts';
import { hashWords } from './canonicalOrder.ts';
import { quotedName } from './heardOutright.ts';
import { parseCaption } from './caption/parseCaption.ts';
import { recallScenes } from './recallScenes.ts';
import { effectiveCount, sharpenFeeling } from './sharpenFeeling.ts';
import type { CaptionFacts } from './caption/captionFacts.ts';
import type { Feeling } from './feeling.ts';
import type { Passage, Reading } from '../perception/reading.ts';
import type { RecalledScene } from './recallScenes.ts';
import type { SceneKnowledge } from './sceneKnowledge.ts';

/** Where one reading pulls the brief. */
export interface Leaning {
  reading: Reading;
  /** How much it counts: the person's weight times how far the reading is to be believed. */
  weight: number;
  feeling: Feeling;
  /** The scenes that its passages recalled, weights adding up to 1; empty where nothing was encoded. */
  scenes: RecalledScene[];
  /** 0…1: how near the scenes are. */
  confidence: number;
  /** What the eye adds, as a clause; empty for texts. */
  visualClause: string;
  /** What the ear adds, as a clause; empty for all but references. */
  heardClause: string;
  /** What the reading says outright; captions only. */
  facts?: CaptionFacts;
  /** Stands for the words of the reading. */
  wordsHash: number;
}

/** Of a text that is understood less than this, nothing is believed but what it says outright. */
const leastUnderstood = 0.15;
/** Likeness at which scenes say nothing, and at which they say all: the 5th and 95th percentile over our queries. */
const likenessRange = [0.23, 0.54] as const;
/** How much the surface of a picture counts beside the scenes of its words, for each dimension that it speaks of. */
const visualShare = 0.4;
/**
 * What it loses of that where words say what the picture shows. Light stays light, but a storm painted in dark blue is
 * no calm scene: of the excitement, a surface knows the least.
 */
const wordsPrevail = { valence: 0.35, arousal: 0.7, tension: 0.7 };

/** The leaning of a reading. Passages of another width than the knowledge's (or none) leave its feeling to the eye. */
export function leaningOf(reading: Reading, knowledge: SceneKnowledge): Leaning {
  const isUnderstood = reading.understood >= leastUnderstood;
  const passages = reading.passages.filter(
    ({ embedding }) => isUnderstood && embedding.length === knowledge.width,
  );
  const recollections = passages.map((passage) => ({
    passage,
    ...recallScenes(knowledge, passage.embedding),
  }));
  const scenes = gatherScenes(recollections);
  const best = scenes.reduce((most, { similarity, weight }) => most + similarity * weight, 0);
  const [none, all] = likenessRange;
  const near = scenes.length === 0 ? 0 : Math.min(1, Math.max(0, (best - none) / (all - none)));
  const confidence = near * Math.max(0.1, reading.understood);
  const remembered = meanFeeling(
    recollections.map(({ passage, feeling }) => ({
      feeling: withEvents(knowledge, feeling, passage.text),
      weight: passage.weight,
    })),
  );
  // Many passages cancel each other; the more there are, the more the mean is drawn out again.
  const spoken = sharpenFeeling(
    knowledge,
    remembered ?? knowledge.centre,
    effectiveCount(passages.map(({ weight }) => weight)),
  );
  const believed = mixFeelings(knowledge.centre, spoken, Math.max(0.25, reading.understood));
  const seen = seenFeeling(reading, believed, scenes.length > 0);
  const { heard } = reading;
  const heardSurely = heard === undefined ? 0 : heardConfidence(heard);
  return {
    reading,
    weight: reading.weight * (0.4 + 0.6 * Math.max(scenes.length === 0 ? 0.3 : confidence, heardSurely)),
    feeling: heard === undefined ? clampFeeling(seen.feeling) : heardFeeling(knowledge, seen.feeling, heard),
    scenes,
    confidence: Math.max(confidence, reading.affect === undefined ? 0 : 0.3, heardSurely),
    visualClause: seen.clause,
    heardClause: heard === undefined ? '' : `the sound of the reference ${quotedName(heard.name)}`,
    wordsHash: hashWords(reading),
    ...(reading.kind === 'caption' && reading.text !== undefined && { facts: parseCaption(reading.text) }),
  };
}

/** The scenes of all passages: the weights of passages and scenes multiplied, the greatest likeness kept. */
function gatherScenes(
  recollections: readonly { passage: Passage; scenes: readonly RecalledScene[] }[],
): RecalledScene[] {
  const total = recollections.reduce((sum, { passage }) => sum + passage.weight, 0);
  const byIndex = new Map<number, RecalledScene>();
  for (const { passage, scenes } of recollections) {
    for (const { index, weight, similarity } of scenes) {
      const known = byIndex.get(index) ?? { index, weight: 0, similarity };
      known.weight += total > 0 ? (weight * passage.weight) / total : 0;
      known.similarity = Math.max(known.similarity, similarity);
      byIndex.set(index, known);
    }
  }
  return [...byIndex.values()].sort((a, b) => b.weight - a.weight || a.index - b.index);
}

/** What the eye adds to a picture: its affect, its light and its detail. */
function seenFeeling(
  reading: Reading,
  from: Feeling,
  hasWords: boolean,
): { feeling: Feeling; clause: string } {
  const { affect, visual } = reading;
  const share = hasWords ? visualShare : 0.8;
  const toward = (value: number, target: number | undefined, part = 1): number =>
    target === undefined ? value : value + (target - value) * share * part;
  const sureness = hasWords ? wordsSureness(reading) : 0;
  const shading = (name: keyof typeof wordsPrevail): number => 1 - wordsPrevail[name] * sureness;
  const feeling = feelingOf((name) => {
    if (name === 'valence' || name === 'arousal') return toward(from[name], affect?.[name], shading(name));
    // To feel overwhelmed, and not to see, is tension.
    if (name === 'tension')
      return toward(from.tension, affect && 0.35 - 0.35 * affect.dominance, 0.5 * shading(name));
    if (name === 'brightness')
      return toward(from.brightness, visual && visualBrightness(visual.brightness, visual.warmth));
    if (name === 'density')
      return toward(from.density, visual && Math.min(1, 0.2 + visual.texture + visual.edges), 0.5);
    return toward(from[name], affect && from[name] + 0.2 * affect.arousal * (name === 'pace' ? 1 : 0.5), 0.5);
  });
  return { feeling, clause: visual === undefined ? '' : visualClause(visual) };
}

/** How surely words say what a picture shows: those that came with it, and what was recognised. */
function wordsSureness({ words }: Reading): number {
  return Math.max(
    0,
    ...words.map(({ origin, confidence }) =>
      origin === 'class' || origin === 'clip' ? confidence : Math.min(1, 2 * confidence),
    ),
  );
}

/** Bright sound from bright light; cold light sounds a little thinner and brighter than warm light. */
function visualBrightness(light: number, warmth: number): number {
  return Math.min(1, Math.max(0, 0.1 + 0.85 * Math.sqrt(light) - 0.08 * warmth));
}

/** The most striking thing about a picture's surface, as a clause. */
function visualClause(visual: NonNullable<Reading['visual']>): string {
  if (visual.darkness > 0.5) return "the picture's darkness";
  if (visual.brightness < 0.18) return "the picture's low light";
  if (visual.brightness > 0.6) return "the picture's bright light";
  if (visual.warmth > 0.35) return "the picture's warm colours";
  if (visual.warmth < -0.35) return "the picture's cold colours";
  if (visual.saturation < 0.12) return "the picture's pale colours";
  if (visual.contrast > 0.55) return "the picture's strong contrast";
  return "the picture's light and colours";
}
