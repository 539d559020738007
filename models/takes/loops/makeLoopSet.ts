/**
 * A loop set: intro, loop and outro of one piece, and layers of the loop, as games and podcasts want them.
 *
 * ```
 * cue ─► brief ─► score: intro │ body │ outro
 *                          │      └────────────────────────────────► score.mid (the body, marked)
 *                          └─► body twice ─► rendered ─┬─ until the first pass ends, less the pass ─► intro.wav
 *                                                      ├─ the second pass ─► loop.wav, stems/, layers/
 *                                                      └─ the rest ─► outro.wav
 * ```
 *
 * The second pass begins with what rings on of the first, which is what rings on at its own end, and ends as the first did: so the file
 * goes round without a seam. All files have one gain.
 */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { LeitmotifError } from '../../../bridge/protocol/errors.ts';
import { loopSetVersion } from '../../../bridge/protocol/loopSet.ts';
import { tickToSeconds } from '../../../bridge/protocol/tempoMap.ts';
import { scoreEngineVersion } from '../../engines/score/composeScore.ts';
import { bodyTicks, composeLoop, loopSeed } from '../../engines/score/loops/composeLoop.ts';
import { loopAlone, unrollLoop } from '../../engines/score/loops/unrollLoop.ts';
import { barGrid } from '../../engines/score/request.ts';
import { scoreToMidi } from '../../rendering/midiFile.ts';
import { renderScore } from '../../rendering/renderScore.ts';
import { styleSpaces } from '../../rendering/space.ts';
import { mostTries } from '../composeInKey.ts';
import { programVersion } from '../installation.ts';
import { measureKey } from '../measureTake.ts';
import { outputError } from '../outputError.ts';
import { prepareBrief } from '../prepareBrief.ts';
import { openTakeFolder } from '../takeFolder.ts';
import { cueTitle, takeName } from '../takeName.ts';
import { measureTempo } from '../tempoMeter.ts';
import { closeSeam, introInto, outroAfter } from './closeSeam.ts';
import { readStereo, sumOf, writeLoopSound } from './loopFiles.ts';
import { loopLayers, withBattleDrums } from './loopLayers.ts';
import { inWholeFrames } from './loopTempos.ts';
import { measureSeam } from './measureSeam.ts';
import type { Score } from '../../../bridge/protocol/score.ts';
import type { LoopSet } from '../../../bridge/protocol/loopSet.ts';
import type { Frames } from '../../../bridge/protocol/units.ts';
import type { ComposedLoop, LoopBars } from '../../engines/score/loops/composeLoop.ts';
import type { Body } from '../../engines/score/loops/unrollLoop.ts';
import type { Rendering } from '../../rendering/renderScore.ts';
import type { ComposeRequest, SampleRate } from '../composeTakes.ts';
import type { PreparedBrief } from '../prepareBrief.ts';
import type { Stack } from '../stack.ts';
import type { TakeFolder } from '../takeFolder.ts';
import type { LoopSound } from './loopFiles.ts';
import type { LoopLayer } from './loopLayers.ts';
import type { Seams } from './closeSeam.ts';
import type { StereoSound } from './measureSeam.ts';

/** The file name of the recipe within the folder. */
export const loopSetName = 'loop.json';
/** Passes of the body that are rendered. */
const passes = 2;
/** Seconds that the last chord rings on after the outro. */
const ringOut = 4;

/** What to make. */
export interface LoopSetRequest extends Omit<ComposeRequest, 'count' | 'stems'> {
  /** Bars before and after the body; 0 for none. */
  intro: number;
  outro: number;
  /** Whether layers of the loop are written. */
  layers: boolean;
}

/** A loop set on disk. */
export interface MadeLoopSet {
  folder: string;
  set: LoopSet;
}

/**
 * Makes a loop set. Where it fails or is cancelled, nothing of it is left.
 *
 * @throws LeitmotifError as `composeTakes` does; `brief-impossible` for a cue with hits or that changes over time, and for layers of
 *   fewer than three roles
 */
export async function makeLoopSet(stack: Stack, request: LoopSetRequest): Promise<MadeLoopSet> {
  refuseArcs(request);
  const title = cueTitle(request.cue);
  const folder = openTakeFolder(request.out, `${takeName(title, request.seed)}-loop`);
  try {
    const prepared = await prepareBrief(stack, { ...request, cue: { ...request.cue, engine: 'score' } });
    const brief = request.layers ? withBattleDrums(prepared.brief) : prepared.brief;
    return await writeLoopSet(stack, { ...request, title, folder, prepared: { ...prepared, brief } });
  } catch (cause) {
    throw cause instanceof LeitmotifError ? cause : outputError(cause, folder.path);
  } finally {
    folder.discard();
  }
}

