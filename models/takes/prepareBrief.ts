/** From a cue to its brief: read, perceive, brief, unfold. The first half of every take, and all of `leitmotif brief`. */
import { resolve } from 'node:path';
import { LeitmotifError, throwIfCancelled } from '../../bridge/protocol/errors.ts';
import { arcSeconds } from '../brief/arc/arcSeconds.ts';
import { unfoldBrief } from '../brief/arc/unfoldBrief.ts';
import { makeBrief } from '../brief/makeBrief.ts';
import { withAppearances } from './appearancesOfCue.ts';
import { packHash } from './packHash.ts';
import { engineOfCue } from './musflow/engineOfCue.ts';
import { prepareMusflow } from './musflow/prepareMusflow.ts';
import { startingRecipe } from './musflow/startingTake.ts';
import { perceiveArc } from './perceiveArc.ts';
import { lockedTake } from './revision/lockedTake.ts';
import { inlineTexts, inputsOf, perceive, readConditions } from './readConditions.ts';
import { Stopwatch } from './stopwatch.ts';
import { themesOfCue } from './themeBook.ts';
import type { Brief } from '../../bridge/protocol/brief.ts';
import type { Condition, Cue } from '../../bridge/protocol/cue.ts';
import type { ProgressListener } from '../../bridge/protocol/progress.ts';
import type { Recipe } from '../../bridge/protocol/take.ts';
import type { SceneKnowledge } from '../brief/sceneKnowledge.ts';
import type { EngineChoice } from '../engines/musflow/chooseEngine.ts';
import type { PreparedMusflow, StartingTake } from './musflow/prepareMusflow.ts';
import type { ReadCondition } from './readConditions.ts';
import type { LockedTake } from './revision/lockedTake.ts';
import type { Stack } from './stack.ts';

/** What a brief is made from. */
export interface BriefRequest {
  cue: Cue;
  /** Folder that the paths in the cue are relative to. */
  folder: string;
  signal?: AbortSignal;
  progress?: ProgressListener;
}

/** A brief with what the recipe of its takes needs to know. */
export interface PreparedBrief {
  brief: Brief;
  /** The cue with texts inlined. */
  cue: Cue;
  inputs: Recipe['inputs'];
  packs: Recipe['packs'];
  /** Execution provider that really ran the packs. */
  provider: string;
  /** Seconds of each stage. */
  timings: Record<string, number>;
  /** Which engine makes the takes, and why; absent, the score engine, which then was the only one. */
  engine?: EngineChoice;
  /** What the musflow engine needs, where it is the one. */
  musflow?: PreparedMusflow;
  /** The take that the locks of the cue keep something of. */
  locked?: LockedTake;
}

/** Makes the brief of a cue. */
export async function prepareBrief(stack: Stack, request: BriefRequest): Promise<PreparedBrief> {
  const stopwatch = new Stopwatch(performance.now());
  const { locked, notes } = lockedTake(request.cue, request.folder);
  const engine = await engineOf(request.cue, stack.musflowFolder, locked);
  const starting = engine.name === 'musflow' ? await startingTake(request) : undefined;
  if (starting !== undefined && request.cue.conditions.length === 0) {
    return preparedFrom(stack, request, engine, starting);
  }
  const themes = themesOfCue(request.cue.themes);
  beginLoading(stack, request.cue);
  const conditions = await stopwatch.timeAsync('read', () => readConditions(stack, request));
  const readings = await stopwatch.timeAsync('perceive', () => perceive(stack, conditions, request));
  const knowledge = await matchingKnowledge(stack);
  throwIfCancelled(request.signal);
  request.progress?.({ stage: 'brief', step: 0, of: 1 });
  const { cue } = request;
  const arc = await stopwatch.timeAsync('perceive', () => perceiveArc(stack, conditions, request));
  const brief = stopwatch.time('brief', () => {
    const usual = makeBrief({ readings, given: cue.attributes, cue, knowledge });
    const whole = arcSeconds(usual, { cue, arc, readings }, (given) =>
      makeBrief({ readings, given, cue, knowledge }),
    );
    const unfolded = unfoldBrief({ brief: whole, readings, arc, cue, knowledge });
    return withAppearances(unfolded, themes, conditions, { cue, readings, arc, knowledge });
  });
  request.progress?.({ stage: 'brief', step: 1, of: 1 });
  const musflow =
    engine.name === 'musflow' ? await prepareMusflow(stack, request, readings, starting) : undefined;
  return {
    // A variation plays the score of its take, which is that of its brief.
    brief: starting?.recipe.brief ?? { ...brief, notes: [...brief.notes, ...notes] },
    engine,
    ...(locked === undefined ? {} : { locked }),
    ...(musflow === undefined ? {} : { musflow }),
    cue: { ...request.cue, conditions: inlineTexts(request.cue, conditions) },
    inputs: inputsOf(conditions),
    ...(await packsUsed(stack, conditions)),
    timings: stopwatch.stages(),
  };
}

