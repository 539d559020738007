/** Starts the built sidecar and talks to it as an editor would. */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-jsonrpc/node';
import * as protocol from '../../../bridge/protocol/sidecar.ts';
import { cueSchema, cueVersion } from '../../../bridge/protocol/cue.ts';
import { encodeStreamFrame, StreamFrameDecoder } from '../../../bridge/protocol/streamFrame.ts';
import { findInstallation } from '../../../models/takes/installation.ts';
import type { ChildProcess } from 'node:child_process';
import type { Socket } from 'node:net';
import type { MessageConnection } from 'vscode-jsonrpc/node';
import type { InitializeParams } from '../../../bridge/protocol/sidecarParams.ts';
import type { Cue } from '../../../bridge/protocol/cue.ts';
import type { StreamFrame } from '../../../bridge/protocol/streamFrame.ts';

/** The repository, from a test's source and from a bench in `dist/`. */
export const { root } = findInstallation();

/** A sidecar that runs, with the conversation open. */
export interface RunningSidecar {
  process: ChildProcess;
  connection: MessageConnection;
  initialized: protocol.InitializeResult;
  reports: protocol.ProcessReport[];
  progress: protocol.JobProgress[];
  /** What it wrote to standard error. */
  errors: () => string;
  exited: Promise<number | null>;
  /** Orderly end; resolves when it is gone. */
  stop(): Promise<void>;
}

/** Options for {@link startSidecar}. */
export interface StartOptions {
  args?: string[];
  /** Beside the environment of the tests. */
  environment?: Readonly<Record<string, string>>;
  /** Said when the conversation is opened. */
  provider?: InitializeParams['provider'];
}

/** Starts a sidecar without a word. */
export function spawnSidecar({ args = [], environment = {} }: StartOptions = {}): ChildProcess {
  const program = `${root}/dist/sidecar.js`;
  if (!existsSync(program)) throw new Error('Run "npm run build" first: the sidecar is not built.');
  return spawn(process.execPath, [program, '--stdio', ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, ...environment },
  });
}

/** Starts a sidecar and opens the conversation. */
export async function startSidecar(options: StartOptions = {}): Promise<RunningSidecar> {
  const child = spawnSidecar(options);
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  let errors = '';
  child.stderr!.on('data', (text: Buffer) => (errors += text.toString()));
  child.stdin!.on('error', () => undefined);
  const connection = createMessageConnection(
    new StreamMessageReader(child.stdout!),
    new StreamMessageWriter(child.stdin!),
  );
  const reports: protocol.ProcessReport[] = [];
  const progress: protocol.JobProgress[] = [];
  connection.onNotification(protocol.processNotification, (report) => {
    reports.push(report);
  });
  connection.onNotification(protocol.progressNotification, (report) => {
    progress.push(report);
  });
  // Requests that wait when the process dies would never settle.
  connection.onClose(() => {
    connection.dispose();
  });
  connection.onError(() => undefined);
  connection.listen();
  const initialized = await connection.sendRequest(protocol.initializeRequest, {
    protocolVersion: protocol.sidecarProtocolVersion,
    client: { name: 'test', version: '0' },
    ...(options.provider === undefined ? {} : { provider: options.provider }),
  });
  const stop = async (): Promise<void> => {
    await connection.sendRequest(protocol.shutdownRequest);
    await connection.sendNotification(protocol.exitNotification);
    await exited;
  };
  return { process: child, connection, initialized, reports, progress, errors: () => errors, exited, stop };
}

/** A client of the pipe. */
export interface PipeClient {
  socket: Socket;
  frames: StreamFrame[];
  /** Called with each frame and when it came, by `performance.now()`. */
  listener: (frame: StreamFrame, time: number) => void;
  closed: Promise<void>;
}

/** Connects to the pipe and is welcomed. */
export async function listen({ path, token }: protocol.StreamAddress): Promise<PipeClient> {
  const socket = connect(path);
  const decoder = new StreamFrameDecoder();
  const closed = new Promise<void>((resolve) =>
    socket.once('close', () => {
      resolve();
    }),
  );
  const client: PipeClient = { socket, frames: [], listener: () => undefined, closed };
  const welcomed = new Promise<void>((resolve) => {
    socket.on('data', (bytes) => {
      const time = performance.now();
      for (const frame of decoder.push(bytes)) {
        if (frame.type === 'welcome') resolve();
        client.frames.push(frame);
        client.listener(frame, time);
      }
    });
  });
  socket.on('error', () => undefined);
  socket.write(encodeStreamFrame(tokenFrame(token)));
  await Promise.race([
    welcomed,
    closed.then(() => {
      throw new Error('The pipe was closed');
    }),
  ]);
  return client;
}

/** The frame that a client begins with. */
export function tokenFrame(token: string): StreamFrame {
  return { type: 'token', job: 0, sequence: 0, time: 0, payload: Uint8Array.from(Buffer.from(token, 'hex')) };
}

/** A cue of one caption. */
export function captionCue(text = 'slow strings in D minor, 72 BPM, 6 seconds'): Cue {
  return cueSchema.parse({
    leitmotif: cueVersion,
    conditions: [{ kind: 'caption', id: 'c', text }],
  });
}

/** The programs of ours that a process has forked; not the shells that guard them. */
export function childrenOf(pid: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => parentOf(name) === pid && isOurs(name))
    .map(Number);
}

/** Whether a process runs; a zombie does not. */
export function isRunning(pid: number): boolean {
  try {
    return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${String(pid)}/status`, 'utf8'));
  } catch {
    return false;
  }
}

/** Waits until something is so. */
export async function until(holds: () => boolean, within = 60_000): Promise<void> {
  const end = performance.now() + within;
  while (!holds()) {
    if (performance.now() > end) throw new Error(`It did not become so within ${String(within)} ms`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Milliseconds that something takes, whether it succeeds or not. */
export async function timed(work: Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work.catch(() => undefined);
  return performance.now() - start;
}

/** The parent of a process. */
export function parentOf(pid: string): number | undefined {
  try {
    return Number(/^PPid:\s+(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
  } catch {
    return undefined;
  }
}

function isOurs(pid: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('Child.js');
  } catch {
    return false;
  }
}
