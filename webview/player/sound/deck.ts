/**
 * One source in the worklet: the blocks of its tracks that are here, and the gains of the tracks.
 *
 * A block is {@link blockFrames} frames of one track, by its place in the source, so that loop and seek are mere arithmetic and a
 * short loop needs nothing new. The page decides which blocks come and go; a source of any length takes the same few megabytes.
 */
import type { LoopRange } from '../../../bridge/protocol/panels/playback.ts';
import type { Frames } from '../../../bridge/protocol/units.ts';
import { GainRamp } from './gainRamp.ts';
import { runAt } from './playOrder.ts';
import type { PlayOrder } from './playOrder.ts';

/** Frames of a block: 93 ms at 44.1 kHz. */
export const blockFrames: Frames = 4096;

/** Frames over which mute and solo come and go. */
const gainFade: Frames = 512;

/** Most frames that are rendered at once. */
export const longestQuantum: Frames = 1024;

interface DeckTrack {
  readonly blocks: Map<number, Float32Array>;
  readonly gain: GainRamp;
  readonly curve: Float32Array;
}

/** See the head of the file. */
export class Deck implements PlayOrder {
  frames: Frames;
  loop: LoopRange | null = null;
  readonly #tracks: DeckTrack[];

  constructor(frames: Frames, gains: readonly number[]) {
    this.frames = frames;
    this.#tracks = gains.map((gain) => ({
      blocks: new Map(),
      gain: new GainRamp(gain),
      curve: new Float32Array(longestQuantum),
    }));
  }

  /** Takes a block of interleaved samples; what it lacks to a whole one is silence. */
  put(track: number, block: number, samples: Float32Array): void {
    this.#tracks[track]?.blocks.set(block, samples);
  }

  /** Lets a block of all tracks go. */
  drop(block: number): void {
    for (const { blocks } of this.#tracks) blocks.delete(block);
  }

  /** Blocks of all tracks that are here. */
  get held(): number {
    return this.#tracks.reduce((sum, { blocks }) => sum + blocks.size, 0);
  }

  /** Sets the gain of a track: by a fade where it is heard, at once where it is not. */
  aimGain(track: number, gain: number, isHeard: boolean): void {
    this.#tracks[track]?.gain.aim(gain, isHeard ? gainFade : 0);
  }

  /** Frames of all tracks that are here without a gap from `frame` on, in the order of `order`; the end of the source is no gap. */
  available(frame: Frames, most: Frames, order: PlayOrder = this): Frames {
    let have = 0;
    let at = frame;
    while (have < most) {
      const { end, then } = runAt(order, at);
      while (at < end && have < most) {
        const block = Math.floor(at / blockFrames);
        if (!this.#tracks.every(({ blocks }) => blocks.has(block))) return have;
        const next = Math.min(end, (block + 1) * blockFrames);
        have += next - at;
        at = next;
      }
      if (have >= most) break;
      if (then === undefined) return most;
      at = then;
    }
    return Math.min(have, most);
  }

  /** Once a quantum, before {@link mixInto}: works out the gain of each of its frames. */
  prepare(count: Frames): void {
    for (const { gain, curve } of this.#tracks) gain.fill(curve, count);
  }

  /** Adds `count` frames from `frame` on, into `left` and `right` from `offset` on. What is not here is silence. */
  mixInto(left: Float32Array, right: Float32Array, offset: number, frame: Frames, count: Frames): void {
    for (const track of this.#tracks) {
      let done = 0;
      while (done < count) {
        const at = frame + done;
        const block = Math.floor(at / blockFrames);
        const inside = at - block * blockFrames;
        const run = Math.min(count - done, blockFrames - inside, at < 0 ? -at : Infinity);
        const samples = at < 0 || at >= this.frames ? undefined : track.blocks.get(block);
        if (samples !== undefined) addRun(track.curve, samples, inside, left, right, offset + done, run);
        done += run;
      }
    }
  }
}

function addRun(
  curve: Float32Array,
  samples: Float32Array,
  inside: number,
  left: Float32Array,
  right: Float32Array,
  offset: number,
  count: Frames,
): void {
  const there = Math.min(count, (samples.length >> 1) - inside);
  for (let i = 0; i < there; i += 1) {
    const gain = curve[offset + i] ?? 0;
    const at = 2 * (inside + i);
    left[offset + i] = (left[offset + i] ?? 0) + gain * (samples[at] ?? 0);
    right[offset + i] = (right[offset + i] ?? 0) + gain * (samples[at + 1] ?? 0);
  }
}
