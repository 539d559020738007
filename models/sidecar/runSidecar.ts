/**
 * The sidecar process: JSON-RPC on standard input and output, sound on a pipe of its own, work done by helpers.
 *
 * It ends when it is told to, when its input ends or is no message, on SIGTERM, and when its parent is gone; with it end
 * all that it started.
 */
import { Console } from 'node:console';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-jsonrpc/node';
import { processNotification } from '../../bridge/protocol/sidecar.ts';
import { findInstallation, programVersion } from '../takes/installation.ts';
import { Helper } from './helper.ts';
import { killForkedProcesses, processLink } from './helperLink.ts';
import { helperUrl } from './helperUrl.ts';
import { JobDesk } from './jobDesk.ts';
import { JobRegistry } from './jobRegistry.ts';
import { MessageGuard } from './messageGuard.ts';
import { watchParent } from './parentWatch.ts';
import { rehearse, serveSidecar } from './sidecarServer.ts';
import { StreamPipe } from './streamPipe.ts';
import { UpkeepDesk } from './upkeepDesk.ts';
import type { MessageConnection } from 'vscode-jsonrpc/node';
import type { ProcessReport } from '../../bridge/protocol/sidecar.ts';
import type { Milliseconds } from '../../bridge/protocol/units.ts';
import type { SidecarOptions } from './sidecarOptions.ts';

/** How long a cancelled task may go on before its helper is killed. */
const cancelGrace: Milliseconds = 400;
/** How long helpers may take to end at a shutdown. */
const shutdownGrace: Milliseconds = 2000;
/** Who installs or examines is seldom needed twice. */
const upkeepIdleAfter: Milliseconds = 2000;
/** Bytes of answers that may wait for a client that does not read. */
const mostUnread = 16 << 20;

/** Exit codes of the sidecar. */
const ended = { orderly: 0, abrupt: 1 } as const;

/** Runs the sidecar; never returns, for the process ends. */
export async function runSidecar(options: SidecarOptions): Promise<never> {
  // Whatever a library prints must not get into the protocol.
  globalThis.console = new Console(process.stderr, process.stderr);
  const pipe = await StreamPipe.open();
  const connection = openConnection();
  const report = (state: ProcessReport): void => {
    void connection.sendNotification(processNotification, state).catch(() => undefined);
  };
  const registry = new JobRegistry();
  const { perception, takes, perform, install, upkeep } = makeHelpers(options, report);
  const desk = new JobDesk({ perception, takes, perform }, pipe, registry);
  pipe.onAsk(desk.ask);
  const upkeepDesk = openUpkeep({ registry, install, upkeep, desk, options });
  const shutdown = async (): Promise<void> => {
    registry.cancelAll();
    const helpers = [perception, takes, perform, install, upkeep];
    await Promise.all(helpers.map((helper) => helper.end(shutdownGrace)));
  };
  endWithOthers(desk, pipe, shutdown);
  const version = programVersion();
  rehearse();
  serveSidecar(connection, {
    version,
    stream: pipe.address,
    jobs: desk,
    packs: upkeepDesk,
    doctor: upkeepDesk.doctor,
    shutdown,
    exit: (isOrderly) => process.exit(isOrderly ? ended.orderly : ended.abrupt),
  });
  connection.listen();
  return new Promise<never>(() => undefined);
}

/** All who work for the sidecar; none is started before there is work. */
function makeHelpers(
  options: SidecarOptions,
  onReport: (report: ProcessReport) => void,
): Record<ProcessReport['name'], Helper> {
  const patience = { ...options, cancelGrace, onReport };
  const brief = { ...patience, idleAfter: Math.min(upkeepIdleAfter, options.idleAfter) };
  // One program: what must not wait for one another is kept apart by processes, not by code.
  const perceive = processLink(helperUrl('perceptionChild'));
  return {
    perception: new Helper('perception', perceive, patience),
    takes: new Helper('takes', processLink(helperUrl('takeChild')), patience),
    perform: new Helper('perform', processLink(helperUrl('performChild')), patience),
    install: new Helper('install', perceive, brief),
    upkeep: new Helper('upkeep', perceive, brief),
  };
}

function openUpkeep({
  registry,
  install,
  upkeep,
  desk,
  options,
}: {
  registry: JobRegistry;
  install: Helper;
  upkeep: Helper;
  desk: JobDesk;
  options: SidecarOptions;
}): UpkeepDesk {
  const { packs, soundFont, knowledge } = findInstallation();
  const places = { bundled: packs, manifests: options.manifests ?? join(packs, 'hub') };
  const onChange = (): void => {
    desk.renewPerception();
  };
  return new UpkeepDesk({ registry, install, upkeep, places, examined: { soundFont, knowledge }, onChange });
}

function openConnection(): MessageConnection {
  const guard = new MessageGuard({ ready: untilRead });
  guard.on('error', (error) => {
    process.stderr.write(`${error.message}\n`);
    process.exit(ended.abrupt);
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

async function untilRead(): Promise<void> {
  while (process.stdout.writableLength > mostUnread) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Ends the process when those it works for are gone, and what it started when it ends. */
function endWithOthers(desk: JobDesk, pipe: StreamPipe, shutdown: () => Promise<void>): void {
  process.on('exit', () => {
    killForkedProcesses();
    pipe.close();
    if (desk.openFolder !== undefined) rmSync(desk.openFolder, { recursive: true, force: true });
  });
  const leave = (): void => {
    process.exit(ended.abrupt);
  };
  process.stdin.on('end', leave);
  process.stdin.on('close', leave);
  process.stdout.on('error', leave);
  process.on('disconnect', leave);
  watchParent(leave);
  let isLeaving = false;
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (isLeaving) leave();
      isLeaving = true;
      void shutdown().finally(() => process.exit(ended.orderly));
    });
  }
}
