/**
 * A take by the musflow engine, written into its folder:
 *
 *   vectors → adapters → e_f ┐
 *   score → notes ───────────┴→ latent → mel → sound → the take's rate → levels → mix.wav, latent.npy
 */
import { createHash } from 'node:crypto';
import { copyFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { LeitmotifError } from '../../../bridge/protocol/errors.ts';
import { musflowRanges } from '../../../bridge/protocol/musflow.ts';
import { decisionSeed } from '../../../bridge/protocol/seededRandom.ts';
import { tickToSeconds } from '../../../bridge/protocol/tempoMap.ts';
import { cosineOf } from '../../engines/musflow/conditions.ts';
import { tableOf } from '../../engines/musflow/latent/latent.ts';
import { latentRows, makeMusic } from '../../engines/musflow/makeMusic.ts';
import { stretchedNotes } from '../../engines/musflow/score/pieceNotes.ts';
import { rowSeconds, windowRows } from '../../engines/musflow/score/scoreControl.ts';
import { noteRows } from '../../engines/musflow/score/scoreNotes.ts';
import { masterSound } from '../../rendering/masterSound.ts';
import { fadeFrames } from '../../rendering/renderPasses.ts';
import { encodeNpy } from '../../runtime/npyFile.ts';
import { outputError } from '../outputError.ts';
import { packHash } from '../packHash.ts';
import { emptyFolder } from '../takeFolder.ts';
import { hashOfPacks } from './engineOfCue.ts';
import { rememberPace } from './musflowPace.ts';
import { resampledLoop, SoundOnTheWay } from './soundOnTheWay.ts';
import { readLatent } from './startingTake.ts';
import type { MusflowRecipe } from '../../../bridge/protocol/musflow.ts';
import type { Score } from '../../../bridge/protocol/score.ts';
import type { Recipe } from '../../../bridge/protocol/take.ts';
import type { Seconds } from '../../../bridge/protocol/units.ts';
import type { ConditionVectors, EmbeddingAt, Modality } from '../../engines/musflow/conditions.ts';
import type { MadeMusic, MusicRequest, MusicStart } from '../../engines/musflow/makeMusic.ts';
import type { MusflowNetworks } from '../../engines/musflow/networks/musflowNetworks.ts';
import type { TakeRequest } from '../composeTake.ts';
import type { RenderedTake } from '../renderTake.ts';
import type { SoundStack } from '../stack.ts';
import type { PreparedMusflow } from './prepareMusflow.ts';
import type { PreparedStart } from './startingTake.ts';

/** What was rendered, and what the recipe needs to make it again. */
export interface RenderedMusflow extends RenderedTake {
  musflow: MusflowRecipe;
  packs: Recipe['packs'];
  provider: string;
  /** Seconds of solver, decoder and vocoder, and of the levels. */
  timings: Record<string, Seconds>;
  /** What the take was to last: a loop has no ring-out. */
  seconds: Seconds;
}

/** Names of the latents in a take's folder: its own, and the one that it started from. */
const latentName = 'latent.npy';
const startName = 'start.npy';

interface Layout {
  seconds: Seconds;
  rows: number;
  /** By how much the score is stretched so that a loop has a whole number of rows. */
  stretch: number;
}

/** Part of the progress that the networks have; levelling and writing have the rest. */
const makingShare = 0.9;

/** Renders a score with the networks. What an earlier attempt left in the folder is removed first. */
export async function renderMusflow(
  stack: SoundStack,
  score: Score,
  prepared: PreparedMusflow,
  request: TakeRequest,
): Promise<RenderedMusflow> {
  const { folder, sampleRate, signal, progress, sound } = request;
  await emptyFolder(folder.path);
  const networks = await stack.musflow();
  const layout = layoutOf(score, prepared.settings.loop);
  const { conditioning, each } = await conditioningOf(networks, prepared, layout.seconds, signal);
  const start = await startOf(networks, prepared, layout.rows);
  sound?.begin(score, sampleRate, { gain: 0 });
  const music = await soundOf(networks, score, { prepared, layout, conditioning, start }, request);
  const begun = performance.now();
  const { measured, gain, mix } = await masterSound(music.mono, {
    ...{ folder: folder.path, sampleRate, pool: stack.renderPool, signal },
    onProgress: ({ step, of = 1, detail }) => {
      const share = makingShare + (1 - makingShare) * (step / of);
      progress?.({
        stage: 'render',
        step: Math.round(100 * share),
        of: 100,
        ...(detail === undefined ? {} : { detail }),
      });
    },
  });
  sound?.end(gain);
  const { made } = music;
  const timings = { ...made.timings, master: (performance.now() - begun) / 1000 };
  const { solve, decode, vocode } = made.timings;
  const packs = networks.packs.map(({ manifest }) => manifest);
  await rememberPace(hashOfPacks(packs), ((solve + decode + vocode) * windowRows) / layout.rows);
  return {
    files: { mix: basename(mix), stems: [] },
    measured: {
      ...{ seconds: measured.seconds, loudness: measured.loudness, truePeak: measured.truePeak },
      ...{ clippedFrames: measured.clippedFrames, longestSilence: measured.longestSilence },
      leadingSilence: measured.leadingSilence,
    },
    musflow: {
      settings: prepared.settings,
      conditioning: conditioning.map(({ seconds, embedding }) => ({ seconds, embedding: [...embedding] })),
      alignment: prepared.alignment ?? alignmentOf(each, made.heard),
      windows: made.windows,
      evaluations: made.evaluations,
      ...(await keptStart(folder.path, prepared.start)),
      latent: await keptLatent(folder.path, made),
    },
    packs: networks.packs.map((pack) => ({ id: pack.manifest.id, sha256: packHash(pack) })),
    provider: networks.provider,
    timings: Object.fromEntries(
      Object.entries(timings).map(([name, value]) => [name, Math.round(value * 1000) / 1000]),
    ),
    seconds: layout.seconds,
  };
}

function layoutOf(score: Score, isLoop: boolean): Layout {
  const seconds = isLoop ? tickToSeconds(score.tempos, score.endTick) : score.seconds;
  const { max } = musflowRanges.seconds;
  if (seconds > max) throw tooLong(seconds, max);
  if (!isLoop) return { seconds, rows: Math.ceil(seconds / rowSeconds - 1e-6), stretch: 1 };
  const rows = Math.max(1, Math.round(seconds / rowSeconds));
  return { seconds, rows, stretch: (rows * rowSeconds) / seconds };
}

/** e_f over time; rounded as the recipe keeps it, so that the take can be made again from there. */
async function conditioningOf(
  { adapter }: MusflowNetworks,
  prepared: PreparedMusflow,
  seconds: Seconds,
  signal: AbortSignal | undefined,
): Promise<{ conditioning: readonly EmbeddingAt[]; each: Partial<Record<Modality, Float32Array>> }> {
  if (prepared.conditioning !== undefined) return { conditioning: prepared.conditioning, each: {} };
  const adapted = async (vectors: ConditionVectors): ReturnType<typeof adapter.adapt> =>
    adapter.adapt(vectors, signal);
  const [from, to] = [await adapted(prepared.vectors), await adapted(prepared.slideTo ?? {})];
  if (prepared.slideTo !== undefined && (from === undefined || to === undefined)) throw nothingToSlide();
  const at = (time: Seconds, fused: Float32Array | undefined): EmbeddingAt[] => {
    return fused === undefined ? [] : [{ seconds: time, embedding: Array.from(fused, rounded) }];
  };
  return { conditioning: [...at(0, from?.fused), ...at(seconds, to?.fused)], each: from?.each ?? {} };
}

function rounded(value: number): number {
  return Math.round(value * 1e6) / 1e6 + 0;
}

async function startOf(
  { shape }: MusflowNetworks,
  { start, settings }: PreparedMusflow,
  rows: number,
): Promise<MusicStart | undefined> {
  if (start === undefined) return undefined;
  const { repaint, noise } = start;
  const latent = await readLatent(start.latent, shape.latent, latentRows(rows, settings.loop));
  if (repaint === undefined) return { latent, noise };
  const range = { from: repaint.from / rowSeconds, to: repaint.to / rowSeconds };
  if (range.from < rows) return { latent, noise, repaint: range };
  throw new LeitmotifError('setting-invalid', {
    what: `The take ends after ${(rows * rowSeconds).toFixed(1)} s`,
    subject: `repaint ${repaint.from}-${repaint.to}`,
    next: 'Give a range within it',
  });
}

/** The sound of a take in mono at its rate, and what it was made of. */
async function soundOf(
  networks: MusflowNetworks,
  score: Score,
  {
    prepared,
    layout,
    conditioning,
    start,
  }: {
    prepared: PreparedMusflow;
    layout: Layout;
    conditioning: readonly EmbeddingAt[];
    start: MusicStart | undefined;
  },
  { seed, sampleRate, signal, progress, sound, prepared: { brief } }: TakeRequest,
): Promise<{ made: MadeMusic; mono: Float32Array }> {
  const { settings } = prepared;
  const { rows, stretch, seconds } = layout;
  const frames = Math.round(seconds * sampleRate);
  const fade = fadeFrames(score, sampleRate);
  const onMix = sound?.mix;
  const way = new SoundOnTheWay(rows * 4 * networks.shape.hop, {
    ...{ from: networks.shape.sampleRate, to: sampleRate, frames, fade, onMix },
  });
  const request: MusicRequest = {
    ...{ rows, settings, conditioning, start, signal },
    notes: settings.score ? stretchedNotes(noteRows(score), stretch) : undefined,
    style: brief.attributes.style.value,
    seed: decisionSeed(seed, 'musflow/noise'),
    onSound: settings.loop
      ? undefined
      : (samples) => {
          way.add(samples);
        },
    onProgress: (share, busy) => {
      progress?.({ stage: 'render', step: Math.round(100 * makingShare * share), of: 100, detail: busy });
    },
  };
  const made = await makeMusic(networks, request);
  if (!settings.loop) return { made, mono: way.mono };
  const mono = resampledLoop(made.samples, frames);
  onMix?.({
    frame: 0,
    left: mono.slice(),
    right: mono.slice(),
  });
  return { made, mono };
}

function alignmentOf(
  each: Partial<Record<Modality, Float32Array>>,
  heard: Float32Array | undefined,
): MusflowRecipe['alignment'] {
  if (heard === undefined) return {};
  return Object.fromEntries(
    Object.entries(each).map(([name, said]) => [name, rounded(cosineOf(said, heard))]),
  );
}

async function keptLatent(folder: string, { latent }: MadeMusic): Promise<MusflowRecipe['latent']> {
  const bytes = encodeNpy(tableOf(latent));
  try {
    await writeFile(join(folder, latentName), bytes);
  } catch (cause) {
    throw outputError(cause, folder);
  }
  return { path: latentName, sha256: createHash('sha256').update(bytes).digest('hex') };
}

/** What a take started from is kept with it: the other one may be gone when this one is made again. */
async function keptStart(
  folder: string,
  start: PreparedStart | undefined,
): Promise<Pick<MusflowRecipe, 'start'>> {
  if (start === undefined) return {};
  try {
    await copyFile(start.latent.path, join(folder, startName));
  } catch (cause) {
    throw outputError(cause, folder);
  }
  const { take, noise, repaint, latent } = start;
  const kept = { take, noise, latent: { path: startName, sha256: latent.sha256 } };
  return { start: repaint === undefined ? kept : { ...kept, repaint } };
}

function tooLong(seconds: Seconds, most: Seconds): LeitmotifError {
  return new LeitmotifError('brief-impossible', {
    what: `The musflow engine makes at most ${most} s`,
    subject: `${seconds.toFixed(0)} s`,
    next: 'Ask for less, or choose the engine score',
  });
}

function nothingToSlide(): LeitmotifError {
  return new LeitmotifError('setting-invalid', {
    what: 'A slide leads from one picture, story or caption to another; one of the two cues has none',
    subject: 'slide',
    next: 'Give both cues a picture, a story or a caption',
  });
}
