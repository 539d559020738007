/** The takes of one cue: read when they are needed, and again when their files have changed. */
import { readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { LeitmotifError } from '../../bridge/protocol/errors.ts';
import { errorOf } from '../faultOf.ts';
import { peaksView, readOutline } from './peaks.ts';
import { readScore } from './readScore.ts';
import { readTake, recipeName, takeView } from './readTake.ts';
import { TakeSamples } from './takeSamples.ts';
import { WavReader } from './wavReader.ts';
import type { PeaksView, ScoreView, TakeView } from '../../bridge/protocol/panels/takeView.ts';
import type { TakeReference } from '../cue/editCue.ts';
import type { Outline } from './peaks.ts';
import type { TakeFolder } from './readTake.ts';

/** Outlines and scores that are kept: those of the takes looked at last. */
const mostKept = 8;

interface Shelved {
  reference: TakeReference;
  folder: string;
  /** Of the recipe: changes when another take comes to lie in the folder. */
  stamp: string;
  read?: TakeFolder;
  error?: LeitmotifError;
}

/** See the head of the file. */
export class TakeShelf {
  #shelved = new Map<string, Shelved>();
  readonly #outlines = new Map<string, Promise<Outline>>();
  readonly #scores = new Map<string, Promise<ScoreView>>();

  /** The takes as panels show them, in their order. `locate` says where a take's folder is. Never throws. */
  async views(
    references: readonly TakeReference[],
    locate: (folder: string) => string | undefined,
  ): Promise<TakeView[]> {
    const shelved = await Promise.all(references.map((reference) => this.#shelve(reference, locate)));
    this.#shelved = new Map(shelved.map((each) => [each.reference.id, each]));
    return shelved.map(({ reference, read, error }) => takeView(reference, read, error?.toJSON()));
  }

  /** A take that can be read. @throws LeitmotifError why it cannot */
  take(id: string): TakeFolder {
    const shelved = this.#shelved.get(id);
    if (shelved?.read !== undefined) return shelved.read;
    throw shelved?.error ?? noTake(id);
  }

  /** The last of the cue's takes that can be read. */
  get newest(): { id: string; take: TakeFolder } | undefined {
    const found = [...this.#shelved.values()].findLast(({ read }) => read !== undefined);
    return found?.read === undefined ? undefined : { id: found.reference.id, take: found.read };
  }

  /** @throws LeitmotifError where the mix cannot be read */
  async peaks(id: string, columns: number): Promise<PeaksView> {
    const { mix } = this.take(id);
    return peaksView(await kept(this.#outlines, mix, outlineOf), columns);
  }

  /** @throws LeitmotifError where the score cannot be read */
  score(id: string): Promise<ScoreView> {
    const { score, recipe } = this.take(id);
    return kept(this.#scores, score, async (path) => {
      const view = readScore(await bytesOf(path), basename(path));
      return { ...view, seconds: Math.max(view.seconds, recipe.measured.seconds) };
    });
  }

  /** What the player reads. @throws LeitmotifError where the sound cannot be read */
  async samples(id: string, cue: string): Promise<TakeSamples> {
    const folder = this.take(id);
    const reference = this.#shelved.get(id)?.reference;
    const title = reference?.name ?? id;
    // A score that cannot be read takes the bars away, not the music.
    const bars = await this.score(id).then(
      (score) => score.bars,
      () => [],
    );
    return TakeSamples.open(folder, { cue, take: id, title, bars });
  }

  async #shelve(reference: TakeReference, locate: (folder: string) => string | undefined): Promise<Shelved> {
    const folder = locate(reference.folder);
    if (folder === undefined) {
      return { reference, folder: '', stamp: '', error: elsewhere(reference.folder) };
    }
    const stamp = await stampOf(folder);
    const before = this.#shelved.get(reference.id);
    if (before !== undefined && before.folder === folder && before.stamp === stamp)
      return { ...before, reference };
    if (before !== undefined) this.#forget(before);
    try {
      return { reference, folder, stamp, read: await readTake(folder) };
    } catch (error) {
      return { reference, folder, stamp, error: errorOf(error) };
    }
  }

  #forget({ read }: Shelved): void {
    if (read === undefined) return;
    this.#outlines.delete(read.mix);
    this.#scores.delete(read.score);
  }
}

async function outlineOf(path: string): Promise<Outline> {
  const wav = await WavReader.open(path);
  try {
    return await readOutline(wav);
  } finally {
    await wav.close();
  }
}

async function bytesOf(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw new LeitmotifError('file-missing', {
      what: 'The score of this take cannot be read',
      subject: path,
      next: 'Remake the take',
      cause,
    });
  }
}

/** Computes once, and keeps the few that were used last. What failed is tried again. */
function kept<T>(cache: Map<string, Promise<T>>, key: string, make: (key: string) => Promise<T>): Promise<T> {
  const value = cache.get(key) ?? make(key);
  cache.delete(key);
  cache.set(key, value);
  value.catch(() => cache.delete(key));
  for (const oldest of cache.keys()) {
    if (cache.size <= mostKept) break;
    cache.delete(oldest);
  }
  return value;
}

async function stampOf(folder: string): Promise<string> {
  try {
    const { mtimeMs, size } = await stat(join(folder, recipeName));
    return `${mtimeMs} ${size}`;
  } catch {
    return 'missing';
  }
}

function noTake(id: string): LeitmotifError {
  return new LeitmotifError('file-missing', {
    what: 'The cue has no such take',
    subject: id,
    next: 'Choose one of its takes',
  });
}

function elsewhere(folder: string): LeitmotifError {
  return new LeitmotifError('not-available', {
    what: 'Takes are read from files on this machine, and this cue lies elsewhere',
    subject: folder,
    next: 'Copy the cue and its takes to a folder of this machine',
  });
}
