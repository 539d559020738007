/** Our end of the sidecar's pipe: bytes become what listeners hear, job by job. Reads as fast as it comes. */
import { connect } from 'node:net';
import { encodeStreamFrame, StreamFrameDecoder } from '../../bridge/protocol/streamFrame.ts';
import { decodeJson, decodeNotes } from '../../bridge/protocol/streamPayload.ts';
import type { Socket } from 'node:net';
import type { StreamAddress, StreamEnd } from '../../bridge/protocol/sidecar.ts';
import type { StreamBegin, StreamFrame } from '../../bridge/protocol/streamFrame.ts';
import type { Milliseconds } from '../../bridge/protocol/units.ts';
import type { StreamListener } from './streamListener.ts';

/** How long a welcome may take. */
const patience: Milliseconds = 10_000;

/** One connection, welcomed. */
export class StreamClient {
  readonly #socket: Socket;
  readonly #listenerOf: (job: number) => StreamListener | undefined;
  /** Sequence number that each job's next frame has; a job that lost one is heard again from its next `begin`. */
  readonly #next = new Map<number, number>();
  #isOpen = true;
  /** Why the connection was closed from our side. */
  fault: Error | undefined;

  private constructor(socket: Socket, listenerOf: (job: number) => StreamListener | undefined) {
    this.#socket = socket;
    this.#listenerOf = listenerOf;
    socket.once('close', () => {
      this.#isOpen = false;
    });
  }

  /** Connects and is welcomed. Frames of jobs without a listener are dropped. @throws Error where it is not welcomed */
  static async open(
    { path, token }: StreamAddress,
    listenerOf: (job: number) => StreamListener | undefined,
  ): Promise<StreamClient> {
    const socket = connect(path);
    const client = new StreamClient(socket, listenerOf);
    const decoder = new StreamFrameDecoder();
    const payload = Uint8Array.from(Buffer.from(token, 'hex'));
    socket.write(encodeStreamFrame({ type: 'token', job: 0, sequence: 0, time: 0, payload }));
    await new Promise<void>((resolve, reject) => {
      const fail = (): void => {
        reject(client.fault ?? new Error('The pipe of the sidecar was closed before it welcomed us'));
      };
      const timer = setTimeout(() => {
        socket.destroy(new Error('The pipe of the sidecar did not welcome us'));
      }, patience);
      socket.once('close', () => {
        clearTimeout(timer);
        fail();
      });
      socket.on('error', (error) => {
        client.fault ??= error;
      });
      socket.on('data', (bytes) => {
        client.#read(decoder, bytes, () => {
          clearTimeout(timer);
          resolve();
        });
      });
    });
    return client;
  }

  /** False once it was closed, by whomever. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Forgets a job. */
  forget(job: number): void {
    this.#next.delete(job);
  }

  /** Closes it. */
  close(): void {
    this.#isOpen = false;
    this.#socket.destroy();
  }

  #read(decoder: StreamFrameDecoder, bytes: Uint8Array, onWelcome: () => void): void {
    try {
      for (const frame of decoder.push(bytes)) {
        if (frame.type === 'welcome') onWelcome();
        else this.#hear(frame);
      }
    } catch (error) {
      // Bytes that are no frames cannot be read on: the next job opens another connection.
      this.fault ??= error instanceof Error ? error : new Error(String(error));
      this.close();
    }
  }

  #hear(frame: StreamFrame): void {
    const listener = this.#listenerOf(frame.job);
    if (listener === undefined) {
      this.forget(frame.job);
      return;
    }
    if (frame.type !== 'begin' && this.#next.get(frame.job) !== frame.sequence) return;
    this.#next.set(frame.job, frame.sequence + 1);
    deliver(frame, listener);
  }
}

function deliver({ type, time, payload }: StreamFrame, listener: StreamListener): void {
  switch (type) {
    case 'begin':
      listener.begin(decodeJson(payload) as StreamBegin);
      return;
    case 'audio':
      listener.audio(time, samplesOf(payload));
      return;
    case 'notes':
      listener.notes(time, decodeNotes(payload));
      return;
    case 'end':
      listener.end(decodeJson(payload) as StreamEnd);
      return;
    default:
      return;
  }
}

/** The samples of a payload in a buffer of their own. Little-endian, as all platforms of ours are. */
function samplesOf(payload: Uint8Array): Float32Array<ArrayBuffer> {
  return new Float32Array(Uint8Array.from(payload).buffer);
}
