/**
 * One take, from a brief to a folder:
 *
 *   brief, seed → score in key → sound → measured ─ fails? once more with another seed
 *                                            └→ score.mid, take.json → the folder gets its name
 */
import { writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { decisionSeed } from '../../bridge/protocol/seededRandom.ts';
import { throwIfCancelled } from '../../bridge/protocol/errors.ts';
import { scoreEngineVersion } from '../engines/score/composeScore.ts';
import { musflowEngineVersion } from '../engines/musflow/makeMusic.ts';
import { performedScore } from '../engines/score/endless/performedScore.ts';
import { scoreToMidi } from '../rendering/midiFile.ts';
import { composeInKey } from './composeInKey.ts';
import { describeDevice } from './device.ts';
import { programVersion } from './installation.ts';
import { isArc } from '../engines/score/arc/askedArc.ts';
import { measureArc } from './measureArc.ts';
import { measurePerformed } from './measurePerformed.ts';
import { measureTake, soundFailures } from './measureTake.ts';
import { measureThemes, missingThemes } from './measureThemes.ts';
import { stemsOf } from './musflow/engineOfCue.ts';
import { renderMusflow } from './musflow/renderMusflow.ts';
import { namingPlace, outputError } from './outputError.ts';
import { recipeName, writeRecipe } from './recipe.ts';
import { renderTake } from './renderTake.ts';
import { writeEdited } from './revision/preparedRevision.ts';
import { Stopwatch } from './stopwatch.ts';
import { recipeVersion } from '../../bridge/protocol/take.ts';
import { outlineOf } from './takeOutline.ts';
import type { Brief } from '../../bridge/protocol/brief.ts';
import type { PerformedSpan } from '../../bridge/protocol/performance.ts';
import type { Score } from '../../bridge/protocol/score.ts';
import type { ComposedInKey } from './composeInKey.ts';
import type { ComposeRequest } from './composeTakes.ts';
import type { EngineName } from '../engines/musflow/chooseEngine.ts';
import type { RenderedMusflow } from './musflow/renderMusflow.ts';
import type { Measured, Recipe } from '../../bridge/protocol/take.ts';
import type { PreparedBrief } from './prepareBrief.ts';
import type { PreparedRevision } from './revision/preparedRevision.ts';
import type { SoundListener } from './soundListener.ts';
import type { RenderedTake } from './renderTake.ts';
import type { SoundStack } from './stack.ts';
import type { Take } from './take.ts';
import type { TakeFolder } from './takeFolder.ts';

/** File name of the score within a take's folder. */
export const scoreName = 'score.mid';

/** What take to make. */
export interface TakeRequest extends Pick<ComposeRequest, 'seed' | 'sampleRate' | 'signal' | 'progress'> {
  title: string;
  /** Whether a file is written for every role; where the engine has them unless told. */
  stems?: boolean | undefined;
  prepared: PreparedBrief;
  folder: TakeFolder;
  /** When the work on this take began, by `performance.now()`. */
  begun: number;
  /** Hears the take while it is made. */
  sound?: SoundListener;
  /** Seeds of single decisions, to make a take again. */
  seeds?: Readonly<Record<string, number>>;
  /** The span of a performance that the take is of, in place of a piece of its own. */
  performance?: PerformedSpan | undefined;
  /** How the seeds were chosen then. */
  candidates?: Recipe['candidates'];
  /** A revision of an older take, in place of a piece of its own. */
  revision?: PreparedRevision | undefined;
}

interface Attempt {
  composed: ComposedInKey;
  rendered: RenderedTake | RenderedMusflow;
  measured: Measured;
}

/** Makes one take and keeps its folder. */
export async function composeTake(stack: SoundStack, request: TakeRequest): Promise<Take> {
  try {
    return await writeTake(stack, request);
  } catch (cause) {
    throw namingPlace(cause, request.folder.path);
  }
}

async function writeTake(stack: SoundStack, request: TakeRequest): Promise<Take> {
  const stopwatch = new Stopwatch(request.begun, request.prepared.timings);
  const attempt = await bestAttempt(stack, request, stopwatch);
  request.progress?.({ stage: 'write', step: 0, of: 2 });
  const { folder } = request;
  try {
    await writeFile(join(folder.path, scoreName), scoreToMidi(attempt.composed.score));
    if (request.revision !== undefined) await writeEdited(request.revision, folder.path);
    request.progress?.({ stage: 'write', step: 1, of: 2 });
    const recipe = await makeRecipe(stack, request, attempt, stopwatch);
    throwIfCancelled(request.signal);
    const kept = await folder.keep((id) => writeRecipe(join(folder.path, recipeName), { ...recipe, id }));
    request.progress?.({ stage: 'write', step: 2, of: 2 });
    return { folder: kept, recipe: { ...recipe, id: basename(kept) } };
  } catch (cause) {
    throw outputError(cause, folder.path);
  }
}

/** The first attempt, or where it misses the brief a second with another seed, whatever that measures. */
async function bestAttempt(stack: SoundStack, request: TakeRequest, stopwatch: Stopwatch): Promise<Attempt> {
  const first = await attemptTake(stack, request, stopwatch);
  if (first.measured.failures.length === 0) return first;
  // What the networks make is said as it is: another seed changes its sound, and costs as much again.
  if (engineOf(request) === 'musflow') return first;
  // A recipe names every seed: there is no other way to make the same take.
  if (request.seeds !== undefined || request.performance !== undefined) return first;
  if (request.revision !== undefined) return first;
  const second = await attemptTake(stack, { ...request, seed: secondSeed(request.seed) }, stopwatch);
  return { ...second, measured: { ...second.measured, remade: true } };
}

/** The seed of the second attempt; a function of the first, so that the whole stays the same for the same seed. */
export function secondSeed(seed: number): number {
  return decisionSeed(seed, 'second attempt');
}

async function attemptTake(stack: SoundStack, request: TakeRequest, stopwatch: Stopwatch): Promise<Attempt> {
  const { signal, progress } = request;
  throwIfCancelled(signal);
  progress?.({ stage: 'compose', step: 0, of: 1 });
  const composed = stopwatch.time('compose', () => scoreOf(request));
  progress?.({ stage: 'compose', step: 1, of: 1 });
  const rendered = await stopwatch.timeAsync('render', () => render(stack, composed.score, request));
  progress?.({ stage: 'measure', step: 0, of: 1 });
  const found = stopwatch.time('measure', () =>
    withThemes(composed.score, measured(composed.score, rendered, request), request),
  );
  progress?.({ stage: 'measure', step: 1, of: 1 });
  return { composed, rendered, measured: { ...found, remade: composed.tries > 1 } };
}

function engineOf({ prepared }: TakeRequest): EngineName {
  return prepared.musflow === undefined ? 'score' : 'musflow';
}

function render(stack: SoundStack, score: Score, request: TakeRequest): Promise<Attempt['rendered']> {
  const { musflow } = request.prepared;
  const stems = stemsOf(engineOf(request), request.stems);
  if (musflow !== undefined) return renderMusflow(stack, score, musflow, request);
  return renderTake(stack, score, { ...request, stems });
}

function scoreOf(request: TakeRequest): ComposedInKey {
  const { performance, prepared, seed, title, revision } = request;
  if (revision !== undefined) return revision.composed;
  if (performance === undefined) return composeInKey(scoreRequest(request));
  const score = performedScore({ brief: prepared.brief, seed }, performance, title);
  // All of its decisions follow from seed, brief and log, which are in the recipe.
  return { score, seeds: {}, candidates: { tried: 1, chosen: 0, score: 1 }, tries: 1 };
}

/** Against its brief; of an arc section by section; of a performance against what was asked while it was played. */
function measured(
  score: Score,
  rendered: Attempt['rendered'],
  { prepared, performance, revision }: TakeRequest,
): Measured {
  const { brief } = prepared;
  const { measured: sound } = rendered;
  if (revision !== undefined) return measureRevised(score, sound, brief, revision);
  if ('musflow' in rendered) return measureMusflow(score, rendered, brief);
  if (performance === undefined && isArc(brief)) return measureArc(score, sound, brief);
  if (performance === undefined) return measureTake(score, sound, brief);
  return measurePerformed(score, sound, brief, performance);
}

/** What was kept, part by part. Notes that a person wrote are in the key and tempo that they are in: that is no failure. */
function measureRevised(
  score: Score,
  sound: RenderedTake['measured'],
  brief: Brief,
  { kept, change }: PreparedRevision,
): Measured {
  const measure = isArc(brief) ? measureArc : measureTake;
  const found = { ...measure(score, sound, brief), kept };
  return change.score === undefined ? found : { ...found, failures: soundFailures(found) };
}

/** What was measured, with where the themes sound. One that is not found where it should be is a failure of the take. */
function withThemes(score: Score, found: Measured, { prepared }: TakeRequest): Measured {
  // Without notes of its own (networks alone) there is nothing that could be found.
  if (score.themes === undefined || found.notes === 0) return found;
  const themes = measureThemes(score, prepared.brief.themes);
  return { ...found, themes, failures: [...found.failures, ...missingThemes(themes, prepared.brief)] };
}

/** A loop lasts as long as its bars; without a score there are no notes to measure. */
function measureMusflow(
  score: Score,
  { measured: sound, seconds, musflow }: RenderedMusflow,
  brief: Brief,
): Measured {
  const asked = { ...brief.attributes, seconds: { ...brief.attributes.seconds, value: seconds } };
  const measure = isArc(brief) ? measureArc : measureTake;
  const found = measure(score, sound, { ...brief, attributes: asked });
  return musflow.settings.score ? found : { ...found, notes: 0, failures: soundFailures(found) };
}

function scoreRequest({ prepared, seed, seeds, title }: TakeRequest): Parameters<typeof composeInKey>[0] {
  const { score } = prepared.musflow ?? {};
  if (score !== undefined) return { brief: prepared.brief, title, ...score };
  return { brief: prepared.brief, seed, title, ...(seeds === undefined ? {} : { seeds }) };
}

async function makeRecipe(
  stack: SoundStack,
  { seed, prepared, folder, sampleRate, candidates, performance: span, revision }: TakeRequest,
  { composed, rendered, measured }: Attempt,
  stopwatch: Stopwatch,
): Promise<Recipe> {
  const byNetworks = 'musflow' in rendered ? rendered : undefined;
  const { asked, reason } = prepared.engine ?? {};
  return {
    leitmotifTake: recipeVersion,
    id: basename(folder.path),
    made: new Date().toISOString(),
    program: { name: 'leitmotif', version: programVersion() },
    engine: {
      name: byNetworks === undefined ? 'score' : 'musflow',
      version: byNetworks === undefined ? scoreEngineVersion : musflowEngineVersion,
      ...(asked === undefined ? {} : { asked }),
      ...(reason === undefined ? {} : { reason }),
    },
    seed,
    seeds: composed.seeds,
    candidates: candidates ?? composed.candidates,
    cue: prepared.cue,
    inputs: prepared.inputs,
    packs: withPacks(prepared.packs, byNetworks?.packs),
    ...(byNetworks === undefined ? { soundFont: await soundFontOf(stack) } : {}),
    brief: prepared.brief,
    ...(span === undefined ? {} : { performance: span }),
    ...(revision === undefined ? {} : { revision: revisionOf(revision) }),
    ...(byNetworks === undefined ? {} : { musflow: byNetworks.musflow }),
    files: { ...rendered.files, score: scoreName, recipe: recipeName },
    outline: outlineOf(composed.score),
    sampleRate,
    measured,
    timings: { ...stopwatch.seconds(), ...byNetworks?.timings },
    device: describeDevice(byNetworks?.provider ?? prepared.provider),
  };
}

function revisionOf({ parents, change, notes }: PreparedRevision): Recipe['revision'] {
  return { parents, change, notes };
}

async function soundFontOf(stack: SoundStack): Promise<Recipe['soundFont']> {
  const { name, sha256 } = await stack.soundFont();
  return { name, sha256 };
}

/** Packs of the conditions, then those of the engine; a variation brings the latter along from its take. */
function withPacks(conditions: Recipe['packs'], engine: Recipe['packs'] = []): Recipe['packs'] {
  return [...conditions.filter(({ id }) => engine.every((pack) => pack.id !== id)), ...engine];
}
