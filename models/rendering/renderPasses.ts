/** The three passes of a rendering, each a set of jobs for the pool. */
import { tickToSeconds } from '../../bridge/protocol/tempoMap.ts';
import { MasterPasses } from './masterPasses.ts';
import { BlockMixer } from './mixBlock.ts';
import { shareParts } from './shareParts.ts';
import type { Part, Score } from '../../bridge/protocol/score.ts';
import type { Frames, Hertz, Seconds } from '../../bridge/protocol/units.ts';
import type { MasterOptions } from './masterPasses.ts';
import type { MixListener } from './mixBlock.ts';
import type { SoundFont } from './soundFont.ts';
import type { Space } from './space.ts';
import type { Stem } from './stemFile.ts';

/** Fade at the end of a take: a quarter of the ring-out, within these limits. */
const shortestFade: Seconds = 0.05;
const longestFade: Seconds = 0.4;

/** Everything that the passes share. */
export interface PassOptions extends Omit<MasterOptions, 'frames' | 'parts'> {
  score: Score;
  soundFont: SoundFont;
  space: Space;
  /** Hears the mix while the parts are played, before its gain is known. */
  onMix: MixListener | undefined;
}

/** Runs the passes of one rendering. */
export class RenderPasses extends MasterPasses {
  readonly #options: PassOptions;

  constructor(options: PassOptions) {
    const { score, sampleRate } = options;
    const frames = Math.round(score.seconds * sampleRate);
    super({ ...options, frames, parts: score.parts.length });
    this.#options = options;
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
    const played = await this.together(
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
    const played = await this.together(jobs, mixer);
    const stems = new Map(
      shares.flatMap((indices, i) => indices.map((index, k) => [index, played[i]?.[k]] as const)),
    );
    return score.parts.map((_, index) => stems.get(index) as Stem);
  }
}

/** Length of the fade at the end of a take. */
export function fadeFrames(score: Score, sampleRate: Hertz): Frames {
  const ringOut = score.seconds - tickToSeconds(score.tempos, score.endTick);
  const fade = Math.min(longestFade, Math.max(shortestFade, ringOut / 4));
  return Math.min(Math.round(score.seconds * sampleRate), Math.round(fade * sampleRate));
}
