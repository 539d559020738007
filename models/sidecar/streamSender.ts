/** The frames of one job on their way to the pipe: counted, and given up where the client is too slow. */
import { encodeStreamFrame } from '../../bridge/protocol/streamFrame.ts';
import { encodeJson } from '../../bridge/protocol/streamPayload.ts';
import type { StreamEnd } from '../../bridge/protocol/sidecar.ts';

/** Where frames go. */
export interface FrameSink {
  readonly hasClients: boolean;
  /** False where nothing more should be sent for now. */
  send(bytes: Uint8Array): boolean;
}

/** Sends the frames of one job. */
export class StreamSender {
  /** How each of the job's streams ended. */
  readonly ends: StreamEnd[] = [];
  readonly #job: number;
  readonly #sink: FrameSink;
  #sequence = 0;
  #isOverrun = false;

  constructor(job: number, sink: FrameSink) {
    this.#job = job;
    this.#sink = sink;
  }

  /** Sends a frame that is encoded already; its sequence number is the count of those before it. */
  send(bytes: Uint8Array): void {
    if (this.#isOverrun || !this.#sink.hasClients) return;
    this.#sequence++;
    if (!this.#sink.send(bytes)) this.#isOverrun = true;
  }

  /** Says how the stream ended. */
  end(known: Omit<StreamEnd, 'reason'>): void {
    const reason = this.#isOverrun ? 'overrun' : this.#sink.hasClients ? 'complete' : 'nobody';
    const end: StreamEnd = { reason, ...known };
    this.ends.push(end);
    const frame = { type: 'end', job: this.#job, sequence: this.#sequence, time: 0 } as const;
    this.#sink.send(encodeStreamFrame({ ...frame, payload: encodeJson(end) }));
  }
}
