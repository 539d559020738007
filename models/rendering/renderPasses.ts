/** The three passes of a rendering, each a set of jobs for the pool. */
import { curveStep } from '../audio/limiter.ts';
import { tickToSeconds } from '../../bridge/protocol/tempoMap.ts';
import { peakFloor, solveLevels, unlimitedGain } from './levels.ts';
import { BlockMixer } from './mixBlock.ts';
import { shareParts } from './shareParts.ts';
import { chunksIn } from './stemFile.ts';
import type { ProgressListener } from '../../bridge/protocol/progress.ts';
import type { Part, Score } from '../../bridge/protocol/score.ts';
import type { Decibels, Frames, Hertz, Seconds } from '../../bridge/protocol/units.ts';
import type { Levels, MixEnergy } from './levels.ts';
import type { ChunkShare, MixListener } from './mixBlock.ts';
import type { RenderFolder } from './renderFolder.ts';
import type { RenderAnswers, RenderJob, SoundMeasurement, WriteJob } from './renderJobs.ts';
import type { CancelFlag, RenderPool } from './renderPool.ts';
import type { SoundFont } from './soundFont.ts';
import type { Space } from './space.ts';
import type { Stem } from './stemFile.ts';

/** Fade at the end of a take: a quarter of the ring-out, within these limits. */
const shortestFade: Seconds = 0.05;
const longestFade: Seconds = 0.4;

/** Everything that the passes share. */
export interface PassOptions {
  score: Score;
  soundFont: SoundFont;
  sampleRate: Hertz;
  space: Space;
  folder: RenderFolder;
  pool: RenderPool;
  flag: CancelFlag;
  stems: boolean;
  onProgress: ProgressListener | undefined;
  /** Hears the mix while the parts are played, before its gain is known. */
  onMix: MixListener | undefined;
}

/** The mix with what was measured of it. */
export interface MeasuredMix extends MixEnergy {
  mix: Stem;
  /** Linear true peak of every limiter step. */
  peaks: Float32Array;
}

/** The final measurements of the mix; stems are written without. */
export interface Written {
  mix: SoundMeasurement;
  stems: SoundMeasurement[];
}

/** Runs the passes of one rendering. */
export class RenderPasses {
  readonly frames: Frames;
  readonly #options: PassOptions;
  readonly #chunks: number;
  readonly #allChunks: number;
  #doneChunks = 0;

  constructor(options: PassOptions) {
    this.#options = options;
    this.frames = Math.round(options.score.seconds * options.sampleRate);
    this.#chunks = chunksIn(this.frames);
    const parts = options.score.parts.length;
    // Parts played, their sum, its peaks, the mix and the stems written.
    this.#allChunks = this.#chunks * (parts + 3 + (options.stems ? parts : 0));
  }

  /** Pass 1: plays every part. The stems are the same whether somebody listens or not. */
  play(): Promise<Stem[]> {
    const { onMix } = this.#options;
    return onMix === undefined ? this.#playApart() : this.#playTogether(onMix);
  }