/** Locks keep notes of the score engine. */
function engineOf(cue: Cue, packs: string, locked: LockedTake | undefined): Promise<EngineChoice> {
  if (locked === undefined) return engineOfCue(cue, packs);
  const reason = cue.engine === 'score' ? 'asked for' : `notes are kept of ${locked.id}`;
  return Promise.resolve({ name: 'score', asked: cue.engine, reason });
}

function startingTake({ cue, folder }: BriefRequest): Promise<StartingTake> | undefined {
  const from = cue.musflow?.from;
  return from === undefined ? undefined : startingRecipe(resolve(folder, from));
}

/** A variation of a take without conditions of its own: everything but the noise is the take's. */
async function preparedFrom(
  stack: Stack,
  request: BriefRequest,
  engine: EngineChoice,
  starting: StartingTake,
): Promise<PreparedBrief> {
  const { brief, cue, inputs, packs, device } = starting.recipe;
  const { attributes, musflow } = request.cue;
  if (Object.keys(attributes).length > 0) throw scoreIsKept(Object.keys(attributes));
  return {
    ...{ brief, inputs, packs, engine, provider: device.provider, timings: {} },
    cue: { ...cue, engine: request.cue.engine, musflow },
    musflow: await prepareMusflow(stack, request, [], starting),
  };
}

function scoreIsKept(names: readonly string[]): LeitmotifError {
  return new LeitmotifError('setting-invalid', {
    what: 'A variation keeps the score of its take, and with it tempo, key and instruments',
    subject: names.join(', '),
    next: 'Leave these out, or compose a take of its own',
  });
}

/** Loads what will be needed while files are being read. What fails here fails again where it is awaited. */
function beginLoading(stack: Stack, cue: Cue): void {
  const has = (kind: Condition['kind']): boolean =>
    cue.conditions.some((condition) => condition.kind === kind && condition.weight > 0);
  const loading = [
    stack.knowledge(),
    stack.textEncoder(),
    ...(has('image') ? [stack.imageEncoder(), stack.contentReaders()] : []),
    ...(has('reference-audio') ? [stack.audioEncoder()] : []),
  ];
  for (const promise of loading) void promise.catch(() => undefined);
}

/** The scenes, refused where another encoder wrote their vectors: likeness between two encoders means nothing. */
async function matchingKnowledge(stack: Stack): Promise<SceneKnowledge> {
  const knowledge = await stack.knowledge();
  const { manifest } = (await stack.textEncoder()).pack;
  if (manifest.files.some(({ sha256 }) => sha256 === knowledge.encoderHash)) return knowledge;
  throw new LeitmotifError('pack-incompatible', {
    what: 'The scene knowledge was made with another text encoder',
    subject: `pack ${manifest.id}`,
    next: 'Install the pack that came with this version of Leitmotif',
  });
}

async function packsUsed(
  stack: Stack,
  conditions: readonly ReadCondition[],
): Promise<Pick<PreparedBrief, 'packs' | 'provider'>> {
  const hasImage = conditions.some((read) => 'image' in read);
  const hasRecording = conditions.some((read) => 'recording' in read);
  const audio = hasRecording ? await stack.audioEncoder() : undefined;
  const used = [
    await stack.textEncoder(),
    ...(hasImage ? [await stack.imageEncoder()] : []),
    ...(audio === undefined ? [] : [audio]),
  ];
  const content = hasImage ? await stack.contentReaders() : undefined;
  const providers = new Set([
    ...used.map(({ encoder }) => encoder.session.provider),
    ...(content?.providers ?? []),
  ]);
  return {
    packs: [
      ...used.map(({ pack }) => ({ id: pack.manifest.id, sha256: packHash(pack) })),
      ...(content?.packs ?? []),
    ],
    provider: [...providers].join(', '),
  };
}
