/** Readings of our own sentences, embedded once by the text pack, for tests that need real likenesses. */
import { readFileSync } from 'node:fs';
import type { Reading } from '../../../../models/perception/reading.ts';

interface Query {
  kind: Reading['kind'];
  text: string;
  /** How the sentence feels to us. */
  valence: number;
  arousal: number;
  scale: number;
  /** Base64 of int8. */
  embedding: string;
}

/** A plain label or a sentence with more of how it feels to us. */
interface PlainQuery extends Omit<Query, 'kind'> {
  kind: 'label' | 'sentence';
  tension: number;
  /** Styles that suit it. */
  styles: string[];
}

const path = new URL('./fixtures/queries.json', import.meta.url);
const { queries } = JSON.parse(readFileSync(path, 'utf8')) as { queries: Query[] };

/** The queries in the order of the file. */
export const queryList: readonly Query[] = queries;

const plainPath = new URL('./fixtures/plainQueries.json', import.meta.url);
const plain = JSON.parse(readFileSync(plainPath, 'utf8')) as { queries: PlainQuery[] };

/** Plain labels ("wolf", "neon city at night") and sentences; every second one was held out when recall was designed. */
export const plainQueryList: readonly PlainQuery[] = plain.queries;

/** A story of one plain label or sentence. */
export function plainStory(query: PlainQuery): Reading {
  return {
    ...{
      condition: 'story-1',
      kind: 'story',
      weight: 1,
      words: [],
      text: query.text,
      understood: 1,
      notes: [],
    },
    passages: [{ text: query.text, embedding: queryEmbedding(query), weight: 1 }],
    summary: query.text,
  };
}

/** The unit vector of a query. */
export function queryEmbedding({ embedding, scale }: Pick<Query, 'embedding' | 'scale'>): Float32Array {
  const bytes = new Int8Array(Buffer.from(embedding, 'base64'));
  const raw = Float32Array.from(bytes, (value) => value * scale);
  const length = Math.hypot(...raw);
  return raw.map((value) => value / length);
}

/** A reading of a query's text (any text may be put in its place). */
export function queryReading(index: number, change: Partial<Reading> = {}): Reading {
  const query = queryList[index % queryList.length]!;
  return {
    condition: `${query.kind}-${index + 1}`,
    kind: query.kind,
    weight: 1,
    passages: [{ text: query.text, embedding: queryEmbedding(query), weight: 1 }],
    words: query.kind === 'image' ? [{ text: query.text, origin: 'alt', confidence: 1 }] : [],
    ...(query.kind !== 'image' && { text: query.text }),
    understood: 1,
    notes: [],
    summary: query.text,
    ...change,
  };
}

/** A caption with a neutral embedding: what it says outright is all that it says. */
export function plainCaption(text: string, change: Partial<Reading> = {}): Reading {
  return {
    ...queryReading(0),
    condition: 'caption-1',
    kind: 'caption',
    text,
    passages: [],
    words: [],
    summary: text,
    ...change,
  };
}

/** An empty cue. */
export const emptyCue = { sections: [], hits: [], themes: [], locks: [] };

/** The folder of the scene knowledge. */
export const knowledgeFolder = new URL('../../../../models/brief/knowledge', import.meta.url).pathname;
