/** The mix on its way, before its final gain: what can be heard while the rest is still being played. */
import { chunkFrames, framesOfChunk } from './stemFile.ts';
import type { Frames } from '../../bridge/protocol/units.ts';

/** A span of the mix. Spans come in the order of time, without gaps. */
export interface MixBlock {
  /** Where in the take it begins. */
  frame: Frames;
  /** Both as long as the span. */
  left: Float32Array<ArrayBuffer>;
  right: Float32Array<ArrayBuffer>;
}

/** Receives blocks. Must return quickly and never throw. */
export type MixListener = (block: MixBlock) => void;

/** One worker's share of a chunk: left, then right; absent where all its parts are silent. */
export type ChunkShare = Float32Array<ArrayBuffer> | undefined;

interface Gathered {
  samples: ChunkShare;
  shares: number;
}

/** Adds up the shares of several workers and hands on what is complete, in the order of time. */
export class BlockMixer {
  readonly #workers: number;
  readonly #frames: Frames;
  readonly #listener: MixListener;
  readonly #gathered = new Map<number, Gathered>();
  #next = 0;

  /** `frames` is the length of the take; each of `workers` hands in every chunk once. */
  constructor(workers: number, frames: Frames, listener: MixListener) {
    this.#workers = workers;
    this.#frames = frames;
    this.#listener = listener;
  }

  /** Takes a share of the chunk `index`. The mixer owns the samples from now on. */
  add(index: number, share: ChunkShare): void {
    const gathered = this.#gathered.get(index) ?? { samples: undefined, shares: 0 };
    gathered.samples = sum(gathered.samples, share);
    gathered.shares++;
    this.#gathered.set(index, gathered);
    this.#handOn();
  }

  #handOn(): void {
    for (;;) {
      const gathered = this.#gathered.get(this.#next);
      if (gathered === undefined || gathered.shares < this.#workers) return;
      this.#gathered.delete(this.#next);
      const samples = gathered.samples ?? new Float32Array(2 * chunkFrames);
      const count = framesOfChunk(this.#frames, this.#next);
      this.#listener({
        frame: this.#next * chunkFrames,
        left: samples.subarray(0, count),
        right: samples.subarray(chunkFrames, chunkFrames + count),
      });
      this.#next++;
    }
  }
}

function sum(into: ChunkShare, share: ChunkShare): ChunkShare {
  if (into === undefined || share === undefined) return into ?? share;
  for (let i = 0; i < into.length; i++) into[i] = (into[i] as number) + (share[i] as number);
  return into;
}
