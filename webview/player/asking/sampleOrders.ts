/**
 * Decides what is asked of the host for one source, and what the worklet keeps of it. Pure: time comes in as a number.
 *
 * ```
 *  place ─► wanted blocks ─► asks for what is neither here nor on its way      answers ─► blocks for the worklet
 *                        └─► forgets what is on its way and not wanted         what is not wanted any more is dropped
 * ```
 *
 * The first ask at a new place is short, so that a stream that is still rendered is heard as soon as its first block is there; later
 * ones are long. What one source takes is bounded by the frames ahead, however long it is.
 */
import { mostFramesAsked } from '../../../bridge/protocol/panels/playerPanel.ts';
import type { Frames, Milliseconds } from '../../../bridge/protocol/units.ts';
import { blockFrames } from '../sound/deck.ts';
import type { PlayOrder } from '../sound/playOrder.ts';
import { wantedBlocks } from './wantedBlocks.ts';

/** Blocks of an ask where nothing is there yet, and at most. */
const firstBlocks = 1;
const mostBlocks = Math.floor(mostFramesAsked / blockFrames);

/** Asks of one track that are on their way at once. */
const mostAsks = 3;

/** A block that nobody wants stays so long: a head that is leaving may still read it. */
const dropAfter: Milliseconds = 300;

/** One ask. */
export interface SampleAsk {
  ask: number;
  track: string;
  from: Frames;
  frames: Frames;
}

/** One block for the worklet. */
export interface BlockPut {
  track: number;
  block: number;
  samples: Float32Array<ArrayBuffer>;
}

/** What is to be done now. */
export interface SamplePlan {
  asks: SampleAsk[];
  forgets: number[];
  drops: number[];
}

interface TrackBook {
  readonly id: string;
  readonly held: Set<number>;
  readonly coming: Map<number, { ask: number; block: number; count: number }>;
  /** Where the track turned out to end. */
  end?: Frames;
}

/** The book of one source. */
export class SampleOrders {
  readonly #tracks: TrackBook[];
  readonly #nextAsk: () => number;
  readonly #unwantedSince = new Map<number, Milliseconds>();
  #frames: Frames;
  #saidFrames: Frames;
  #hasFailed = false;

  /** @param nextAsk gives a number that no other ask has */
  constructor(tracks: readonly string[], frames: Frames, nextAsk: () => number) {
    this.#tracks = tracks.map((id) => ({ id, held: new Set(), coming: new Map() }));
    this.#frames = frames;
    this.#saidFrames = frames;
    this.#nextAsk = nextAsk;
  }

  /** Length of the source as far as is known. */
  get frames(): Frames {
    return this.#frames;
  }

  /** True after an answer failed, until {@link retry}; until then nothing is asked. */
  get hasFailed(): boolean {
    return this.#hasFailed;
  }

  /** Blocks of all tracks that the worklet holds. */
  get held(): number {
    return this.#tracks.reduce((sum, { held }) => sum + held.size, 0);
  }

  retry(): void {
    this.#hasFailed = false;
  }

