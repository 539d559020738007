import { setImmediate as nextTurn } from 'node:timers/promises';
import type { AbortSignalLike } from '../../bridge/protocol/errors.ts';
import { LeitmotifError, throwIfCancelled } from '../../bridge/protocol/errors.ts';
import type { SessionOptions } from '../runtime/inferenceSession.ts';
import { InferenceSession } from '../runtime/inferenceSession.ts';
import type { Pack } from '../runtime/packStore.ts';
import type { TextTokenizer } from './textTokenizer.ts';
import { readTextTokenizer } from './textTokenizer.ts';
import type { TextUnderstanding } from './textUnderstanding.ts';
import { countLetters, latinWords, understandingOf } from './textUnderstanding.ts';
import type { TextWindow } from './textWindows.ts';
import { splitTextWindows } from './textWindows.ts';

/** Windows encoded at once; more would wait longer between two looks at the signal. */
const batchSize = 16;
/** A batch holds windows up to this many times its shortest one: padding is computed like text, so it costs as much. */
const lengthSpread = 1.25;

/** What an encoding may be given besides its texts. */
export interface TextEncodingOptions {
  signal?: AbortSignalLike | undefined;
  /** Told after each batch how many windows are done, of how many. Must return quickly. */
  onProgress?: ((done: number, of: number) => void) | undefined;
}

/** A text, encoded window by window. */
export interface EncodedText {
  /** Its windows in the order of the text, each with its unit vector of the pack's width. */
  readonly windows: readonly (TextWindow & { readonly embedding: Float32Array })[];
  /** The whole: the mean of the windows weighted by their length, of unit length again. */
  readonly embedding: Float32Array;
  /** How much of the text the model can be expected to understand. */
  readonly understanding: TextUnderstanding;
}

/**
 * Turns text into sentence embeddings: unit vectors whose dot product says how alike two texts are in meaning.
 *
 * ```
 * text ─ windows ≤ 256 word pieces ─ batches of 16 of like length ─ model ─ embeddings ─ weighted mean
 * ```
 */
export class PackTextEncoder {
  /** The width of an embedding: 384 for all-MiniLM-L6-v2. */
  readonly width: number;
  readonly session: InferenceSession;
  readonly #tokenizer: TextTokenizer;

  constructor(session: InferenceSession, tokenizer: TextTokenizer, width: number) {
    this.session = session;
    this.#tokenizer = tokenizer;
    this.width = width;
  }

  /**
   * Encodes texts of any length up to 200,000 characters each; a long one is the weighted mean of its windows.
   *
   * @returns a unit vector for each text, in the order given
   * @throws LeitmotifError `text-empty` for a text without a word, `text-too-long`, `inference-failed`, `cancelled`
   */
  async encode(texts: readonly string[], options: TextEncodingOptions = {}): Promise<Float32Array[]> {
    const encoded = await this.encodeWindows(texts, options);
    return encoded.map(({ embedding }) => embedding);
  }

  /** As {@link encode}, with the windows of each text and how much of it was understood. */
  async encodeWindows(texts: readonly string[], options: TextEncodingOptions = {}): Promise<EncodedText[]> {
    const jobs = texts.flatMap((text, index) => this.#windowJobs(text, index));
    await this.#runAll(jobs, options);
    return texts.map((text, index) =>
      this.#assemble(
        text,
        jobs.filter((job) => job.textIndex === index),
      ),
    );
  }

  /** How many words a text has in the Latin script, and how many of them the vocabulary knows. */
  countWords(text: string): { words: number; knownWords: number } {
    const words = latinWords(text);
    return {
      words: words.length,
      knownWords: words.filter((word) => this.#tokenizer.isKnownWord(word)).length,
    };
  }

  /** Frees the model's memory. */
  async close(): Promise<void> {
    await this.session.close();
  }

  #windowJobs(text: string, textIndex: number): WindowJob[] {
    const windows = splitTextWindows(text, this.#tokenizer);
    if (windows.length === 0) throw emptyText(textIndex);
    return windows.map((window) => ({
      textIndex,
      window,
      ids: this.#tokenizer.encode(window.text),
      embedding: undefined,
    }));
  }

  async #runAll(jobs: readonly WindowJob[], options: TextEncodingOptions): Promise<void> {
    let done = 0;
    for (const batch of batchesOf(jobs)) {
      throwIfCancelled(options.signal);
      await this.#runBatch(batch, options.signal);
      done += batch.length;
      options.onProgress?.(done, jobs.length);
      // A run holds the event loop: give a cancellation its turn to arrive.
      await nextTurn();
    }
  }

