/**
 * The live sound as frames: encoded once, however many listen, and kept for some seconds for those who lost their connection.
 *
 * ```
 * block ─► meters
 *       └► frame (float32) ─► ring of the last seconds ─► the same buffer to every listener
 *             └► int16, only where somebody asks for it
 * ```
 */
import { randomBytes } from 'node:crypto';
import { decodePcmFrame, encodePcmFrame, sequenceDistance } from '../protocol/pcmFrame.ts';
import { MeterSum } from './meterSum.ts';
import type { PcmFormat, PcmPosition } from '../protocol/pcmFrame.ts';
import type { AudioBlock } from '../transport/audioBlock.ts';
import type { MeterReading } from '../protocol/listenMessages.ts';
import type { Frames, Hertz, Seconds } from '../protocol/units.ts';

/** A block that was encoded. Nobody may write to its bytes: all listeners share them. */
export interface LiveFrame {
  readonly sequence: number;
  readonly length: Frames;
  /** The frame in a format; encoded at the first call. */
  bytes(format: PcmFormat): Uint8Array<ArrayBuffer>;
}

/** Who hears the stream. */
export interface LiveHearer {
  /** The next frame. */
  hear(frame: LiveFrame): void;
  /** The stream begins anew: another name, sequence 0. */
  restarted(): void;
}

/** Sound that is kept for resuming, unless told otherwise. */
const keptSeconds: Seconds = 4;

/** One live stream. */
export class LiveStream {
  readonly #kept: Seconds;
  readonly #hearers = new Set<LiveHearer>();
  readonly #meters = new MeterSum();
  #ring: LiveFrame[] = [];
  #ringFrames: Frames = 0;
  #name = newName();
  #sampleRate: Hertz | undefined;
  #next = 0;

  constructor(kept: Seconds = keptSeconds) {
    this.#kept = kept;
  }

  /** What `sequence` counts; another one after the sample rate changed. */
  get name(): string {
    return this.#name;
  }

  /** Undefined before the first block. */
  get sampleRate(): Hertz | undefined {
    return this.#sampleRate;
  }

  /** How many listen. */
  get hearers(): number {
    return this.#hearers.size;
  }

  /** Sequence of the frame that comes next. */
  get nextSequence(): number {
    return this.#next;
  }

  /** Sends a block to everybody. @throws PcmFrameError for a block or a position that no frame can hold */
  push(block: AudioBlock, position: PcmPosition): void {
    if (this.#sampleRate !== undefined && this.#sampleRate !== block.sampleRate) this.#restart();
    const frame = encodedOnce(block, position, this.#next);
    this.#sampleRate = block.sampleRate;
    this.#next = (this.#next + 1) >>> 0;
    this.#keep(frame, block.sampleRate);
    this.#meters.add(block);
    for (const hearer of this.#hearers) hearer.hear(frame);
  }

  /** Hears from the next frame on. @returns ends it */
  join(hearer: LiveHearer): () => void {
    this.#hearers.add(hearer);
    return () => this.#hearers.delete(hearer);
  }

  /**
   * What a listener missed who wants `sequence` next: the frames that are still there, and the number of those that are not.
   * Of another stream, or of a sequence that was not sent yet, nothing was missed that could be told.
   */
  since(stream: string, sequence: number): { frames: readonly LiveFrame[]; missed: number } {
    const behind = sequenceDistance(sequence, this.#next);
    if (stream !== this.#name || behind <= 0) return { frames: [], missed: 0 };
    const frames = this.#ring.slice(Math.max(0, this.#ring.length - behind));
    return { frames, missed: behind - frames.length };
  }

  /** Loudness since the last call; silence where nothing came. */
  takeMeters(): MeterReading {
    return this.#meters.take();
  }

  #keep(frame: LiveFrame, sampleRate: Hertz): void {
    this.#ring.push(frame);
    this.#ringFrames += frame.length;
    while (this.#ringFrames > this.#kept * sampleRate) {
      this.#ringFrames -= this.#ring.shift()?.length ?? this.#ringFrames;
    }
  }

  #restart(): void {
    this.#ring = [];
    this.#ringFrames = 0;
    this.#name = newName();
    this.#next = 0;
    for (const hearer of this.#hearers) hearer.restarted();
  }
}

function newName(): string {
  return randomBytes(8).toString('hex');
}

/** The block's samples are copied at once, for a source may use its arrays again. */
function encodedOnce(block: AudioBlock, position: PcmPosition, sequence: number): LiveFrame {
  const header = { ...position, sequence, time: block.time, sampleRate: block.sampleRate };
  const float32 = encodePcmFrame({ ...header, format: 'float32', left: block.left, right: block.right });
  let int16: Uint8Array<ArrayBuffer> | undefined;
  return {
    sequence,
    length: block.left.length,
    bytes: (format) => (format === 'float32' ? float32 : (int16 ??= toInt16(float32))),
  };
}

function toInt16(float32: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const { left, right, ...header } = decodePcmFrame(float32);
  return encodePcmFrame({ ...header, format: 'int16', left, right });
}
