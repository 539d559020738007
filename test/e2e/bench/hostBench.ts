/**
 * The bench's hand inside the extension host: VS Code runs it as a test, it carries out what the bench asks over HTTP on this
 * machine, and ends when asked to.
 */
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import Module from 'node:module';
import type { AddressInfo } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import * as vscode from 'vscode';
import type { CueSession } from '../../../extension/cue/cueSessions.ts';
import type { LeitmotifApi } from '../../../extension/extension.ts';
import { untilTrue } from '../editor/untilTrue.ts';

/** Milliseconds of one activation. */
export interface ActivationTimes {
  require: number;
  activate: number;
}

/** Bytes of the extension host. */
export interface HostMemory {
  resident: number;
  heap: number;
}

interface Exports {
  activate(context: vscode.ExtensionContext): LeitmotifApi;
}

/** Node's own loader, whose types leave this out. */
const loader = Module as unknown as { _load: (request: string, ...rest: unknown[]) => unknown };
/** What is the same for all commands of a bench. */
let opened: CueSession | undefined;

/** What the bench can ask for. Everything takes and gives JSON. */
export const hostActs = {
  activate: measureActivation,

  /** Writes a cue and opens it in its editor. */
  async open({ name, cue }: { name: string; cue: unknown }): Promise<void> {
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    if (folder === undefined) throw new Error('There is no workspace');
    const uri = vscode.Uri.joinPath(folder.uri, name);
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(JSON.stringify(cue, undefined, 2)));
    await vscode.commands.executeCommand('vscode.openWith', uri, 'leitmotif.cue');
    opened = await (await api()).sessions.open(uri);
  },

  /** Makes a take of the cue, plays its beginning, and stops. */
  async take(): Promise<void> {
    const { player } = await api();
    await session().compose();
    await session().play();
    await untilTrue('it plays', () => player.state.activity === 'playing' && player.state.frame > 0);
    player.stop();
  },

  /** The next stream of a take is played as soon as it is there, as by someone who has a finger on the button. */
  async playNextStream(): Promise<void> {
    const { player } = await api();
    player.stop();
    const before = player.state.source?.id;
    const watch = player.onDidChange(({ source }) => {
      if (source === undefined || source.id === before || source.take !== undefined) return;
      watch.dispose();
      // The player is told after it was loaded.
      setImmediate(() => {
        player.play();
      });
    });
  },

  /** Plays the newest take with all of its tracks muted: what is heard after this is another source. */
  async playMuted(): Promise<void> {
    const { player } = await api();
    const { takes } = session().state;
    const take = takes[0]?.id;
    if (take === undefined) throw new Error('There is no take');
    await session().play({ take, frame: 0 });
    for (const { id } of player.state.source?.tracks ?? []) player.setTrack(id, { muted: true });
    await untilTrue('it plays and is not heard', () => {
      const { activity, frame } = player.state;
      return activity === 'playing' && frame > 0 && player.level.peak <= -100;
    });
  },

  /** Waits until no job runs; what plays stops. */
  async rest(): Promise<void> {
    await untilTrue('nothing is made', () => session().state.job === undefined);
    (await api()).player.stop();
  },

  /** Changes an attribute and waits for the draft. */
  async draft({ tempo }: { tempo: number }): Promise<void> {
    await session().apply({ kind: 'set-attribute', name: 'tempo', value: tempo });
    await untilTrue('a draft', () => session().state.draft);
    await untilTrue('the draft is done', () => session().state.job === undefined);
  },

  /** After a collection of garbage. */
  memory(): Promise<HostMemory> {
    setFlagsFromString('--expose-gc');
    (runInNewContext('gc') as () => void)();
    const { rss, heapUsed, external } = process.memoryUsage();
    return Promise.resolve({ resident: rss, heap: heapUsed + external });
  },
};

/** What VS Code calls. */
export async function run(): Promise<void> {
  const path = process.env.LEITMOTIF_BENCH_PORT;
  if (path === undefined) throw new Error('LEITMOTIF_BENCH_PORT names no file');
  await new Promise<void>((resolve) => {
    const server = createServer((request, response) => {
      if (request.url === '/end') {
        response.end('{}');
        server.close();
        resolve();
      } else void answer(request, response);
    });
    server.listen(0, '127.0.0.1', () => {
      writeFileSync(path, String((server.address() as AddressInfo).port));
    });
  });
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece as Buffer);
    const acts = hostActs as unknown as Record<string, (given: unknown) => Promise<unknown>>;
    const given: unknown = JSON.parse(Buffer.concat(pieces).toString('utf8'));
    response.end(JSON.stringify({ result: await acts[(request.url ?? '').slice(1)]?.(given) }));
  } catch (error) {
    response.end(JSON.stringify({ fault: error instanceof Error ? error.stack : String(error) }));
  }
}

/**
 * Times loading and activating, once as VS Code does it in a fresh host and then again in the same one: everything that was
 * registered is disposed, the module forgotten.
 */
async function measureActivation({
  again,
}: {
  again: number;
}): Promise<{ first: ActivationTimes; again: ActivationTimes[] }> {
  const extension = vscode.extensions.getExtension('leitmotif.leitmotif');
  if (extension === undefined || extension.isActive) throw new Error('The extension is active already');
  const path = `${extension.extensionPath}/dist/extension.cjs`;
  const load = loader._load;
  let context: vscode.ExtensionContext | undefined;
  const first: ActivationTimes = { require: 0, activate: 0 };
  loader._load = function (request, ...rest) {
    if (request !== path) return load.call(this, request, ...rest);
    const start = performance.now();
    const exports = load.call(this, request, ...rest) as Exports;
    first.require = performance.now() - start;
    const activate = (given: vscode.ExtensionContext): LeitmotifApi => {
      context = given;
      const begin = performance.now();
      const result = exports.activate(given);
      first.activate = performance.now() - begin;
      return result;
    };
    return { ...exports, activate };
  };
  await extension.activate();
  loader._load = load;
  if (context === undefined) throw new Error('The extension was loaded in a way that was not seen');
  const times: ActivationTimes[] = [];
  for (let i = 0; i < again; i++) times.push(activateAgain(path, context));
  return { first, again: times };
}

function activateAgain(path: string, context: vscode.ExtensionContext): ActivationTimes {
  // But the logs: VS Code keeps closed what was closed.
  const isLogs = (one: object) => 'host' in one && 'sidecar' in one;
  for (const one of context.subscriptions.splice(0).reverse()) if (!isLogs(one)) void one.dispose();
  // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- Node's own way to forget a module
  delete require.cache[path];
  const start = performance.now();
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- as VS Code loads it
  const exports = require(path) as Exports;
  const loaded = performance.now();
  exports.activate(context);
  return { require: loaded - start, activate: performance.now() - loaded };
}

async function api(): Promise<LeitmotifApi> {
  const extension = vscode.extensions.getExtension<LeitmotifApi>('leitmotif.leitmotif');
  if (extension === undefined) throw new Error('The extension is not known to the host');
  return extension.activate();
}

function session(): CueSession {
  if (opened === undefined) throw new Error('No cue was opened');
  return opened;
}