  async #runBatch(batch: readonly WindowJob[], signal: AbortSignalLike | undefined): Promise<void> {
    const tokens = Math.max(...batch.map((job) => job.ids.length));
    const ids = new BigInt64Array(batch.length * tokens);
    const mask = new BigInt64Array(batch.length * tokens);
    batch.forEach((job, row) => {
      ids.set(job.ids.map(BigInt), row * tokens);
      mask.fill(1n, row * tokens, row * tokens + job.ids.length);
    });
    const shape = [batch.length, tokens];
    const feeds = {
      input_ids: { type: 'int64', data: ids, shape },
      attention_mask: { type: 'int64', data: mask, shape },
    } as const;
    const { embedding } = await this.session.run(feeds, ['embedding'], { signal });
    batch.forEach((job, row) => {
      job.embedding = embedding.data.slice(row * this.width, (row + 1) * this.width);
    });
  }

  #assemble(text: string, jobs: readonly WindowJob[]): EncodedText {
    const windows = jobs.map(({ window, embedding }) => ({ ...window, embedding: finite(embedding) }));
    const pieces = jobs.flatMap((job) => job.ids.slice(1, -1));
    const unknown = pieces.filter((id) => this.#tokenizer.isUnknown(id)).length;
    const counts = { wordPieces: pieces.length, unknown, ...this.countWords(text) };
    return {
      windows,
      embedding: weightedMean(windows, this.width),
      understanding: understandingOf({ ...counts, ...countLetters(text) }),
    };
  }
}

/**
 * Opens the encoder of a text pack.
 *
 * @throws LeitmotifError `pack-incompatible` if the pack is for something else, and what opening a session throws
 */
export async function openTextEncoder(pack: Pack, options: SessionOptions = {}): Promise<PackTextEncoder> {
  const width = pack.manifest.outputs.find(({ name }) => name === 'embedding')?.shape[1];
  if (pack.manifest.kind !== 'text-encoder' || typeof width !== 'number') {
    throw new LeitmotifError('pack-incompatible', {
      what: 'This pack does not encode text',
      subject: `pack ${pack.manifest.id}`,
      next: 'Choose a pack of the kind text-encoder',
    });
  }
  const tokenizer = await readTextTokenizer(pack);
  return new PackTextEncoder(await InferenceSession.open(pack, options), tokenizer, width);
}

interface WindowJob {
  readonly textIndex: number;
  readonly window: TextWindow;
  readonly ids: readonly number[];
  embedding: Float32Array | undefined;
}

/** Parts windows into batches of like length, shortest first. */
function batchesOf(jobs: readonly WindowJob[]): WindowJob[][] {
  const batches: WindowJob[][] = [];
  for (const job of [...jobs].sort((a, b) => a.ids.length - b.ids.length)) {
    const batch = batches.at(-1);
    const shortest = batch?.[0]?.ids.length ?? 0;
    if (batch === undefined || batch.length === batchSize || job.ids.length > shortest * lengthSpread) {
      batches.push([job]);
    } else {
      batch.push(job);
    }
  }
  return batches;
}

function finite(embedding: Float32Array | undefined): Float32Array {
  if (embedding?.every(Number.isFinite) === true) return embedding;
  throw new LeitmotifError('inference-failed', {
    what: 'The text model gave values that are not numbers',
    subject: 'the text',
    next: 'Choose the device cpu, and report it',
  });
}

function weightedMean(windows: EncodedText['windows'], width: number): Float32Array {
  const [only] = windows;
  if (only !== undefined && windows.length === 1) return only.embedding;
  const sum = new Float64Array(width);
  for (const { embedding, start, end } of windows) {
    embedding.forEach((value, i) => (sum[i] = (sum[i] ?? 0) + value * (end - start)));
  }
  const length = Math.hypot(...sum);
  return Float32Array.from(sum, (value) => value / length);
}

function emptyText(index: number): LeitmotifError {
  return new LeitmotifError('text-empty', {
    what: 'There is no word in the text',
    subject: `text ${index + 1}`,
    next: 'Write a sentence about the scene',
  });
}
