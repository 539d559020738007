/**
 * Decodes compressed recordings in a thread of its own: bytes from anywhere may keep a decoder busy for ever, make it
 * print or break it, and none of that reaches the program.
 */
import { Worker } from 'node:worker_threads';
import { cancelled } from '../../bridge/protocol/errors.ts';
import { decodeWorkerUrl } from './decodeWorkerUrl.ts';
import { expectWithinLimits, undecodable } from './recordingLimits.ts';
import type { Milliseconds } from '../../bridge/protocol/units.ts';
import type { DecodedSound } from './audioFile.ts';
import type { CompressedFormat, DecodeReply, DecodeRequest } from './decodeMessages.ts';

/** A decoder that has said nothing for so long is stuck; it sends some six seconds of sound at a time. */
const longestSilence: Milliseconds = 20_000;

type SoundReply = Extract<DecodeReply, { kind: 'sound' }>;

/**
 * Decodes a recording.
 *
 * @param subject names the file in errors
 * @throws LeitmotifError `audio-undecodable`, `audio-unsupported`, `audio-too-long`, `audio-too-large`, `cancelled`
 */
export async function decodeInThread(
  bytes: Uint8Array,
  format: CompressedFormat,
  subject: string,
  { signal }: { signal?: AbortSignal | undefined } = {},
): Promise<DecodedSound> {
  if (signal?.aborted === true) throw cancelled();
  const workerData: DecodeRequest = { format, bytes };
  // Decoders print what they do not like; it is gathered here and thrown away.
  const worker = new Worker(decodeWorkerUrl(), { workerData, stdout: true, stderr: true });
  worker.stdout.resume();
  worker.stderr.resume();
  try {
    const decoding = new Decoding(subject);
    return decoding.sound(await decoding.end(worker, signal));
  } finally {
    await worker.terminate();
  }
}

/** What a thread has sent so far, and what it comes to. */
class Decoding {
  readonly #subject: string;
  readonly #blocks: SoundReply[] = [];
  #frames = 0;
  #settle: { resolve: (isDamaged: boolean) => void; reject: (error: unknown) => void } | undefined;

  constructor(subject: string) {
    this.#subject = subject;
  }

  /** Waits for the end; resolves to whether something was damaged. */
  async end(worker: Worker, signal: AbortSignal | undefined): Promise<boolean> {
    let watch: NodeJS.Timeout | undefined;
    const stop = (): void => this.#settle?.reject(cancelled());
    const watchAgain = (): void => {
      clearTimeout(watch);
      watch = setTimeout(() => this.#settle?.reject(this.#stuck()), longestSilence);
    };
    try {
      return await new Promise<boolean>((resolve, reject) => {
        this.#settle = { resolve, reject };
        signal?.addEventListener('abort', stop, { once: true });
        worker.once('error', (error) => {
          reject(this.#broken(error));
        });
        worker.once('exit', () => {
          reject(this.#broken());
        });
        worker.on('message', (message: DecodeReply) => {
          watchAgain();
          this.#hear(message);
        });
        watchAgain();
      });
    } finally {
      clearTimeout(watch);
      signal?.removeEventListener('abort', stop);
    }
  }

  /** All of it, once it has ended. */
  sound(isDamaged: boolean): DecodedSound {
    const [first] = this.#blocks;
    if (first === undefined) throw undecodable('There is no sound in it that can be decoded', this.#subject);
    const left = joined(this.#blocks.map((block) => block.left));
    const right = joined(this.#blocks.map((block) => block.right));
    const notes: string[] = [];
    if (first.channels > 2) notes.push(`Its ${first.channels} channels were mixed down to two.`);
    if (isDamaged) notes.push('Parts of the recording are damaged and were left out.');
    return { sampleRate: first.sampleRate, channels: first.channels, stereo: [left, right], notes };
  }

  #hear(message: DecodeReply): void {
    if (message.kind === 'end') this.#settle?.resolve(message.isDamaged);
    else if (message.kind === 'failed') this.#settle?.reject(this.#broken(message.reason));
    else this.#gather(message);
  }

  #gather(block: SoundReply): void {
    this.#blocks.push(block);
    this.#frames += block.left.length;
    try {
      expectWithinLimits(this.#frames, block.sampleRate, this.#subject);
    } catch (error) {
      this.#settle?.reject(error);
    }
  }

  #broken(cause?: unknown): Error {
    return undecodable('The recording is damaged and cannot be decoded', this.#subject, cause);
  }

  #stuck(): Error {
    return undecodable('The recording keeps its decoder busy without end', this.#subject);
  }
}

function joined(blocks: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(blocks.reduce((sum, block) => sum + block.length, 0));
  let at = 0;
  for (const block of blocks) {
    whole.set(block, at);
    at += block.length;
  }
  return whole;
}
