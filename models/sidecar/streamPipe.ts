/**
 * The local pipe that sound and notes leave by: a Unix domain socket in a private folder, or a Windows pipe, with a random
 * name and a token as the first frame. See `bridge/protocol/streamFrame.ts` for what goes over it.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeStreamFrame, StreamFrameDecoder, tokenBytes } from '../../bridge/protocol/streamFrame.ts';
import type { Server, Socket } from 'node:net';
import type { StreamFrame } from '../../bridge/protocol/streamFrame.ts';
import type { StreamAddress } from '../../bridge/protocol/sidecar.ts';
import type { Milliseconds } from '../../bridge/protocol/units.ts';

/** Who has not sent the token by then is not a client. */
const tokenWithin: Milliseconds = 2000;
/** Connections at a time, with and without token. */
const mostConnections = 8;
/** Bytes that may wait for a slow client: a minute and a half of sound. */
const mostWaiting = 32 << 20;
const folderName = /^leitmotif-(\d+)-/;

/** Told of a frame that a client asks with; `send` answers that client. */
export type AskListener = (frame: StreamFrame, send: (bytes: Uint8Array) => void) => void;

/** The pipe. Call {@link close} in the end, or its folder stays. */
export class StreamPipe {
  readonly #server: Server;
  readonly #folder: string | undefined;
  readonly #token = randomBytes(tokenBytes);
  readonly #path: string;
  readonly #sockets = new Set<Socket>();
  readonly #clients = new Set<Socket>();

  #ask: AskListener = () => undefined;

  private constructor() {
    const name = randomBytes(12).toString('hex');
    const isWindows = process.platform === 'win32';
    if (!isWindows) removeAbandoned();
    // mkdtemp makes folders that only their owner may enter.
    this.#folder = isWindows ? undefined : mkdtempSync(join(tmpdir(), `leitmotif-${String(process.pid)}-`));
    this.#path = this.#folder === undefined ? `\\\\.\\pipe\\leitmotif-${name}` : join(this.#folder, name);
    this.#server = createServer((socket) => {
      this.#accept(socket);
    });
    this.#server.maxConnections = mostConnections;
  }

  /** Opens a pipe. */
  static async open(): Promise<StreamPipe> {
    const pipe = new StreamPipe();
    await new Promise<void>((resolve, reject) => {
      pipe.#server.once('error', reject);
      pipe.#server.listen(pipe.#path, resolve);
    });
    if (pipe.#folder !== undefined) chmodSync(pipe.#path, 0o600);
    return pipe;
  }

  /** Where clients find it. */
  get address(): StreamAddress {
    return { path: this.#path, token: this.#token.toString('hex') };
  }

  /** Whether somebody with the token is there. */
  get hasClients(): boolean {
    return this.#clients.size > 0;
  }

  /** Sends a frame to all clients. False where one reads so slowly that nothing more should be sent. */
  send(bytes: Uint8Array): boolean {
    let isKeepingUp = true;
    for (const client of this.#clients) {
      client.write(bytes);
      isKeepingUp &&= client.writableLength < mostWaiting;
    }
    return isKeepingUp;
  }

  /** Hears what clients ask of jobs, and how to answer the one who asked. */
  onAsk(listener: AskListener): void {
    this.#ask = listener;
  }

  /** Closes all connections and removes the pipe. At once, for it is also the last thing that a process does. */
  close(): void {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
    if (this.#folder !== undefined) rmSync(this.#folder, { recursive: true, force: true });
  }

  #accept(socket: Socket): void {
    this.#sockets.add(socket);
    const decoder = new StreamFrameDecoder();
    const timer = setTimeout(() => socket.destroy(), tokenWithin);
    const leave = (): void => {
      clearTimeout(timer);
      this.#sockets.delete(socket);
      this.#clients.delete(socket);
    };
    socket.on('close', leave);
    // A broken connection closes, and closing is all we need to know.
    socket.on('error', () => undefined);
    socket.on('data', (bytes) => {
      if (this.#clients.has(socket)) {
        this.#hear(decoder, bytes, socket);
        return;
      }
      if (!this.#isToken(decoder, bytes, socket)) return void socket.destroy();
      if (decoder.isWithinFrame) return;
      clearTimeout(timer);
      this.#clients.add(socket);
      const welcome = { type: 'welcome', job: 0, sequence: 0, time: 0, payload: new Uint8Array() } as const;
      socket.write(encodeStreamFrame(welcome));
    });
  }

  /** After the token a client only asks. Who says anything else, or does not read what it asked for, is let go. */
  #hear(decoder: StreamFrameDecoder, bytes: Uint8Array, socket: Socket): void {
    const send = (frame: Uint8Array): void => {
      if (socket.writableLength < mostWaiting) socket.write(frame);
      else socket.destroy();
    };
    try {
      for (const frame of decoder.push(bytes)) {
        if (frame.type !== 'ask') return void socket.destroy();
        this.#ask(frame, send);
      }
    } catch {
      socket.destroy();
    }
  }

  /** False where these bytes are not, and cannot become, the token. */
  #isToken(decoder: StreamFrameDecoder, bytes: Uint8Array, socket: Socket): boolean {
    try {
      const [frame, more] = decoder.push(bytes);
      if (frame === undefined) return socket.bytesRead < 2 * (tokenBytes + tokenBytes);
      return more === undefined && frame.type === 'token' && timingSafeEqual(frame.payload, this.#token);
    } catch {
      return false;
    }
  }
}

/** Removes the folders of sidecars that were killed. */
function removeAbandoned(): void {
  for (const name of readdirSync(tmpdir())) {
    const owner = folderName.exec(name)?.[1];
    if (owner === undefined || isRunning(Number(owner))) continue;
    try {
      rmSync(join(tmpdir(), name), { recursive: true, force: true });
    } catch {
      continue; // Somebody else's.
    }
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
