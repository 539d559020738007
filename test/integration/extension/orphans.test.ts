/** The process that holds a client is killed, as an extension host is: nothing that it started may live on. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openUdpPeer } from '../bridge/bridgeProcess.ts';
import { childrenOf, isRunning, root, until } from '../sidecar/sidecarProcess.ts';

const patience = 60_000;

/** Options that both clients take, as text of a program. */
const options = (program: string) => `
  client: { name: 'test', version: '0' },
  log: { error: quiet, warn: quiet, info: quiet, debug: quiet },
  onGivenUp: quiet,
  program: async () => ({
    node: process.execPath, program: ${JSON.stringify(join(root, 'dist', program))}, arguments: [], environment: {},
  }),
`;

/** Hosts that put their client to work and then print the number of its process; they are given a folder and a port. */
const hosts = {
  sidecar: `
    import { Sidecar } from './extension/sidecar/sidecar.ts';
    import { captionCue } from './test/integration/sidecar/sidecarProcess.ts';
    const quiet = () => undefined;
    const [folder] = process.argv.slice(2);
    const sidecar = new Sidecar({ ${options('sidecar.js')} provider: () => 'cpu', idleAfter: () => 0 });
    const cue = captionCue('a long piece for strings, 180 seconds');
    sidecar.compose({ cue, folder, out: folder, seed: 1 }, {
      stream: { begin: async () => console.log(await sidecar.pid()), audio: quiet, notes: quiet, end: quiet },
    }).catch(quiet);
  `,
  bridge: `
    import { Bridge } from './extension/bridge/bridge.ts';
    const quiet = () => undefined;
    const [, port] = process.argv.slice(2);
    const bridge = new Bridge({ ${options('bridge.js')} memory: { read: () => ({}), write: quiet }, idleAfter: 0 });
    const peers = [{ host: '127.0.0.1', port: Number(port) }];
    bridge.connectOsc({ port: 0, peers }).then(async () => console.log(await bridge.pid()), quiet);
  `,
};

describe.skipIf(process.platform !== 'linux').each([
  { name: 'sidecar' as const, hasChildren: true },
  { name: 'bridge' as const, hasChildren: false },
])('a $name whose host is killed', ({ name, hasChildren }) => {
  let folder: string;
  let program: string;
  let peer: Awaited<ReturnType<typeof openUdpPeer>>;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'leitmotif-orphans-'));
    program = join(folder, 'host.cjs');
    peer = await openUdpPeer();
    await build({
      stdin: { contents: hosts[name], resolveDir: root, loader: 'ts' },
      bundle: true,
      platform: 'node',
      format: 'cjs',
      outfile: program,
      define: { 'import.meta.url': JSON.stringify(new URL('file://' + join(root, 'test/x.ts')).href) },
    });
  });

  afterAll(async () => {
    await peer.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  });

  it.each([
    ['works', false],
    ['is stopped', true],
  ])('ends with it while it %s', { timeout: 2 * patience }, async (_, isStopped) => {
    const host = spawn(process.execPath, [program, folder, String(peer.port)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const pid = await new Promise<number>((resolve) => {
      host.stdout.once('data', (text: Buffer) => {
        resolve(Number(text.toString()));
      });
    });
    const children = childrenOf(pid);
    expect(children.length > 0).toBe(hasChildren);
    const ours = [pid, ...children];
    expect(ours.every(isRunning)).toBe(true);
    if (isStopped) process.kill(pid, 'SIGSTOP');
    host.kill('SIGKILL');
    await until(() => !ours.some(isRunning), patience);
    expect(ours.filter(isRunning)).toEqual([]);
  });
});
