/** The bridge as a process of the command line: started, asked, and ended with it. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import {
  CancellationTokenSource,
  createMessageConnection,
  ResponseError,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-jsonrpc/node';
import * as protocol from '../../bridge/protocol/bridge.ts';
import { bridgeRuntime } from '../../bridge/protocol/bridgeRuntime.ts';
import { cancelled, errorCatalogue, LeitmotifError } from '../../bridge/protocol/errors.ts';
import { findInstallation, programVersion } from '../takes/installation.ts';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import type { MessageConnection } from 'vscode-jsonrpc/node';
import type { ErrorDetail } from '../../bridge/protocol/errors.ts';
import type { Milliseconds } from '../../bridge/protocol/units.ts';

/** How long an orderly end may take. */
const endPatience: Milliseconds = 3000;

/** A bridge that runs. */
export class BridgeProcess {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #connection: MessageConnection;
  /** Resolves once it is gone. */
  readonly ended: Promise<void>;
  #lastLine = '';

  private constructor(child: ChildProcessWithoutNullStreams, connection: MessageConnection) {
    this.#child = child;
    this.#connection = connection;
    this.ended = new Promise((resolve) => {
      child.once('close', () => {
        connection.dispose();
        resolve();
      });
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#lastLine = text.trim().split('\n').at(-1) ?? this.#lastLine;
    });
  }

  /** Starts one. `onProblem` hears what goes wrong by itself. @throws LeitmotifError `runtime-unavailable`, `bridge-ended` */
  static async start(onProblem: (fault: protocol.BridgeFault) => void): Promise<BridgeProcess> {
    const program = join(findInstallation().root, 'dist/bridge.js');
    if (!existsSync(program)) throw missing(program);
    const child = spawn(process.execPath, [...bridgeRuntime.nodeOptions, program, '--stdio'], {
      stdio: ['pipe', 'pipe', 'pipe'],
      windowsHide: true,
      cwd: homedir(),
      env: { ...process.env, ...bridgeRuntime.environment },
      // A Ctrl-C in the terminal is ours to pass on: notes are ended first.
      detached: process.platform !== 'win32',
    });
    child.stdin.on('error', () => undefined);
    const connection = createMessageConnection(
      new StreamMessageReader(child.stdout),
      new StreamMessageWriter(child.stdin),
    );
    connection.onNotification(protocol.problemNotification, onProblem);
    connection.onError(() => undefined);
    connection.onClose(() => undefined);
    connection.listen();
    const bridge = new BridgeProcess(child, connection);
    await bridge.ask(protocol.bridgeInitialize.method, {
      protocolVersion: protocol.bridgeProtocolVersion,
      client: { name: 'cli', version: programVersion() },
    });
    return bridge;
  }

  /** Asks. An aborted signal rejects `cancelled` at once. @throws LeitmotifError the fault of the answer, or `bridge-ended` */
  async ask<R>(method: string, asked?: object, signal?: AbortSignal): Promise<R> {
    const source = new CancellationTokenSource();
    const stopped = new Promise<never>((_, reject) => {
      const stop = (): void => {
        source.cancel();
        reject(cancelled());
      };
      if (signal?.aborted === true) stop();
      signal?.addEventListener('abort', stop, { once: true });
    });
    const over = this.ended.then((): never => {
      throw this.#gone();
    });
    try {
      const answer =
        asked === undefined
          ? this.#connection.sendRequest<R>(method, source.token)
          : this.#connection.sendRequest<R>(method, asked, source.token);
      return await Promise.race([answer, stopped, over]);
    } catch (error) {
      throw await this.#errorOf(error);
    }
  }

  /** Ends it; every note is ended first. */
  async end(): Promise<void> {
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), endPatience);
    try {
      await this.#connection.sendRequest(protocol.bridgeShutdown);
      await this.#connection.sendNotification(protocol.bridgeExit);
    } catch {
      // Gone already, or not able to say anything any more.
      this.#child.kill('SIGKILL');
    }
    await this.ended;
    clearTimeout(timer);
  }

  async #errorOf(error: unknown): Promise<LeitmotifError> {
    if (error instanceof LeitmotifError) return error;
    const fault: unknown = error instanceof ResponseError ? error.data : undefined;
    if (isFault(fault)) return new LeitmotifError(fault.code, fault);
    await this.ended;
    return this.#gone();
  }

  #gone(): LeitmotifError {
    return new LeitmotifError('bridge-ended', {
      what: 'The bridge ended while it worked',
      subject: this.#lastLine === '' ? 'dist/bridge.js' : this.#lastLine.slice(0, 200),
      next: 'Run it again, and report it with what it said',
    });
  }
}

function isFault(data: unknown): data is protocol.BridgeFault & ErrorDetail {
  if (typeof data !== 'object' || data === null || !('code' in data)) return false;
  return typeof data.code === 'string' && Object.hasOwn(errorCatalogue, data.code);
}

function missing(program: string): LeitmotifError {
  return new LeitmotifError('runtime-unavailable', {
    what: 'The bridge is not part of this installation',
    subject: program,
    next: 'Install Leitmotif again',
  });
}
