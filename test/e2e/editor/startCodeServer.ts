/** Starts a real VS Code: code-server on a free port of this machine, with folders of its own, and ends all of it. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { ChildProcess } from 'node:child_process';
import { locateEditor } from './locateEditor.ts';

/** How to start it. */
export interface CodeServerOptions {
  /** The folder with installed extensions; an empty one unless told. */
  readonly extensions?: string;
  /** User settings beside the quiet ones. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Restricted Mode where the folder is not trusted; everything is trusted unless told. */
  readonly withWorkspaceTrust?: boolean;
  /** Lets a page run tests inside the extension host, and hides notifications. */
  readonly withTestDriver?: boolean;
  /** The environment of the server and its extension host, instead of this process's. */
  readonly env?: NodeJS.ProcessEnv;
}

/** A server that runs. */
export interface CodeServer {
  readonly port: number;
  readonly url: string;
  /** Its user data, with `logs/`. */
  readonly userData: string;
  readonly extensions: string;
  readonly pid: number;
  /** What it printed so far. */
  readonly printed: () => string;
  /** Ends it and everything that it started, and removes its folders. */
  readonly stop: () => Promise<void>;
}

const quietSettings = {
  'workbench.startupEditor': 'none',
  'chat.disableAIFeatures': true,
  'git.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'remote.autoForwardPorts': false,
  'telemetry.telemetryLevel': 'off',
  'update.showReleaseNotes': false,
  'workbench.tips.enabled': false,
  'security.workspace.trust.startupPrompt': 'never',
  'window.restoreWindows': 'none',
  // Files that tests write from outside must not be kept open as dirty ghosts.
  'files.hotExit': 'off',
  'files.simpleDialog.enable': true,
};

const startLimitMs = 120_000;

/** Starts a server and waits until it answers. */
export async function startCodeServer(options: CodeServerOptions = {}): Promise<CodeServer> {
  const folder = mkdtempSync(join(tmpdir(), 'leitmotif-editor-'));
  const userData = join(folder, 'user');
  const extensions = options.extensions ?? join(folder, 'extensions');
  layOut(folder, userData, extensions, options.settings);
  const port = await freePort();
  const { node, server } = locateEditor();
  const child = spawn(node, [server, ...serverArguments(folder, userData, extensions, port, options)], {
    // A group of its own, so that its extension hosts and their children can be ended with it.
    detached: true,
    env: { ...(options.env ?? process.env), HOME: join(folder, 'home'), EXTENSIONS_GALLERY: '{}' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const end = () => {
    endGroup(child, 'SIGKILL');
  };
  process.once('exit', end);
  const output = collectOutput(child);
  const stop = async () => {
    process.removeListener('exit', end);
    await endTree(child);
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  };
  const url = `http://127.0.0.1:${port}`;
  try {
    await untilItAnswers(`${url}/healthz`, child, output);
  } catch (error) {
    await stop();
    throw error;
  }
  return { port, url, userData, extensions, pid: child.pid ?? 0, printed: output, stop };
}

/** Installs a `.vsix` into a folder of extensions, as a person's editor does. Nothing is asked of the network. */
export function installExtension(vsix: string, extensions: string): void {
  const folder = mkdtempSync(join(tmpdir(), 'leitmotif-install-'));
  const { node, server } = locateEditor();
  try {
    layOut(folder, join(folder, 'user'), extensions, {});
    const run = spawnSync(
      node,
      [server, ...folders(folder, join(folder, 'user'), extensions), '--install-extension', vsix, '--force'],
      {
        env: { ...process.env, HOME: join(folder, 'home'), EXTENSIONS_GALLERY: '{}' },
        encoding: 'utf8',
        timeout: startLimitMs,
      },
    );
    if (run.status !== 0) throw new Error(`${vsix} was not installed:\n${run.stdout}${run.stderr}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function layOut(
  folder: string,
  userData: string,
  extensions: string,
  settings: Readonly<Record<string, unknown>> = {},
): void {
  for (const path of [join(folder, 'home'), join(userData, 'User'), extensions])
    mkdirSync(path, { recursive: true });
  writeFileSync(join(folder, 'config.yaml'), 'bind-addr: 127.0.0.1:0\nauth: none\ncert: false\n');
  writeFileSync(
    join(userData, 'User/settings.json'),
    JSON.stringify({ ...quietSettings, ...settings }, null, 2),
  );
}

function folders(folder: string, userData: string, extensions: string): string[] {
  return [
    '--config',
    join(folder, 'config.yaml'),
    '--user-data-dir',
    userData,
    '--extensions-dir',
    extensions,
  ];
}

function serverArguments(
  folder: string,
  userData: string,
  extensions: string,
  port: number,
  { withWorkspaceTrust = false, withTestDriver = false }: CodeServerOptions,
): string[] {
  return [
    ...folders(folder, userData, extensions),
    '--bind-addr',
    `127.0.0.1:${port}`,
    '--disable-telemetry',
    '--disable-update-check',
    '--disable-getting-started-override',
    '--ignore-last-opened',
    // Seconds: a page that left uncleanly must not keep its extension host for hours.
    '--reconnection-grace-time',
    '1',
    ...(withWorkspaceTrust ? [] : ['--disable-workspace-trust']),
    ...(withTestDriver ? ['--vscode-option', 'enable-smoke-test-driver'] : []),
  ];
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        resolve(typeof address === 'object' && address !== null ? address.port : 0);
      });
    });
  });
}

function collectOutput(child: ChildProcess): () => string {
  let printed = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => (printed += text));
  return () => printed;
}

async function untilItAnswers(url: string, child: ChildProcess, printed: () => string): Promise<void> {
  const deadline = Date.now() + startLimitMs;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`code-server ended (${child.exitCode}):\n${printed()}`);
    const isUp = await fetch(url).then(
      (response) => response.ok,
      () => false,
    );
    if (isUp) return;
    await pause(100);
  }
  throw new Error(`code-server did not answer within ${startLimitMs / 1000} s:\n${printed()}`);
}

/** The group first, politely; then whoever is left of the tree, also those that made a group of their own. */
async function endTree(child: ChildProcess): Promise<void> {
  const below = descendants(child.pid ?? 0);
  endGroup(child, 'SIGTERM');
  for (let i = 0; i < 50 && isAlive(child); i++) await pause(100);
  endGroup(child, 'SIGKILL');
  for (const pid of below) signal(pid, 'SIGKILL');
  for (let i = 0; i < 50 && isAlive(child); i++) await pause(100);
}

function isAlive(child: ChildProcess): boolean {
  return child.exitCode === null && child.signalCode === null;
}

function endGroup(child: ChildProcess, name: NodeJS.Signals): void {
  if (child.pid !== undefined) signal(-child.pid, name);
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Process numbers of everything below one, as the system tells. */
export function descendants(pid: number): number[] {
  const { stdout } = spawnSync('ps', ['-e', '-o', 'pid=,ppid='], { encoding: 'utf8' });
  const pairs = stdout
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number) as [number, number]);
  const below = (parent: number): number[] =>
    pairs.filter(([, ppid]) => ppid === parent).flatMap(([one]) => [one, ...below(one)]);
  return below(pid);
}
