/** Passes a stream on, and knows whether all of it was heard. */
import type { StreamEnd } from '../../bridge/protocol/sidecar.ts';
import type { StreamBegin, StreamNote } from '../../bridge/protocol/streamFrame.ts';
import type { Frames, Milliseconds } from '../../bridge/protocol/units.ts';
import type { StreamListener } from './streamListener.ts';

/** Stands between the pipe and who listens to one job. */
export class StreamWait implements StreamListener {
  readonly #listener: StreamListener;
  #isOpen = true;
  #ends = 0;
  #onEnd: () => void = () => undefined;

  constructor(listener: StreamListener) {
    this.#listener = listener;
  }

  begin(begin: StreamBegin): void {
    if (this.#isOpen) this.#listener.begin(begin);
  }

  audio(time: Frames, samples: Float32Array<ArrayBuffer>): void {
    if (this.#isOpen) this.#listener.audio(time, samples);
  }

  notes(time: Frames, notes: StreamNote[]): void {
    if (this.#isOpen) this.#listener.notes(time, notes);
  }

  end(end: StreamEnd): void {
    if (!this.#isOpen) return;
    this.#ends++;
    this.#listener.end(end);
    this.#onEnd();
  }

  /**
   * Waits until all streams of an answer were heard to their end. What is lost, because the pipe broke, is ended as
   * `overrun`: only the beginning was heard.
   */
  async untilEnded(ends: readonly StreamEnd[], patience: Milliseconds): Promise<void> {
    const sent = ends.filter(({ reason }) => reason !== 'nobody').length;
    if (this.#ends < sent)
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, patience);
        this.#onEnd = () => {
          if (this.#ends < sent) return;
          clearTimeout(timer);
          resolve();
        };
      });
    const last = ends.at(-1);
    if (last !== undefined && this.#ends < ends.length) this.end({ ...last, reason: 'overrun' });
  }

  /** From now on nothing is passed on. */
  close(): void {
    this.#isOpen = false;
    this.#onEnd();
  }
}
