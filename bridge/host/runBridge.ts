/**
 * The bridge process: JSON-RPC on standard input and output, everything else as it is asked to open it.
 *
 * It ends when it is told to, when its input ends or is no message, on SIGTERM, and when its parent is gone. Whatever the reason,
 * notes are ended first.
 */
import { Console } from 'node:console';
import { readFileSync } from 'node:fs';
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-jsonrpc/node';
import { BridgeDesk } from './bridgeDesk.ts';
import { serveBridge } from './bridgeServer.ts';
import { MessageGuard } from './messageGuard.ts';
import { joinDaw } from './dawPart.ts';
import { joinLiveParts } from './liveParts.ts';
import { watchParent } from './parentWatch.ts';
import type { MessageConnection } from 'vscode-jsonrpc/node';
import type { Milliseconds } from '../protocol/units.ts';

/** Exit codes of the bridge. */
const ended = { orderly: 0, abrupt: 1 } as const;
/** How long an ending may take. */
const endGrace: Milliseconds = 1000;

/** Runs the bridge; the process ends by itself. `packageFile` says the program's version. */
export function runBridge(packageFile: URL): void {
  // Whatever a library prints must not get into the protocol.
  globalThis.console = new Console(process.stderr, process.stderr);
  const desk = new BridgeDesk();
  joinLiveParts(desk);
  joinDaw(desk);
  let isLeaving = false;
  const leave = (code: number): void => {
    if (isLeaving) return;
    isLeaving = true;
    setTimeout(() => process.exit(code), endGrace).unref();
    void desk.shutdown().finally(() => process.exit(code));
  };
  const connection = openConnection(() => {
    leave(ended.abrupt);
  });
  const handlers = {
    version: versionIn(packageFile),
    optional: desk.optional,
    exit: (isOrderly: boolean): void => {
      leave(isOrderly ? ended.orderly : ended.abrupt);
    },
  };
  serveBridge(connection, Object.assign(desk, handlers));
  endWithOthers(leave);
  connection.listen();
}

function openConnection(onGarbage: () => void): MessageConnection {
  const guard = new MessageGuard();
  guard.on('error', (error) => {
    process.stderr.write(`${error.message}\n`);
    onGarbage();
  });
  process.stdin.pipe(guard);
  const connection = createMessageConnection(
    new StreamMessageReader(guard),
    new StreamMessageWriter(process.stdout),
  );
  // A message that is framed and yet no JSON-RPC is answered by the library where it can be, and dropped where not.
  connection.onError(() => undefined);
  return connection;
}

function endWithOthers(leave: (code: number) => void): void {
  const abruptly = (): void => {
    leave(ended.abrupt);
  };
  process.stdin.on('end', abruptly);
  process.stdin.on('close', abruptly);
  process.stdout.on('error', abruptly);
  process.on('disconnect', abruptly);
  watchParent(abruptly);
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    process.on(signal, () => {
      leave(ended.orderly);
    });
  }
}

function versionIn(packageFile: URL): string {
  const { version } = JSON.parse(readFileSync(packageFile, 'utf8')) as { version: string };
  return version;
}
