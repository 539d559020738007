/** What comes after the playing: a mix is summed, measured, levelled and written, each a set of jobs for the pool. */
import { curveStep } from '../audio/limiter.ts';
import { highestTruePeak, peakFloor, solveLevels, unlimitedGain } from './levels.ts';
import { chunksIn } from './stemFile.ts';
import type { ProgressListener } from '../../bridge/protocol/progress.ts';
import type { Decibels, Frames, Hertz } from '../../bridge/protocol/units.ts';
import type { Levels, MixEnergy } from './levels.ts';
import type { BlockMixer, ChunkShare } from './mixBlock.ts';
import type { RenderFolder } from './renderFolder.ts';
import type { RenderAnswers, RenderJob, SoundMeasurement, WriteJob } from './renderJobs.ts';
import type { CancelFlag, RenderPool } from './renderPool.ts';
import type { Stem } from './stemFile.ts';

/** Everything that these passes share. */
export interface MasterOptions {
  frames: Frames;
  /** Number of parts that are summed. */
  parts: number;
  sampleRate: Hertz;
  folder: RenderFolder;
  pool: RenderPool;
  flag: CancelFlag;
  stems: boolean;
  onProgress: ProgressListener | undefined;
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

/** Each round lowers the ceiling by what the mix was above it; the first is enough unless a peak hides between steps. */
const mostRounds = 4;

/** Runs the passes that follow the playing. */
export class MasterPasses {
  readonly frames: Frames;
  readonly #options: MasterOptions;
  readonly #chunks: number;
  readonly #allChunks: number;
  #doneChunks = 0;

  constructor(options: MasterOptions) {
    this.#options = options;
    this.frames = options.frames;
    this.#chunks = chunksIn(this.frames);
    const { parts } = options;
    // Parts played, their sum, its peaks, the mix and the stems written.
    this.#allChunks = this.#chunks * (parts + 3 + (options.stems ? parts : 0));
  }

  /** Pass 2: sums the parts and measures the sum. */
  async sum(stems: Stem[]): Promise<MeasuredMix> {
    const { sampleRate, folder, pool } = this.#options;
    const steps = Math.ceil(this.frames / curveStep);
    const energies = new SharedArrayBuffer(steps * Float64Array.BYTES_PER_ELEMENT);
    const peaks = new SharedArrayBuffer(steps * Float32Array.BYTES_PER_ELEMENT);
    const path = folder.temporary('mix.f32');
    const job = { kind: 'sum' as const, stems, sampleRate, frames: this.frames, path, energies };
    const [{ mix, peak }] = (await this.together([job])) as [RenderAnswers['sum']];
    const energy = { sampleRate, energies: new Float64Array(energies), peak };
    const floor = peakFloor(unlimitedGain(energy));
    const share = Math.ceil(this.#chunks / pool.size);
    const ranges = Array.from({ length: Math.ceil(this.#chunks / share) }, (_, i) => i * share);
    await this.together(
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
    const [measured, ...rest] = await this.together([job(mix, folder.mix, 'all'), ...jobs]);
    return { mix: measured as SoundMeasurement, stems: rest };
  }

  /** Runs jobs side by side. When one fails, the others are stopped and waited for before the error goes on. */
  protected async together<K extends RenderJob['kind']>(
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

  /** Writes all files, again with a lower ceiling while the mix as written is above −1 dBTP. */
  async writeBelowCeiling(mix: MeasuredMix, stems: Stem[]): Promise<{ levels: Levels; written: Written }> {
    let lower = 0;
    for (let round = 1; ; round++) {
      const levels = this.levels(mix, lower);
      const written = await this.write(mix.mix, stems, levels);
      const excess = written.mix.truePeak - highestTruePeak;
      if (excess <= 0 || round === mostRounds) return { levels, written };
      lower += excess + 0.05;
    }
  }
}

const details = { together: 'playing', sum: 'mixing', peaks: 'levelling', write: 'writing' } as const;

/** Chunks that a job goes through, in a take of `all` chunks. */
function chunksOf(job: RenderJob, all: number): number {
  if (job.kind === 'together') return job.parts.length * all;
  return job.kind === 'peaks' ? job.toChunk - job.fromChunk : all;
}