  /**
   * What to do with playing at `frame`; `ahead` frames are wanted.
   *
   * @param order of the source, as the worklet has it
   */
  plan(order: PlayOrder, frame: Frames, ahead: Frames, now: Milliseconds): SamplePlan {
    const wanted = wantedBlocks(order, Math.min(frame, Math.max(0, this.#frames - 1)), ahead);
    const plan: SamplePlan = { asks: [], forgets: [], drops: this.#drops(wanted, frame, now) };
    const isWanted = new Set(wanted);
    for (const track of this.#tracks) {
      for (const { ask, block, count } of [...track.coming.values()]) {
        if (range(block, count).some((one) => isWanted.has(one))) continue;
        track.coming.delete(ask);
        plan.forgets.push(ask);
      }
      if (!this.#hasFailed) plan.asks.push(...this.#asks(track, wanted));
    }
    return plan;
  }

  /** Takes an answer; `undefined` where nobody waits for it. */
  answer(ask: number, samples: Float32Array<ArrayBuffer> | null): BlockPut[] | undefined {
    const index = this.#tracks.findIndex(({ coming }) => coming.has(ask));
    const track = this.#tracks[index];
    const coming = track?.coming.get(ask);
    if (track === undefined || coming === undefined) return undefined;
    track.coming.delete(ask);
    if (samples === null) {
      this.#hasFailed = true;
      return [];
    }
    const { block: first, count } = coming;
    const got = samples.length >> 1;
    const asked = Math.min(count * blockFrames, this.#frames - first * blockFrames);
    if (got < asked) this.#endTrack(track, first * blockFrames + got);
    return range(first, count).map((block, i) => {
      track.held.add(block);
      // Copies, so that a block that stays does not hold the whole answer.
      return { track: index, block, samples: samples.slice(2 * i * blockFrames, 2 * (i + 1) * blockFrames) };
    });
  }

  /**
   * The source says that it has another length. Returns the blocks to drop: where it grew, the one that was its last, and all that was
   * taken for silence behind its end.
   */
  resize(frames: Frames): number[] {
    if (frames === this.#saidFrames) return [];
    const firstStale = Math.floor(this.#frames / blockFrames);
    const hasGrown = frames > this.#frames;
    this.#frames = frames;
    this.#saidFrames = frames;
    if (!hasGrown) return [];
    const stale = new Set<number>();
    for (const track of this.#tracks) {
      delete track.end;
      for (const block of track.held) if (block >= firstStale) stale.add(block);
      // What is on its way was asked with the old length.
      for (const { ask, block, count } of [...track.coming.values()])
        if (block + count > firstStale) track.coming.delete(ask);
    }
    for (const { held } of this.#tracks) for (const block of stale) held.delete(block);
    return [...stale];
  }

  /** Forgets all that is on its way; returns its numbers. */
  close(): number[] {
    const asks = this.#tracks.flatMap(({ coming }) => [...coming.keys()]);
    for (const { coming } of this.#tracks) coming.clear();
    return asks;
  }

  #asks(track: TrackBook, wanted: readonly number[]): SampleAsk[] {
    const asks: SampleAsk[] = [];
    const coming = new Set([...track.coming.values()].flatMap(({ block, count }) => range(block, count)));
    const isMissing = (block: number) => !track.held.has(block) && !coming.has(block);
    let most = wanted[0] !== undefined && !track.held.has(wanted[0]) ? firstBlocks : mostBlocks;
    for (let i = 0; i < wanted.length && track.coming.size < mostAsks;) {
      const block = wanted[i];
      if (block === undefined || !isMissing(block)) {
        i += 1;
        continue;
      }
      let count = 1;
      while (count < most && wanted[i + count] === block + count && isMissing(block + count)) count += 1;
      i += count;
      most = Math.min(mostBlocks, 2 * most);
      const from = block * blockFrames;
      const frames = Math.min(count * blockFrames, this.#frames - from);
      if (frames <= 0) continue;
      const ask = this.#nextAsk();
      track.coming.set(ask, { ask, block, count });
      asks.push({ ask, track: track.id, from, frames });
    }
    return asks;
  }

  /** Blocks that have not been wanted for a while. Those just behind the place stay: a head that leaves reads them. */
  #drops(wanted: readonly number[], frame: Frames, now: Milliseconds): number[] {
    const keep = new Set(wanted);
    const here = Math.floor(frame / blockFrames);
    keep.add(here).add(here - 1);
    const drops: number[] = [];
    for (const block of new Set(this.#tracks.flatMap(({ held }) => [...held]))) {
      if (keep.has(block)) {
        this.#unwantedSince.delete(block);
        continue;
      }
      const since = this.#unwantedSince.get(block) ?? now;
      this.#unwantedSince.set(block, since);
      if (now - since >= dropAfter) drops.push(block);
    }
    for (const block of drops) {
      this.#unwantedSince.delete(block);
      for (const { held } of this.#tracks) held.delete(block);
    }
    return drops;
  }

  /** Tracks may differ in length: the source ends with the longest. */
  #endTrack(track: TrackBook, end: Frames): void {
    track.end = Math.min(track.end ?? end, end);
    const ends = this.#tracks.map((one) => one.end);
    if (ends.every((one) => one !== undefined)) this.#frames = Math.min(this.#frames, Math.max(...ends));
  }
}

function range(first: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => first + i);
}
