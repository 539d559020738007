/** Whoever forked a child is killed while the child is inside a loop that never ends: it hears nothing, and still has to end. */
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { afterAll, expect, it } from 'vitest';
import { Conversation, shortCue } from './conversations.ts';
import { childrenOf, isRunning, root, startSidecar, until } from './sidecarProcess.ts';
import { temporaryOut } from './temporaryOut.ts';

const out = temporaryOut();
afterAll(out.remove);

/** Many times what it takes, for machines that are slow. */
const patience = 20_000;

it('a child in a loop ends by its own watch when its parent is killed', { timeout: 60_000 }, async () => {
  const program = join(out.path, 'loop.mjs');
  const contents = `
    import { dieWithParent } from './models/sidecar/parentWatch.ts';
    dieWithParent();
    // The watch is a thread: it needs a moment to start.
    setTimeout(() => { process.send('looping'); setImmediate(() => { for (;;); }); }, 2000);
  `;
  buildSync({
    stdin: { contents, resolveDir: root, loader: 'ts' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile: program,
  });
  const parent = spawn(process.execPath, ['-e', forking, program], { stdio: ['ignore', 'pipe', 'inherit'] });
  const pid = await new Promise<number>((resolve) => {
    parent.stdout.once('data', (text: Buffer) => {
      resolve(Number(text.toString()));
    });
  });
  expect(isRunning(pid)).toBe(true);
  parent.kill('SIGKILL');
  await until(() => !isRunning(pid), patience);
  expect(isRunning(pid)).toBe(false);
});

/** Forks a program and prints its number once the program says something. */
const forking = `
  const child = require('node:child_process').fork(process.argv[1]);
  child.once('message', () => process.stdout.write(String(child.pid)));
`;

it.skipIf(process.platform !== 'linux').each(['its shell and its own watch', 'its own watch alone'])(
  'the child of a sidecar that is killed ends by %s, in a loop or not',
  { timeout: 90_000 },
  async (by) => {
    const sidecar = await startSidecar({ environment: { NODE_OPTIONS: `--import ${loopAtWork}` } });
    const pid = sidecar.process.pid!;
    const composing = new Conversation(sidecar, out.path).compose(shortCue).catch(() => undefined);
    await until(() => sidecar.errors().includes('looping'), patience);
    const children = childrenOf(pid);
    expect(children.length).toBeGreaterThan(0);
    if (by === 'its own watch alone') for (const shell of shellsOf(pid)) process.kill(shell, 'SIGKILL');
    expect(children.every(isRunning)).toBe(true);
    sidecar.process.kill('SIGKILL');
    await until(() => !children.some(isRunning), patience);
    expect(children.filter(isRunning)).toEqual([]);
    sidecar.connection.dispose();
    void composing;
  },
);

/** Makes the take child of a real sidecar loop in its main thread as soon as it is given a task. */
const loopAtWork = `data:text/javascript,${encodeURIComponent(`
  import { syncBuiltinESMExports } from 'node:module';
  import v8 from 'node:v8';
  import { isMainThread } from 'node:worker_threads';
  if (isMainThread && /takeChild\\.js$/.test(process.argv[1] ?? '')) {
    const read = v8.deserialize;
    v8.deserialize = (bytes) => {
      const order = read(bytes);
      if (order.kind === 'run') {
        process.stderr.write('looping');
        setImmediate(() => { for (;;); });
      }
      return order;
    };
    syncBuiltinESMExports();
  }
`)}`;

/** The shells that guard the children of a sidecar. */
function shellsOf(pid: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      try {
        const isChild = readFileSync(`/proc/${name}/status`, 'utf8').includes(`\nPPid:\t${String(pid)}\n`);
        return isChild && readFileSync(`/proc/${name}/cmdline`, 'utf8').startsWith('/bin/sh\0');
      } catch {
        return false;
      }
    })
    .map(Number);
}
