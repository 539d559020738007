/**
 * A take in another format, for programs of others:
 *
 *   take.json ─► recipe ─┬─► score again ─► score.musicxml, score.mxl
 *                        ├─► mix.wav, rendered again where another sample rate is asked ─► wav, flac, ogg, mp3
 *                        └─► score.mid
 */
import { existsSync, statSync } from 'node:fs';
import { copyFile, mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { LeitmotifError, throwIfCancelled } from '../../bridge/protocol/errors.ts';
import { encodeSound } from '../encoding/encodeSound.ts';
import { compressedMusicXml } from '../encoding/mxlFile.ts';
import { scoreToMusicXml } from '../notation/musicXml.ts';
import { scoreToMidi } from '../rendering/midiFile.ts';
import { programVersion } from './installation.ts';
import { outputError } from './outputError.ts';
import { readRecipe, recipeName } from './recipe.ts';
import { recipeScore } from './recipeScore.ts';
import { remakeTake } from './remakeTake.ts';
import { absoluteFiles } from './take.ts';
import { cueTitle } from './takeName.ts';
import type { ProgressListener } from '../../bridge/protocol/progress.ts';
import type { SoundTags } from '../encoding/soundTags.ts';
import type { SampleRate } from './composeTakes.ts';
import type { SoundStack } from './stack.ts';
import type { Take } from './take.ts';

/** Formats that a take can be had in, with the endings of their files. */
export const exportEndings = {
  musicxml: 'musicxml',
  mxl: 'mxl',
  midi: 'mid',
  wav: 'wav',
  flac: 'flac',
  ogg: 'ogg',
  mp3: 'mp3',
} as const;
/** A format that a take can be had in. */
export type ExportFormat = keyof typeof exportEndings;

/** What to export. */
export interface ExportRequest {
  /** The recipe of a take, or its folder. */
  path: string;
  to: ExportFormat;
  /** A file, or a folder that is there; the take's folder unless told. */
  out?: string | undefined;
  /** Of sound; that of the take unless told. Another one is rendered, not converted. */
  sampleRate?: SampleRate | undefined;
  /** Whether a file by that name is replaced. */
  replace?: boolean;
  signal?: AbortSignal;
  progress?: ProgressListener;
}

/** What was exported. */
export interface ExportedTake {
  /** Absolute. */
  path: string;
  /** What a person should know of it; empty where all is as expected. */
  notes: string[];
}

/**
 * Exports.
 *
 * @throws LeitmotifError those of a recipe that cannot be read, of a take that cannot be made again and of a place that cannot be
 * written to; `output-unwritable` where a file is there and is not to be replaced; `cancelled`
 */
export async function exportTake(stack: SoundStack, request: ExportRequest): Promise<ExportedTake> {
  const given = resolve(request.path);
  const recipePath =
    statSync(given, { throwIfNoEntry: false })?.isDirectory() === true ? join(given, recipeName) : given;
  const recipe = await readRecipe(recipePath);
  const take: Take = { folder: dirname(recipePath), recipe };
  const path = target(request, take);
  throwIfCancelled(request.signal);
  try {
    return { path, notes: await write(stack, take, path, request) };
  } catch (cause) {
    throw outputError(cause, path);
  }
}

function write(stack: SoundStack, take: Take, path: string, request: ExportRequest): Promise<string[]> {
  switch (request.to) {
    case 'musicxml':
    case 'mxl':
      return writeNotation(take, path, request.to);
    case 'midi':
      return copy(absoluteFiles(take).score, path);
    case 'wav':
    case 'flac':
    case 'ogg':
    case 'mp3':
      return writeSound(stack, take, path, request);
  }
}

function target({ out, to, replace }: ExportRequest, { folder, recipe }: Take): string {
  const ending = exportEndings[to];
  const isSound = to !== 'musicxml' && to !== 'mxl' && to !== 'midi';
  const inTake = join(folder, `${isSound ? 'mix' : 'score'}.${ending}`);
  const place = out === undefined ? inTake : resolve(out);
  const isFolder = out !== undefined && statSync(place, { throwIfNoEntry: false })?.isDirectory() === true;
  const path = isFolder ? join(place, `${recipe.id}.${ending}`) : place;
  const files = absoluteFiles({ folder, recipe });
  const isOwn = [files.mix, files.score, files.recipe, ...files.stems.map((stem) => stem.path)].includes(
    path,
  );
  if (isOwn || (existsSync(path) && replace !== true)) {
    throw new LeitmotifError('output-unwritable', {
      what: isOwn ? 'This file is of the take itself' : 'There is a file by this name already',
      subject: path,
      next: isOwn
        ? 'Name another file with --out'
        : 'Name another file with --out, or replace it with --force',
    });
  }
  return path;
}

async function writeNotation(
  { folder, recipe }: Take,
  path: string,
  to: 'musicxml' | 'mxl',
): Promise<string[]> {
  const score = recipeScore(recipe);
  const text = scoreToMusicXml(score, `Leitmotif ${programVersion()}`);
  await writeWhole(path, (part) => writeFile(part, to === 'mxl' ? compressedMusicXml(text) : text));
  const kept = await readFile(join(folder, recipe.files.score)).catch(() => undefined);
  const isSame = kept?.equals(scoreToMidi(score)) ?? true;
  return isSame ? [] : ['the score differs from score.mid: it was changed, or made by another version'];
}

async function writeSound(
  stack: SoundStack,
  take: Take,
  path: string,
  { to, sampleRate, signal, progress }: ExportRequest,
): Promise<string[]> {
  const format = to as 'wav' | 'flac' | 'ogg' | 'mp3';
  const otherRate = sampleRate === take.recipe.sampleRate ? undefined : sampleRate;
  const temporary = otherRate !== undefined ? await mkdtemp(join(tmpdir(), 'leitmotif-export-')) : undefined;
  try {
    const { recipe } = take;
    const source =
      temporary === undefined || otherRate === undefined
        ? take
        : (
            await remakeTake(stack, {
              path: join(take.folder, recipe.files.recipe),
              out: temporary,
              sampleRate: otherRate,
              stems: false,
              ...(signal === undefined ? {} : { signal }),
              ...(progress === undefined ? {} : { progress }),
            })
          ).take;
    const { mix } = absoluteFiles(source);
    if (format === 'wav') return await copy(mix, path);
    progress?.({ stage: 'write', step: 0, of: 100 });
    await encodeSound({
      source: mix,
      path,
      format,
      tags: tagsOf(take),
      ...(signal === undefined ? {} : { signal }),
      onProgress: (share) => progress?.({ stage: 'write', step: Math.round(share * 100), of: 100 }),
    });
    return [];
  } finally {
    if (temporary !== undefined) await rm(temporary, { recursive: true, force: true });
  }
}

function tagsOf({ recipe }: Take): SoundTags {
  const { cue, program, engine, seed, soundFont, id } = recipe;
  return {
    title: cueTitle(cue),
    encodedBy: `Leitmotif ${program.version}, ${engine.name} engine ${String(engine.version)}`,
    comment: `Take ${id}, seed ${String(seed)}`,
    licence: `Composed for whoever made the take; sounds of ${soundFont.name}, see its licence`,
  };
}

async function copy(from: string, path: string): Promise<string[]> {
  const found = await stat(from).catch((cause: unknown) => {
    throw new LeitmotifError('file-missing', {
      what: 'A file of the take is not there',
      subject: from,
      next: 'Put it back, or make the take again with leitmotif remake',
      cause,
    });
  });
  if (found.isFile()) await writeWhole(path, (part) => copyFile(from, part));
  return [];
}

/** Beside its place, then renamed. */
async function writeWhole(path: string, write: (part: string) => Promise<void>): Promise<void> {
  const part = join(dirname(path), `${basename(path)}.${String(process.pid)}.part`);
  try {
    await write(part);
    await rename(part, path);
  } finally {
    await rm(part, { force: true });
  }
}
