/** What a take of the musflow engine needs beside its brief; survives being sent to another process. */
import { dirname, resolve } from 'node:path';
import { LeitmotifError } from '../../../bridge/protocol/errors.ts';
import { musflowSettingsSchema } from '../../../bridge/protocol/musflow.ts';
import { readCueDocument } from '../cueDocument.ts';
import { perceive, readConditions } from '../readConditions.ts';
import { conditionVectors } from './conditionVectors.ts';
import { preparedStart } from './startingTake.ts';
import type { MusflowOfCue, MusflowRecipe, MusflowSettings } from '../../../bridge/protocol/musflow.ts';
import type { Recipe } from '../../../bridge/protocol/take.ts';
import type { ConditionVectors, EmbeddingAt } from '../../engines/musflow/conditions.ts';
import type { Reading } from '../../perception/reading.ts';
import type { BriefRequest } from '../prepareBrief.ts';
import type { Stack } from '../stack.ts';
import type { PreparedStart } from './startingTake.ts';

/** See the head of the file. */
export interface PreparedMusflow {
  settings: MusflowSettings;
  /** What the adapters are given. */
  vectors: ConditionVectors;
  /** What the music arrives at. */
  slideTo?: ConditionVectors;
  /** e_f itself, in place of vectors: of a take that is made again or varied. */
  conditioning?: readonly EmbeddingAt[];
  /** How near each adapter came, in place of measuring it: of a take that is made again. */
  alignment?: MusflowRecipe['alignment'];
  start?: PreparedStart;
  /** Seed and seeds of the score, where it is that of another take. */
  score?: { seed: number; seeds: Readonly<Record<string, number>> };
}

/** A take to start from, found and read. */
export type StartingTake = { folder: string; recipe: Recipe & { musflow: MusflowRecipe } };

/** Prepares what the cue asks of the engine. `starting` is the take that its `from` names. */
export async function prepareMusflow(
  stack: Stack,
  request: BriefRequest,
  readings: readonly Reading[],
  starting: StartingTake | undefined,
): Promise<PreparedMusflow> {
  const asked: Partial<MusflowOfCue> = request.cue.musflow ?? {};
  if (starting === undefined) expectNoStart(asked);
  const text = (await stack.textEncoder()).encoder;
  const vectors = await conditionVectors(readings, text, request.signal);
  const slideTo = await slideVectors(stack, asked.slideTo, request);
  const settings = musflowSettingsSchema.parse(asked);
  if (starting === undefined) return { settings, vectors, ...slideTo };
  const { folder, recipe } = starting;
  const { loop, score } = recipe.musflow.settings;
  return {
    // The latent fits its own score and its own ends only.
    settings: { ...settings, loop, score },
    vectors,
    ...slideTo,
    ...(Object.keys(vectors).length === 0 ? { conditioning: recipe.musflow.conditioning } : {}),
    start: preparedStart(folder, recipe, asked),
    score: { seed: recipe.seed, seeds: recipe.seeds },
  };
}

/** What a recipe says of a take that is made again. `folder` is where it lies. */
export function remadeMusflow(folder: string, musflow: MusflowRecipe): PreparedMusflow {
  const { settings, conditioning, alignment, start } = musflow;
  const { latent } = start ?? {};
  return {
    settings,
    vectors: {},
    conditioning,
    alignment,
    ...(start === undefined || latent === undefined
      ? {}
      : { start: { ...start, latent: { path: resolve(folder, latent.path), sha256: latent.sha256 } } }),
  };
}

async function slideVectors(
  stack: Stack,
  path: string | undefined,
  { folder, signal }: BriefRequest,
): Promise<Pick<PreparedMusflow, 'slideTo'>> {
  if (path === undefined) return {};
  const place = resolve(folder, path);
  const cue = await readCueDocument(place);
  const request = { cue, folder: dirname(place), ...(signal === undefined ? {} : { signal }) };
  const readings = await perceive(stack, await readConditions(stack, request), request);
  const text = (await stack.textEncoder()).encoder;
  return { slideTo: await conditionVectors(readings, text, signal) };
}

function expectNoStart({ noise, repaint }: Partial<MusflowOfCue>): void {
  if (noise === undefined && repaint === undefined) return;
  throw new LeitmotifError('setting-invalid', {
    what: 'There is no take to vary or to repaint',
    subject: noise === undefined ? 'repaint' : `noise ${noise}`,
    next: 'Name a take of the engine musflow with --from, or from in the cue',
  });
}
