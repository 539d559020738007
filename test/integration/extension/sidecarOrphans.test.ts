/** The process that holds the client is killed, as an extension host is: nothing that it started may live on. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { childrenOf, isRunning, root, until } from '../sidecar/sidecarProcess.ts';

const patience = 60_000;
let folder: string;
let program: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'leitmotif-orphans-'));
  program = join(folder, 'host.cjs');
  const contents = `
    import { Sidecar } from './extension/sidecar/sidecar.ts';
    import { captionCue } from './test/integration/sidecar/sidecarProcess.ts';
    const quiet = () => undefined;
    const sidecar = new Sidecar({
      client: { name: 'test', version: '0' },
      log: { error: quiet, warn: quiet, info: quiet, debug: quiet },
      program: async () => ({
        node: process.execPath, program: ${JSON.stringify(join(root, 'dist/sidecar.js'))}, arguments: [], environment: {},
      }),
      provider: () => 'cpu', idleAfter: () => 0, onGivenUp: quiet,
    });
    const folder = ${JSON.stringify(folder)};
    const cue = captionCue('a long piece for strings, 180 seconds');
    sidecar.compose({ cue, folder, out: folder, seed: 1 }, {
      stream: { begin: async () => console.log(await sidecar.pid()), audio: quiet, notes: quiet, end: quiet },
    }).catch(quiet);
  `;
  await build({
    stdin: { contents, resolveDir: root, loader: 'ts' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    outfile: program,
    define: { 'import.meta.url': JSON.stringify(new URL('file://' + join(root, 'test/x.ts')).href) },
  });
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
});

it.skipIf(process.platform !== 'linux').each([
  ['works', false],
  ['is stopped', true],
])('a sidecar that %s ends with a host that is killed', { timeout: 2 * patience }, async (_, isStopped) => {
  const host = spawn(process.execPath, [program], { stdio: ['ignore', 'pipe', 'inherit'] });
  const pid = await new Promise<number>((resolve) => {
    host.stdout.once('data', (text: Buffer) => {
      resolve(Number(text.toString()));
    });
  });
  const ours = [pid, ...childrenOf(pid)];
  expect(ours.length).toBeGreaterThan(1);
  expect(ours.every(isRunning)).toBe(true);
  if (isStopped) process.kill(pid, 'SIGSTOP');
  host.kill('SIGKILL');
  await until(() => !ours.some(isRunning), patience);
  expect(ours.filter(isRunning)).toEqual([]);
});
