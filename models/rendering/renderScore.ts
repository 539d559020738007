/**
 * Score to sound: every part played on its own, summed, levelled, and written as a mix and stems that sum to it.
 *
 * ```
 *          pass 1, a part a thread            pass 2                         pass 3, a file a thread
 * part ─> voices ─> + own reverb ─> temp ─┬─> sum ─> loudness, true peaks ─┐
 * part ─> voices ─> + own reverb ─> temp ─┤            │                   v
 * part ─> voices ─> + own reverb ─> temp ─┤            └──────> gain and limiter curve, one for all
 *                                         └──────────────────────────────> × ─> mix.wav, stems/<role>.wav
 * ```
 */
import { availableParallelism } from 'node:os';
import { cancelled, throwIfCancelled } from '../../bridge/protocol/errors.ts';
import { gainToDecibels } from '../../bridge/protocol/units.ts';
import { toRenderError } from './renderFault.ts';
import { RenderFolder } from './renderFolder.ts';
import { RenderPasses } from './renderPasses.ts';
import { CancelFlag, RenderPool } from './renderPool.ts';
import { loadSoundFont } from './soundFont.ts';
import type { ProgressListener } from '../../bridge/protocol/progress.ts';
import type { Role } from '../../bridge/protocol/roles.ts';
import type { Part, Score } from '../../bridge/protocol/score.ts';
import type { Decibels, Hertz, Seconds } from '../../bridge/protocol/units.ts';
import type { MixListener } from './mixBlock.ts';
import type { SoundMeasurement } from './renderJobs.ts';
import type { PassOptions } from './renderPasses.ts';
import type { SoundFont } from './soundFont.ts';
import type { Space } from './space.ts';

/** How to render. */
export interface RenderOptions {
  /** Folder of the take; made if it is not there. `mix.wav` and `stems/` are written into it. */
  folder: string;
  /** A path, or a SoundFont that was loaded before. */
  soundFont: string | SoundFont;
  sampleRate: 44100 | 48000;
  /** The room; see `styleSpaces`. */
  space: Space;
  /** Whether stems are written beside the mix. */
  stems: boolean;
  /** Threads of a pool of its own, where no `pool` is given; default: the machine's cores, at most the number of parts. */
  workers?: number;
  /** Warm threads that outlive the take. The caller closes them. */
  pool?: RenderPool;
  signal?: AbortSignal;
  onProgress?: ProgressListener;
  /** Hears the mix while it is played; then all parts advance together. The files are the same with and without. */
  onMix?: MixListener;
}

/** One stem on disk. */
export interface RenderedStem {
  role: Role;
  /** Name of the part. */
  name: string;
  instrument: string;
  path: string;
}

/** What was rendered. Paths are absolute if the folder was. */
export interface Rendering {
  mix: string;
  /** In the order of the parts; empty without `stems`. */
  stems: RenderedStem[];
  sampleRate: Hertz;
  /** Measured of `mix.wav` as it was written. */
  measured: SoundMeasurement;
  /** Gain that was applied to everything, and the most that the limiter took away, in dB (≥ 0). */
  gain: Decibels;
  limited: Decibels;
  soundFont: { name: string; sha256: string };
  /** Seconds that each pass took. */
  timings: { play: Seconds; sum: Seconds; write: Seconds };
}

/**
 * Renders a score. The mix is exactly `round(score.seconds · sampleRate)` frames long, at −16 LUFS and below −1 dBTP where the
 * music allows, and the same score gives the same samples whatever the number of workers.
 *
 * Throws an error of the catalogue: `soundfont-missing`, `soundfont-corrupt`, `render-failed`, `disk-full`,
 * `output-unwritable`, `cancelled`; then nothing of this rendering is left in the folder.
 */
export async function renderScore(score: Score, options: RenderOptions): Promise<Rendering> {
  throwIfCancelled(options.signal);
  const { signal, sampleRate, space, stems, onProgress, onMix } = options;
  const font = await resolveSoundFont(options.soundFont);
  const pool = options.pool ?? ownPool(score, options);
  const flag = new CancelFlag(signal);
  const folder = new RenderFolder(options.folder, score.parts);
  try {
    await folder.open(stems);
    const shared = {
      score,
      soundFont: font,
      sampleRate,
      space,
      folder,
      pool,
      flag,
      stems,
      onProgress,
      onMix,
    };
    return await runPasses(shared);
  } catch (error) {
    await folder.removeResults();
    throw signal?.aborted === true ? cancelled() : toRenderError(error);
  } finally {
    flag.release();
    await folder.close();
    if (options.pool === undefined) await pool.close();
  }
}

async function resolveSoundFont(soundFont: string | SoundFont): Promise<SoundFont> {
  return typeof soundFont === 'string' ? loadSoundFont(soundFont) : soundFont;
}

function ownPool(score: Score, { workers = availableParallelism() }: RenderOptions): RenderPool {
  return new RenderPool(Math.min(workers, Math.max(1, score.parts.length)));
}

async function runPasses(options: PassOptions): Promise<Rendering> {
  const { score, folder, sampleRate, soundFont } = options;
  const passes = new RenderPasses(options);
  const start = performance.now();
  const stems = await passes.play();
  const played = performance.now();
  const mix = await passes.sum(stems);
  const summed = performance.now();
  const { levels, written } = await passes.writeBelowCeiling(mix, stems);
  const end = performance.now();
  return {
    mix: folder.mix,
    stems: written.stems.map((_, index) => {
      const { role, name, instrument } = score.parts[index] as Part;
      return { role, name, instrument, path: folder.stems[index] as string };
    }),
    sampleRate,
    measured: written.mix,
    gain: gainToDecibels(levels.gain),
    limited: gainToDecibels(1 / levels.curve.reduce((least, gain) => Math.min(least, gain), 1)),
    soundFont: { name: soundFont.name, sha256: soundFont.sha256 },
    timings: { play: (played - start) / 1000, sum: (summed - played) / 1000, write: (end - summed) / 1000 },
  };
}