/** The same set again, from its recipe alone. */
export function remakeLoopSet(
  stack: Stack,
  { brief, cue, inputs, packs, bars, seed, seeds, candidates, files, sampleRate }: LoopSet,
  request: Pick<LoopSetRequest, 'out' | 'signal' | 'progress'>,
): Promise<MadeLoopSet> {
  return loopSetOf(stack, {
    ...{ ...request, seed, seeds, candidates },
    prepared: { brief, cue, inputs, packs, provider: 'none', timings: {} },
    ...{ intro: bars.intro, outro: bars.outro, layers: files.layers.length > 0 },
    sampleRate: sampleRate === 48_000 ? 48_000 : 44_100,
  });
}

/** The set of a brief that is there already. */
export async function loopSetOf(
  stack: Stack,
  request: Omit<SetInHand, 'folder' | 'title'> & Pick<LoopSetRequest, 'out'>,
): Promise<MadeLoopSet> {
  const title = cueTitle(request.prepared.cue);
  const folder = openTakeFolder(request.out, `${takeName(title, request.seed)}-loop`);
  try {
    return await writeLoopSet(stack, { ...request, title, folder });
  } finally {
    folder.discard();
  }
}

interface SetInHand extends Pick<
  LoopSetRequest,
  'intro' | 'outro' | 'layers' | 'seed' | 'signal' | 'progress'
> {
  sampleRate: SampleRate;
  title: string;
  folder: TakeFolder;
  prepared: PreparedBrief;
  seeds?: LoopSet['seeds'];
  candidates?: LoopSet['candidates'];
}

/** Seconds and bars of a body are its own; what changes or meets a moment inside has no meaning the second time. */
function refuseArcs({ cue }: LoopSetRequest): void {
  const changing = cue.hits.length > 0 || Object.keys(cue.keyframes).length > 0 || cue.unfold !== undefined;
  if (!changing && cue.sections.length === 0) return;
  throw new LeitmotifError('brief-impossible', {
    what: 'A loop goes round: it has no sections, keyframes, scenes or hits',
    subject: cueTitle(cue),
    next: 'Leave them out, or compose a take',
  });
}

async function writeLoopSet(stack: Stack, request: SetInHand): Promise<MadeLoopSet> {
  const { folder, prepared, sampleRate, progress, signal } = request;
  const { brief } = prepared;
  const roles = brief.attributes.instruments.value.map(({ role }) => role);
  const layers = request.layers ? loopLayers(roles, brief.attributes.style.value) : [];
  progress?.({ stage: 'compose', step: 0, of: 1 });
  const composed = composedInKey(request);
  const body = bodyTicks(composed.score, composed.bars);
  const unrolled = renderedScore(unrollLoop(composed.score, body, passes), body, request);
  progress?.({ stage: 'compose', step: 1, of: 1 });
  const work = join(folder.path, 'rendering');
  const rendering = await renderScore(unrolled, {
    folder: work,
    soundFont: await stack.soundFont(),
    sampleRate,
    space: styleSpaces[brief.attributes.style.value],
    stems: true,
    pool: stack.renderPool,
    ...(signal === undefined ? {} : { signal }),
    ...(progress === undefined ? {} : { onProgress: progress }),
  });
  const seams = seamsOf(unrolled, body, sampleRate);
  const written = await writeFiles(rendering, seams, layers, request);
  await rm(work, { recursive: true });
  const score = loopAlone(composed.score, body);
  await writeFile(join(folder.path, 'score.mid'), scoreToMidi(score));
  const set = recipeOf(request, composed, rendering, score, written);
  const kept = await folder.keep((id) =>
    writeFile(join(folder.path, loopSetName), `${JSON.stringify({ ...set, id }, undefined, 2)}\n`),
  );
  return { folder: kept, set: { ...set, id: basename(kept) } };
}

/** Composed again with other seeds until it is in key, as takes are; its ending tells the key, which an open body leaves open. */
function composedInKey({ prepared, seed, seeds, intro, outro, title }: SetInHand): ComposedLoop {
  const { brief } = prepared;
  const compose = (tries: number): ComposedLoop =>
    composeLoop({
      ...{ brief, seed: loopSeed(seed, tries), title, intro, outro },
      ...(seeds === undefined ? {} : { seeds }),
    });
  const first = compose(1);
  if (seeds !== undefined) return first;
  for (let tries = 1; tries <= mostTries; tries++) {
    const loop = tries === 1 ? first : compose(tries);
    if (measureKey(loop.score, brief).agrees) return loop;
  }
  return first;
}

