/**
 * One listener of the live stream. Who does not keep up misses sound and goes on with the newest: late sound is of no use in a
 * performance.
 */
import { SendWindow } from './sendWindow.ts';
import type { PcmFormat } from '../protocol/pcmFrame.ts';
import type { Frames, Seconds } from '../protocol/units.ts';
import type { Listening, ListenerSocket } from './listenerSocket.ts';
import type { LiveFrame, LiveHearer, LiveStream } from './liveStream.ts';

/** Sound on its way to a live listener before the rest is dropped. */
export const liveWindow: Seconds = 0.5;
/** Bytes in this process above which frames are dropped whatever was acknowledged. */
const longestBacklog = 1 << 20;
const assumedRate = 48_000;

/** What a listener asks for. */
export interface LiveRequest {
  format: PcmFormat;
  resume?: { stream: string; sequence: number } | undefined;
}

/** Hears the stream on behalf of a socket. */
export class LiveListening implements Listening, LiveHearer {
  readonly #stream: LiveStream;
  readonly #socket: ListenerSocket;
  readonly #format: PcmFormat;
  readonly #leave: () => void;
  #window: SendWindow;
  #dropped = 0;

  constructor(stream: LiveStream, socket: ListenerSocket, request: LiveRequest) {
    this.#stream = stream;
    this.#socket = socket;
    this.#format = request.format;
    this.#window = this.#freshWindow();
    this.#begin(request);
    this.#leave = stream.join(this);
  }

  hear(frame: LiveFrame): void {
    if (!this.#window.hasRoom(frame.length) || this.#socket.backlog > longestBacklog) {
      this.#dropped += 1;
      return;
    }
    if (this.#dropped > 0)
      this.#socket.say({ type: 'dropped', frames: this.#dropped, sequence: frame.sequence });
    this.#dropped = 0;
    this.#send(frame);
  }

  restarted(): void {
    this.#window = this.#freshWindow();
    this.#dropped = 0;
    this.#begin({ format: this.#format });
  }

  acknowledge(sequence: number): boolean {
    return this.#window.acknowledge(sequence);
  }

  stop(): void {
    this.#leave();
  }

  #begin({ resume }: LiveRequest): void {
    const { frames, missed } =
      resume === undefined ? { frames: [], missed: 0 } : this.#stream.since(resume.stream, resume.sequence);
    const sequence = frames[0]?.sequence ?? this.#stream.nextSequence;
    this.#socket.say({ type: 'listening', mode: 'live', stream: this.#stream.name, sequence, missed });
    this.#window.widen(frames.reduce<Frames>((sum, { length }) => sum + length, 0));
    for (const frame of frames) this.#send(frame);
  }

  #send(frame: LiveFrame): void {
    this.#window.sent(frame.sequence, frame.length);
    this.#socket.sendFrame(frame.bytes(this.#format));
  }

  #freshWindow(): SendWindow {
    return new SendWindow(Math.round(liveWindow * (this.#stream.sampleRate ?? assumedRate)));
  }
}
