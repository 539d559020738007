/** The live synthesizer as the bridge sees it: a thread that is told what to play and gives blocks. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { cancelled, LeitmotifError, throwIfCancelled } from '../protocol/errors.ts';
import type { AudioBlock } from '../transport/audioBlock.ts';
import type {
  ComingNote,
  SynthesizerOrder,
  SynthesizerReply,
  SynthesizerStart,
} from './synthesizerMessages.ts';

/** Who hears the blocks, and what went wrong. */
export interface SynthesizerListener {
  block: (block: AudioBlock) => void;
  /** The thread ended by itself. Nothing sounds any more. */
  lost: (error: LeitmotifError) => void;
}

/** One thread. */
export class SynthesizerThread {
  readonly #worker: Worker;
  readonly #preparations = new Map<number, () => void>();
  #prepared = 0;
  #isClosed = false;
  #isReady = false;

  private constructor(start: SynthesizerStart) {
    this.#worker = new Worker(workerUrl(), {
      workerData: start,
      // Blocks of sound are short-lived: with little room they are collected often and soon, and the process keeps its size.
      resourceLimits: { maxYoungGenerationSizeMb: 8 },
    });
  }

  /**
   * Starts one; resolves when it can play.
   *
   * @throws LeitmotifError `soundfont-missing`, `soundfont-corrupt`, `internal`; `cancelled` where the signal is aborted before
   */
  static async start(
    start: Omit<SynthesizerStart, 'soundFont'>,
    listener: SynthesizerListener,
    signal: AbortSignal,
  ): Promise<SynthesizerThread> {
    throwIfCancelled(signal);
    const thread = new SynthesizerThread({ ...start, soundFont: bundledSoundFont() });
    await thread.#whenReady(start.sampleRate, listener, signal);
    return thread;
  }

  /** Tells it something. */
  tell(order: SynthesizerOrder): void {
    if (!this.#isClosed) this.#worker.postMessage(order);
  }

  /** Decodes what notes need that will come, the first ones first. Resolves when it is done, or never will be. */
  prepare(notes: ComingNote[]): Promise<void> {
    const number = this.#prepared++;
    return new Promise((resolve) => {
      if (this.#isClosed) resolve();
      else this.#preparations.set(number, resolve);
      this.tell({ kind: 'prepare', number, notes });
    });
  }

  /** Ends the thread. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#giveUp();
    await this.#worker.terminate();
  }

  #giveUp(): void {
    for (const resolve of this.#preparations.values()) resolve();
    this.#preparations.clear();
  }

  #whenReady(sampleRate: number, listener: SynthesizerListener, signal: AbortSignal): Promise<void> {
    return new Promise<void>((resolve, reject) => {
      signal.addEventListener('abort', () => {
        // Once it can play it belongs to somebody else, who closes it.
        if (!this.#isReady) void this.close();
        reject(cancelled());
      });
      const fail = (cause: unknown): void => {
        const error = lostSynthesizer(cause);
        reject(error);
        this.#giveUp();
        if (!this.#isClosed) listener.lost(error);
      };
      this.#worker.on('message', (reply: SynthesizerReply) => {
        if (reply.kind === 'ready') {
          this.#isReady = true;
          resolve();
        } else if (reply.kind === 'failed') fail(reply.message);
        else if (reply.kind === 'prepared') {
          this.#preparations.get(reply.number)?.();
          this.#preparations.delete(reply.number);
        } else listener.block({ time: reply.time, sampleRate, left: reply.left, right: reply.right });
      });
      this.#worker.on('error', fail);
      this.#worker.on('exit', () => {
        fail('The thread ended');
      });
    });
  }
}

/** Run from sources, where Node cannot load TypeScript into a thread, it is the built one. */
function workerUrl(): URL {
  const isSource = import.meta.url.endsWith('.ts');
  return new URL(isSource ? '../../dist/synthesizerWorker.js' : './synthesizerWorker.js', import.meta.url);
}

/** The SoundFont of the installation: above `dist/`, or above the sources of this room. */
function bundledSoundFont(): string {
  const places = ['../media/soundfont/leitmotif.sf3', '../../media/soundfont/leitmotif.sf3'];
  const found = places
    .map((place) => fileURLToPath(new URL(place, import.meta.url)))
    .find((path) => existsSync(path));
  if (found !== undefined) return found;
  throw new LeitmotifError('soundfont-missing', {
    what: 'The SoundFont is not there',
    subject: 'media/soundfont/leitmotif.sf3',
    next: 'Install the product again',
  });
}

function lostSynthesizer(cause: unknown): LeitmotifError {
  const message = cause instanceof Error ? cause.message : String(cause);
  return new LeitmotifError('internal', {
    what: 'The synthesizer ended by itself',
    subject: message.slice(0, 200),
    next: 'Start the performance again; if it stays, report it with the log',
    cause,
  });
}