  /** A part a job. Those with the most notes come first, so that no thread is left with a long one. */
  async #playApart(): Promise<Stem[]> {
    const { score, soundFont, sampleRate, space, folder } = this.#options;
    const order = score.parts
      .map((part, index) => ({ part, index }))
      .sort((a, b) => b.part.notes.length - a.part.notes.length || a.index - b.index);
    const played = await this.#together(
      order.map(({ part, index }) => ({
        kind: 'play' as const,
        soundFont,
        part,
        tempos: score.tempos,
        sampleRate,
        space,
        frames: this.frames,
        fadeFrames: fadeFrames(score, sampleRate),
        path: folder.temporary(`part-${String(index)}.f32`),
      })),
    );
    return score.parts.map((_, index) => played[order.findIndex((one) => one.index === index)] as Stem);
  }

  /** A share of the parts a thread, all advancing side by side. */
  async #playTogether(onMix: MixListener): Promise<Stem[]> {
    const { score, soundFont, sampleRate, space, folder, pool } = this.#options;
    const shares = shareParts(score.parts, pool.size);
    const mixer = new BlockMixer(shares.length, this.frames, onMix);
    const jobs = shares.map((indices) => ({
      kind: 'together' as const,
      soundFont,
      parts: indices.map((index) => score.parts[index] as Part),
      tempos: score.tempos,
      sampleRate,
      space,
      frames: this.frames,
      fadeFrames: fadeFrames(score, sampleRate),
      paths: indices.map((index) => folder.temporary(`part-${String(index)}.f32`)),
    }));
    const played = await this.#together(jobs, mixer);
    const stems = new Map(
      shares.flatMap((indices, i) => indices.map((index, k) => [index, played[i]?.[k]] as const)),
    );
    return score.parts.map((_, index) => stems.get(index) as Stem);
  }

  /** Pass 2: sums the parts and measures the sum. */
  async sum(stems: Stem[]): Promise<MeasuredMix> {
    const { sampleRate, folder, pool } = this.#options;
    const steps = Math.ceil(this.frames / curveStep);
    const energies = new SharedArrayBuffer(steps * Float64Array.BYTES_PER_ELEMENT);
    const peaks = new SharedArrayBuffer(steps * Float32Array.BYTES_PER_ELEMENT);
    const path = folder.temporary('mix.f32');
    const job = { kind: 'sum' as const, stems, sampleRate, frames: this.frames, path, energies };
    const [{ mix, peak }] = (await this.#together([job])) as [RenderAnswers['sum']];
    const energy = { sampleRate, energies: new Float64Array(energies), peak };
    const floor = peakFloor(unlimitedGain(energy));
    const share = Math.ceil(this.#chunks / pool.size);
    const ranges = Array.from({ length: Math.ceil(this.#chunks / share) }, (_, i) => i * share);
    await this.#together(
      ranges.map((fromChunk) => {
        const toChunk = Math.min(this.#chunks, fromChunk + share);
        return { kind: 'peaks' as const, mix, fromChunk, toChunk, floor, peaks };
      }),
    );
    return { ...energy, mix, peaks: new Float32Array(peaks) };
  }

  /** The levels of the mix; `lower` is by how much the ceiling is lowered. */
  levels(mix: MeasuredMix, lower: Decibels): Levels {
    return solveLevels(mix, mix.peaks, lower);
  }

  /** Pass 3: writes the mix and the stems. */
  async write(mix: Stem, stems: Stem[], { gain, curve }: Levels): Promise<Written> {
    const { sampleRate, folder } = this.#options;
    const job = (source: Stem, path: string, measure: WriteJob['measure']): WriteJob => {
      return { kind: 'write', source, sampleRate, gain, curve: curve.buffer, path, measure };
    };
    const jobs = this.#options.stems
      ? stems.map((stem, index) => job(stem, folder.stems[index] ?? '', 'nothing'))
      : [];
    const [measured, ...rest] = await this.#together([job(mix, folder.mix, 'all'), ...jobs]);
    return { mix: measured as SoundMeasurement, stems: rest };
  }

  /** Runs jobs side by side. When one fails, the others are stopped and waited for before the error goes on. */
  async #together<K extends RenderJob['kind']>(
    jobs: readonly Extract<RenderJob, { kind: K }>[],
    mixer?: BlockMixer,
  ): Promise<RenderAnswers[K][]> {
    let failure: { error: unknown } | undefined;
    const runs = jobs.map(async (job) => {
      try {
        return await this.#run<K>(job, mixer);
      } catch (error) {
        failure ??= { error };
        this.#options.flag.set();
        return undefined;
      }
    });
    const answers = await Promise.all(runs);
    if (failure !== undefined) throw failure.error;
    return answers as RenderAnswers[K][];
  }

  async #run<K extends RenderJob['kind']>(
    job: Extract<RenderJob, { kind: K }>,
    mixer: BlockMixer | undefined,
  ): Promise<RenderAnswers[K]> {
    const { pool, flag } = this.#options;
    const all = chunksOf(job, this.#chunks);
    let reported = 0;
    const report = (chunks: number): void => {
      reported += chunks;
      this.#report(chunks, job);
    };
    const onShare = (index: number, samples: ChunkShare): void => mixer?.add(index, samples);
    const answer = await pool.run<K>(job, { cancel: flag.memory, onChunks: report, onShare });
    report(all - reported);
    return answer;
  }

  #report(chunks: number, job: RenderJob): void {
    this.#doneChunks += chunks;
    const step = Math.min(this.#doneChunks, this.#allChunks);
    const detail = job.kind === 'play' ? job.part.name : details[job.kind];
    this.#options.onProgress?.({ stage: 'render', step, of: this.#allChunks, detail });
  }
}

const details = { together: 'playing', sum: 'mixing', peaks: 'levelling', write: 'writing' } as const;

/** Chunks that a job goes through, in a take of `all` chunks. */
function chunksOf(job: RenderJob, all: number): number {
  if (job.kind === 'together') return job.parts.length * all;
  return job.kind === 'peaks' ? job.toChunk - job.fromChunk : all;
}

/** Length of the fade at the end of a take. */
export function fadeFrames(score: Score, sampleRate: Hertz): Frames {
  const ringOut = score.seconds - tickToSeconds(score.tempos, score.endTick);
  const fade = Math.min(longestFade, Math.max(shortestFade, ringOut / 4));
  return Math.min(Math.round(score.seconds * sampleRate), Math.round(fade * sampleRate));
}
