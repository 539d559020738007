/** The process that holds the client of the bridge is killed, as an extension host is: nothing that it started may live on. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openUdpPeer } from '../bridge/bridgeProcess.ts';
import { childrenOf, isRunning, root, until } from '../sidecar/sidecarProcess.ts';

const patience = 60_000;
let folder: string;
let program: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'leitmotif-orphans-'));
  program = join(folder, 'host.cjs');
  const contents = `
    import { Bridge } from './extension/bridge/bridge.ts';
    const quiet = () => undefined;
    const bridge = new Bridge({
      client: { name: 'test', version: '0' },
      log: { error: quiet, warn: quiet, info: quiet, debug: quiet },
      program: async () => ({
        node: process.execPath, program: ${JSON.stringify(join(root, 'dist/bridge.js'))}, arguments: [], environment: {},
      }),
      memory: { read: () => ({}), write: quiet }, onGivenUp: quiet, idleAfter: 0,
    });
    const peers = [{ host: '127.0.0.1', port: Number(process.argv[2]) }];
    bridge.connectOsc({ port: 0, peers }).then(async () => console.log(await bridge.pid()), quiet);
  `;
  await build({
    stdin: { contents, resolveDir: root, loader: 'ts' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    outfile: program,
  });
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
});

it.skipIf(process.platform !== 'linux').each([
  ['works', false],
  ['is stopped', true],
])('a bridge that %s ends with a host that is killed', { timeout: 2 * patience }, async (_, isStopped) => {
  const peer = await openUdpPeer();
  const host = spawn(process.execPath, [program, String(peer.port)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const pid = await new Promise<number>((resolve) => {
    host.stdout.once('data', (text: Buffer) => {
      resolve(Number(text.toString()));
    });
  });
  const ours = [pid, ...childrenOf(pid)];
  expect(ours.every(isRunning)).toBe(true);
  if (isStopped) process.kill(pid, 'SIGSTOP');
  host.kill('SIGKILL');
  await until(() => !ours.some(isRunning), patience);
  await peer.close();
  expect(ours.filter(isRunning)).toEqual([]);
});