/** With passes of whole frames and the ring-out of the last chord. */
function renderedScore(score: Score, body: Body, { prepared, sampleRate, outro }: SetInHand): Score {
  const { beat } = barGrid(prepared.brief.attributes.meter.value);
  const length = body.end - body.start;
  const ends = Array.from({ length: passes }, (_, pass) => body.end + pass * length);
  const even = ends.reduce(
    (own, end) => inWholeFrames(own, { start: end - length, end }, beat, sampleRate),
    score,
  );
  const ring = outro > 0 ? ringOut : 1;
  return { ...even, seconds: tickToSeconds(even.tempos, even.endTick) + ring };
}

function seamsOf(score: Score, body: Body, sampleRate: SampleRate): Seams {
  const length = body.end - body.start;
  const frame = (tick: number): Frames => Math.round(tickToSeconds(score.tempos, tick) * sampleRate);
  return [frame(body.start), frame(body.end), frame(body.end + length)];
}

async function writeFiles(
  rendering: Rendering,
  seams: Seams,
  layers: readonly LoopLayer[],
  { folder, intro, outro, sampleRate, signal }: SetInHand,
): Promise<Pick<LoopSet, 'files'> & { seam: LoopSet['measured']['seam'] }> {
  const mix = readStereo(rendering.mix);
  const loop = closeSeam(mix, seams, sampleRate);
  const write = (path: string, sound: Parameters<typeof writeLoopSound>[2]): Promise<LoopSound> =>
    writeLoopSound(folder.path, path, sound, { sampleRate, signal });
  await mkdir(join(folder.path, 'stems'), { recursive: true });
  if (layers.length > 0) await mkdir(join(folder.path, 'layers'), { recursive: true });
  const stems = [];
  const sounds = new Map<string, StereoSound>();
  for (const { role, instrument, path } of rendering.stems) {
    const sound = closeSeam(readStereo(path), seams, sampleRate);
    sounds.set(role, sound);
    stems.push({ role, instrument, path: (await write(`stems/${role}.wav`, sound)).path });
  }
  const layerFiles = [];
  for (const { layer, roles } of layers) {
    const playing = roles.filter((role) => sounds.has(role));
    const sum = sumOf(playing.flatMap((role) => sounds.get(role) ?? []));
    layerFiles.push({ ...(await write(`layers/${layer}.wav`, sum)), layer, roles: playing });
  }
  const files = {
    score: 'score.mid',
    ...(intro > 0 ? { intro: await write('intro.wav', introInto(mix, seams, sampleRate)) } : {}),
    loop: await write('loop.wav', loop),
    ...(outro > 0 ? { outro: await write('outro.wav', outroAfter(mix, seams, sampleRate)) } : {}),
    stems,
    layers: layerFiles,
  };
  return { files, seam: measureSeam(loop, mix, seams, sampleRate) };
}

function recipeOf(
  { prepared, seed, sampleRate, folder, candidates }: SetInHand,
  composed: ComposedLoop,
  rendering: Rendering,
  score: Score,
  { files, seam }: Pick<LoopSet, 'files'> & { seam: LoopSet['measured']['seam'] },
): LoopSet {
  const { brief, cue, inputs, packs } = prepared;
  const { key, agrees } = measureKey(composed.score, brief);
  const tempo = Math.round(measureTempo(score).tempo * 1000) / 1000;
  const asked = brief.attributes;
  const failures = [
    ...(agrees ? [] : [`its notes are in ${key} instead of ${asked.key.value}`]),
    ...(Math.abs(tempo - asked.tempo.value) <= 0.01
      ? []
      : [`its tempo is ${tempo} BPM instead of ${asked.tempo.value} BPM`]),
    ...(files.loop.truePeak <= -1 ? [] : [`its true peak is ${files.loop.truePeak} dBTP`]),
  ];
  const bars: LoopBars = composed.bars;
  return {
    leitmotifLoop: loopSetVersion,
    id: basename(folder.path),
    made: new Date().toISOString(),
    program: { name: 'leitmotif', version: programVersion() },
    engine: scoreEngineVersion,
    ...{ seed, seeds: composed.seeds, candidates: candidates ?? composed.candidates },
    ...{ cue, inputs, packs, soundFont: rendering.soundFont, brief, sampleRate, bars, files },
    measured: { key, tempo, seam, failures },
  };
}
