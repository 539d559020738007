/** What a picture shows, in words of the vocabulary: CLIP's picture vector against the vectors of all phrases. */
import { createHash } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { AbortSignalLike } from '../../bridge/protocol/errors.ts';
import type { HubModelOptions } from '../runtime/hub/hubModel.ts';
import type { HubPack } from '../runtime/packs/installedPacks.ts';
import { makeFolder } from '../runtime/packs/makeFolder.ts';
import { personFolder } from '../runtime/packs/personFolders.ts';
import type { ClipImageEncoder } from './clipImageEncoder.ts';
import { jointWidth, openClipImageEncoder } from './clipImageEncoder.ts';
import { openClipTextEncoder } from './clipTextEncoder.ts';
import type { RgbImage } from './imageEncoder.ts';
import { picturePrompt, pictureVocabulary } from './pictureVocabulary.ts';
import type { Word } from './reading.ts';

/** CLIP's logit scale: what it was trained to multiply cosines with before the softmax. */
const scale = 100;
/** Less likely phrases are not words of the picture. Our decision: a third beats a group of ten to forty by far. */
const least = 1 / 3;

/** Reads pictures in words of the vocabulary. */
export class ClipPictureReader {
  readonly encoder: ClipImageEncoder;
  /** A vector a phrase, by group, in the vocabulary's order. */
  readonly #phrases: ReadonlyMap<string, readonly Float32Array[]>;

  constructor(encoder: ClipImageEncoder, phrases: ReadonlyMap<string, readonly Float32Array[]>) {
    this.encoder = encoder;
    this.#phrases = phrases;
  }

  /**
   * Reads a picture: at most one phrase of each group, the likeliest group first.
   *
   * @throws LeitmotifError `inference-failed`, `cancelled`
   */
  async read(image: RgbImage, signal?: AbortSignalLike): Promise<Word[]> {
    const picture = await this.encoder.encode(image, signal);
    return Object.entries(pictureVocabulary)
      .flatMap(([group, phrases]) => {
        const { index, probability } = likeliest(picture, this.#phrases.get(group) ?? []);
        const text = phrases[index];
        return text === undefined || probability < least
          ? []
          : [{ text, origin: 'clip' as const, confidence: probability }];
      })
      .sort((a, b) => b.confidence - a.confidence);
  }

  /** Frees the model's memory. */
  async close(): Promise<void> {
    await this.encoder.close();
  }
}

function likeliest(
  picture: Float32Array,
  phrases: readonly Float32Array[],
): { index: number; probability: number } {
  const logits = phrases.map((phrase) => scale * dot(picture, phrase));
  const top = Math.max(...logits);
  const sum = logits.reduce((total, logit) => total + Math.exp(logit - top), 0);
  return { index: logits.indexOf(top), probability: 1 / sum };
}

function dot(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
}

/**
 * Opens the reader of an installed CLIP pack. The phrases are encoded once a machine and kept in the cache folder;
 * the text tower is closed again.
 *
 * @throws LeitmotifError as opening a hub model does, `inference-failed`
 */
export async function openClipPictureReader(
  pack: HubPack,
  options: HubModelOptions & { cache?: string } = {},
): Promise<ClipPictureReader> {
  const encoder = await openClipImageEncoder(pack, options);
  const path = join(options.cache ?? personFolder('cache'), `clip-words-${vocabularyHash(pack)}.bin`);
  const flat = (await keptVectors(path)) ?? (await encodedVectors(pack, path, options));
  let at = 0;
  const groups = Object.entries(pictureVocabulary).map(([group, phrases]) => {
    const vectors = phrases.map(() => flat.subarray(at, (at += jointWidth)));
    return [group, vectors] as const;
  });
  return new ClipPictureReader(encoder, new Map(groups));
}

const allPhrases = Object.values(pictureVocabulary).flat();

async function encodedVectors(pack: HubPack, path: string, options: HubModelOptions): Promise<Float32Array> {
  const texts = await openClipTextEncoder(pack, options);
  try {
    const vectors = await texts.encode(allPhrases.map(picturePrompt), options.signal);
    const flat = Float32Array.from(vectors.flatMap((vector) => [...vector]));
    await keep(path, flat);
    return flat;
  } finally {
    await texts.close();
  }
}

async function keptVectors(path: string): Promise<Float32Array | undefined> {
  const bytes = await readFile(path).catch(() => undefined);
  if (bytes?.byteLength !== allPhrases.length * jointWidth * 4) return undefined;
  return new Float32Array(Uint8Array.from(bytes).buffer);
}

async function keep(path: string, flat: Float32Array): Promise<void> {
  try {
    await makeFolder(dirname(path));
    await writeFile(`${path}.${process.pid}`, flat);
    await rename(`${path}.${process.pid}`, path);
  } catch {
    // A cache that cannot be written costs a second next time, and nothing else.
  }
}

function vocabularyHash({ record }: HubPack): string {
  const files = record.files.map(({ sha256 }) => sha256);
  return createHash('sha256')
    .update(JSON.stringify([files, allPhrases]))
    .digest('hex')
    .slice(0, 16);
}
