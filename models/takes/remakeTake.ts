/**
 * The same take again, from its recipe alone:
 *
 *   take.json → brief, seeds → composeTake → a new folder → compared with the old files, where they are still there
 *
 * The conditions are not read again: their brief stands in the recipe, and a take belongs to its brief.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { musflowPackIds } from '../engines/musflow/networks/packShapes.ts';
import { composeTake } from './composeTake.ts';
import { programVersion } from './installation.ts';
import { remadeMusflow } from './musflow/prepareMusflow.ts';
import { readRecipe, recipeName } from './recipe.ts';
import { revisionAgain } from './revision/preparedRevision.ts';
import { absoluteFiles } from './take.ts';
import { openTakeFolder } from './takeFolder.ts';
import { cueTitle, takeName } from './takeName.ts';
import type { ProgressListener } from '../../bridge/protocol/progress.ts';
import type { Recipe } from '../../bridge/protocol/take.ts';
import type { PreparedBrief } from './prepareBrief.ts';
import type { SampleRate } from './composeTakes.ts';
import type { SoundStack } from './stack.ts';
import type { Take } from './take.ts';

/** Which take to make again. */
export interface RemakeRequest {
  /** The recipe, or the folder that holds it. */
  path: string;
  /** Folder that the new take folder goes into; beside the old one unless told. */
  out?: string;
  /** That of the old take unless told: another one makes the same notes and another sound. */
  sampleRate?: SampleRate;
  /** Whether there is a file for every role; as in the old take unless told. */
  stems?: boolean;
  signal?: AbortSignal;
  progress?: ProgressListener;
}

/** A take that was made again. */
export interface RemadeTake {
  take: Take;
  /** Whether score.mid is the same byte for byte; undefined where the old one is not there. */
  sameScore: boolean | undefined;
  /** Whether mix.wav is the same byte for byte; undefined where the old one is not there. */
  sameMix: boolean | undefined;
  /** What is not as it was when the first take was made, and may explain a difference. */
  differences: string[];
}

/** Makes a take again. */
export async function remakeTake(stack: SoundStack, request: RemakeRequest): Promise<RemadeTake> {
  const path = await recipePath(request.path);
  const recipe = await readRecipe(path);
  const sampleRate = request.sampleRate ?? (recipe.sampleRate === 48_000 ? 48_000 : 44_100);
  stack.warmUp(sampleRate);
  const old = { folder: dirname(path), recipe };
  const take = await makeAgain(stack, old, request.out ?? dirname(old.folder), { ...request, sampleRate });
  const [before, after] = [absoluteFiles(old), absoluteFiles(take)];
  return {
    take,
    sameScore: await isSame(before.score, after.score),
    sameMix: await isSame(before.mix, after.mix),
    differences: differencesOf(recipe, take.recipe),
  };
}

async function makeAgain(
  stack: SoundStack,
  { recipe, folder: from }: Take,
  out: string,
  { sampleRate, stems, signal, progress }: RemakeRequest & { sampleRate: SampleRate },
): Promise<Take> {
  const title = cueTitle(recipe.cue);
  const folder = openTakeFolder(out, takeName(title, recipe.seed));
  const { brief, cue, inputs, packs, seed, seeds, device, performance: span } = recipe;
  try {
    return await composeTake(stack, {
      seed,
      seeds,
      performance: span,
      revision: revisionAgain(recipe, from),
      candidates: recipe.candidates,
      title,
      folder,
      sampleRate,
      stems: recipe.musflow === undefined ? (stems ?? recipe.files.stems.length > 0) : undefined,
      begun: performance.now(),
      prepared: {
        brief,
        cue,
        inputs,
        packs,
        provider: device.provider,
        timings: {},
        ...engineOf(recipe, from),
      },
      ...(signal === undefined ? {} : { signal }),
      ...(progress === undefined ? {} : { progress }),
    });
  } finally {
    folder.discard();
  }
}

async function recipePath(given: string): Promise<string> {
  const path = resolve(given);
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
  return isFolder ? join(path, recipeName) : path;
}

function differencesOf(before: Recipe, after: Recipe): string[] {
  const pairs: [string, string, string][] = [
    ['program', before.program.version, programVersion()],
    [`${before.engine.name} engine`, String(before.engine.version), String(after.engine.version)],
    ['SoundFont', shortHash(before.soundFont?.sha256), shortHash(after.soundFont?.sha256)],
    ...packPairs(before, after),
    ['Node', before.device.node, after.device.node],
    ['platform', before.device.platform, after.device.platform],
  ];
  return pairs
    .filter(([, then, now]) => then !== now)
    .map(([name, then, now]) => `the ${name} was ${then} and is ${now}`);
}

/** The packs that made the sound; those of the conditions are not read again. */
function packPairs({ musflow, packs }: Recipe, after: Recipe): [string, string, string][] {
  if (musflow === undefined) return [];
  const ids: readonly string[] = Object.values(musflowPackIds);
  return packs
    .filter(({ id }) => ids.includes(id))
    .map(({ id, sha256 }) => {
      const now = after.packs.find((pack) => pack.id === id);
      return [`pack ${id}`, shortHash(sha256), shortHash(now?.sha256)];
    });
}

function shortHash(hash = 'none'): string {
  return hash.slice(0, 12);
}

function engineOf({ engine, musflow }: Recipe, folder: string): Pick<PreparedBrief, 'engine' | 'musflow'> {
  const { name, asked = name, reason = 'asked for' } = engine;
  return {
    engine: { name, asked, reason },
    ...(musflow === undefined ? {} : { musflow: remadeMusflow(folder, musflow) }),
  };
}

async function isSame(before: string, after: string): Promise<boolean | undefined> {
  const old = await hashOf(before).catch(() => undefined);
  return old === undefined ? undefined : old === (await hashOf(after));
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}
