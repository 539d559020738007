/** Readings become the vectors that the engine's adapters were trained on: one a modality. */
import { meanVector } from '../../engines/musflow/conditions.ts';
import type { ConditionVectors, Modality, WeightedVector } from '../../engines/musflow/conditions.ts';
import type { Reading } from '../../perception/reading.ts';
import type { PackTextEncoder } from '../../perception/textEncoder.ts';

/** Characters that are read of a text: training saw a page at most. */
const mostRead = 20_000;

/** The vectors of a cue's conditions. Several of one kind are their mean by weight; references have no adapter and count nothing. */
export async function conditionVectors(
  readings: readonly Reading[],
  text: Pick<PackTextEncoder, 'encode'>,
  signal: AbortSignal | undefined,
): Promise<ConditionVectors> {
  const found: Record<Modality, WeightedVector[]> = { image: [], story: [], caption: [] };
  for (const reading of readings) {
    const { kind, weight } = reading;
    if (kind !== 'image' && kind !== 'story' && kind !== 'caption') continue;
    const vector = kind === 'image' ? reading.vector : await encoded(reading.text, text, signal);
    if (vector !== undefined) found[kind].push({ vector: [...vector], weight });
  }
  const vectors = Object.entries(found).flatMap(([kind, all]) => {
    const mean = meanVector(all, kind !== 'image');
    return mean === undefined ? [] : [[kind, mean] as const];
  });
  return Object.fromEntries(vectors);
}

async function encoded(
  words: string | undefined,
  text: Pick<PackTextEncoder, 'encode'>,
  signal: AbortSignal | undefined,
): Promise<Float32Array | undefined> {
  if (words === undefined) return undefined;
  const [vector] = await text.encode([words.slice(0, mostRead)], { signal });
  return vector;
}
