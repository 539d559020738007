/** Tags as hints for a brief: feeling, style, instruments. */
import { musicTags } from './musicTags.ts';
import type { Style } from '../../bridge/protocol/attributes.ts';
import type { InstrumentId } from '../../bridge/protocol/instruments.ts';
import type { Bipolar, Unit } from '../../bridge/protocol/units.ts';
import type { TagProbability } from './audioEncoder.ts';
import type { Estimate } from './estimate.ts';

/** What tags suggest. */
export interface MusicHints {
  /** Each dimension that some tag speaks of. */
  affect: { valence?: Estimate<Bipolar>; arousal?: Estimate<Bipolar> };
  /** The likeliest first; confidences need not add up to 1. */
  styles: Estimate<Style>[];
  /** The likeliest first. */
  instruments: Estimate<InstrumentId>[];
}

/** Tags below it are the data set's background and say nothing. */
const least = 0.05;
/** Words tell how excited music is better than how pleasant (Eerola 2011); the shares are our estimates. */
const trust = { valence: 0.5, arousal: 0.8 } as const;
/** Hints below it are left out. */
const leastHint = 0.1;

/** What a recording's tags suggest. Tags that the table does not know say nothing. */
export function hintsOf(tags: readonly TagProbability[]): MusicHints {
  const spoken = tags.filter(({ probability }) => probability >= least);
  const affect: MusicHints['affect'] = {};
  for (const name of ['valence', 'arousal'] as const) {
    const estimate = meanOf(spoken, name);
    if (estimate !== undefined) affect[name] = estimate;
  }
  return {
    affect,
    styles: gathered(spoken, (tag) => musicTags[tag]?.styles ?? []),
    instruments: gathered(spoken, (tag) => musicTags[tag]?.instruments ?? []),
  };
}

/** The mean of what the tags say, each by its probability; one tag alone is trusted as far as it is likely. */
function meanOf(tags: readonly TagProbability[], name: 'valence' | 'arousal'): Estimate<Bipolar> | undefined {
  let [sum, weight, doubt] = [0, 0, 1];
  for (const { tag, probability } of tags) {
    const value = musicTags[tag]?.[name];
    if (value === undefined) continue;
    sum += value * probability;
    weight += probability;
    doubt *= 1 - probability;
  }
  return weight === 0 ? undefined : { value: sum / weight, confidence: trust[name] * (1 - doubt) };
}

/** Each thing that tags speak for; where several do, the likeliest counts. */
function gathered<T>(tags: readonly TagProbability[], of: (tag: string) => readonly T[]): Estimate<T>[] {
  const found = new Map<T, Unit>();
  for (const { tag, probability } of tags) {
    for (const value of of(tag)) found.set(value, Math.max(found.get(value) ?? 0, probability));
  }
  return [...found]
    .map(([value, confidence]) => ({ value, confidence }))
    .filter(({ confidence }) => confidence >= leastHint)
    .sort((a, b) => b.confidence - a.confidence);
}
