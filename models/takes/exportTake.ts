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
import { loadOnce } from './loadOnce.ts';
import { outputError } from './outputError.ts';
import { readRecipe, recipeName } from './recipe.ts';
import { recipeScore } from './recipeScore.ts';
import { remakeTake } from './remakeTake.ts';
import { absoluteFiles } from './take.ts';
import { cueTitle } from './takeName.ts';
import type { ProgressListener } from '../../bridge/protocol/progress.ts';
import type { EncodedFormat } from '../encoding/encodeSound.ts';
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
  to: readonly ExportFormat[];
  /** A file, or a folder that is there: always one where there are several formats; the take's folder unless told. */
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
  to: ExportFormat;
  /** Absolute. */
  path: string;
  /** What a person should know of it; empty where all is as expected. */
  notes: string[];
}

/**
 * Exports. Where a later format fails or is cancelled, the files before it stay.
 *
 * @throws LeitmotifError those of a recipe that cannot be read, of a take that cannot be made again and of a place that cannot be
 * written to; `output-unwritable` where a file is there and is not to be replaced; `cancelled`
 */
export async function exportTake(stack: SoundStack, request: ExportRequest): Promise<ExportedTake[]> {
  const given = resolve(request.path);
  const isFolder = statSync(given, { throwIfNoEntry: false })?.isDirectory() === true;
  const recipePath = isFolder ? join(given, recipeName) : given;
  const recipe = await readRecipe(recipePath);
  const take: Take = { folder: dirname(recipePath), recipe };
  // All places are looked at before anything is written.
  const targets = [...new Set(request.to)].map((to) => ({ to, path: target(to, request, take) }));
  const sound = renderedOnce(stack, take, request);
  try {
    const exported: ExportedTake[] = [];
    for (const { to, path } of targets) {
      throwIfCancelled(request.signal);
      exported.push({ to, path, notes: await write(to, path, take, { ...request, mix: sound.mix }) });
    }
    return exported;
  } finally {
    await sound.discard();
  }
}

interface WriteContext extends Pick<ExportRequest, 'signal' | 'progress'> {
  /** The sound at the rate that is asked for. */
  mix: () => Promise<string>;
}

async function write(to: ExportFormat, path: string, take: Take, context: WriteContext): Promise<string[]> {
  try {
    if (to === 'musicxml' || to === 'mxl') return await writeNotation(take, path, to);
    if (to === 'midi') await copy(absoluteFiles(take).score, path);
    else if (to === 'wav') await copy(await context.mix(), path);
    else await encode(to, path, take, context);
    return [];
  } catch (cause) {
    throw outputError(cause, path);
  }
}

function target(to: ExportFormat, { out, replace }: ExportRequest, { folder, recipe }: Take): string {
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
  const score = recipeScore(recipe, folder);
  const text = scoreToMusicXml(score, `Leitmotif ${programVersion()}`);
  await writeWhole(path, (part) => writeFile(part, to === 'mxl' ? compressedMusicXml(text) : text));
  const kept = await readFile(join(folder, recipe.files.score)).catch(() => undefined);
  const isSame = kept?.equals(scoreToMidi(score)) ?? true;
  return isSame ? [] : ['the score differs from score.mid: it was changed, or made by another version'];
}

async function encode(
  format: EncodedFormat,
  path: string,
  take: Take,
  { mix, signal, progress }: WriteContext,
): Promise<void> {
  const source = await mix();
  progress?.({ stage: 'write', step: 0, of: 100 });
  await encodeSound({
    source,
    path,
    format,
    tags: tagsOf(take),
    ...(signal === undefined ? {} : { signal }),
    onProgress: (share) => progress?.({ stage: 'write', step: Math.round(share * 100), of: 100 }),
  });
}

/** The mix of the take, or where another sample rate is asked one that is rendered for it, once. */
function renderedOnce(
  stack: SoundStack,
  take: Take,
  { sampleRate, signal, progress }: ExportRequest,
): { mix: () => Promise<string>; discard: () => Promise<void> } {
  let folder: string | undefined;
  const render = loadOnce(async (): Promise<string> => {
    if (sampleRate === undefined || sampleRate === take.recipe.sampleRate) return absoluteFiles(take).mix;
    folder = await mkdtemp(join(tmpdir(), 'leitmotif-export-'));
    const again = await remakeTake(stack, {
      path: join(take.folder, take.recipe.files.recipe),
      out: folder,
      sampleRate,
      stems: false,
      ...(signal === undefined ? {} : { signal }),
      ...(progress === undefined ? {} : { progress }),
    });
    return absoluteFiles(again.take).mix;
  });
  return {
    mix: render,
    discard: async () => {
      if (folder !== undefined) await rm(folder, { recursive: true, force: true });
    },
  };
}

function tagsOf({ recipe }: Take): SoundTags {
  const { cue, program, engine, seed, soundFont, id } = recipe;
  return {
    title: cueTitle(cue),
    encodedBy: `Leitmotif ${program.version}, ${engine.name} engine ${String(engine.version)}`,
    comment: `Take ${id}, seed ${String(seed)}`,
    licence: `Composed for whoever made the take; sounds of ${soundFont?.name ?? 'the packs named in its recipe'}, see the licence there`,
  };
}

async function copy(from: string, path: string): Promise<void> {
  const found = await stat(from).catch((cause: unknown) => {
    throw new LeitmotifError('file-missing', {
      what: 'A file of the take is not there',
      subject: from,
      next: 'Put it back, or make the take again with leitmotif remake',
      cause,
    });
  });
  if (found.isFile()) await writeWhole(path, (part) => copyFile(from, part));
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
