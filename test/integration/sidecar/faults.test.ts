/** Everything that may die, hang or be cut does so, and costs its job and nothing else. */
import { spawn } from 'node:child_process';
import { connect } from 'node:net';
import { CancellationTokenSource } from 'vscode-jsonrpc';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { encodeStreamFrame } from '../../../bridge/protocol/streamFrame.ts';
import { codeOf, Conversation, longCue, longStoryCue, shortCue } from './conversations.ts';
import * as sidecars from './sidecarProcess.ts';
import { temporaryOut } from './temporaryOut.ts';
import type { RunningSidecar } from './sidecarProcess.ts';

const { childrenOf, isRunning, listen, startSidecar, timed, until } = sidecars;
const out = temporaryOut();
let sidecar: RunningSidecar;
let ask: Conversation;

beforeEach(async () => {
  sidecar = await startSidecar({ args: ['--hung-seconds', '4'] });
  ask = new Conversation(sidecar, out.path);
});

afterEach(async () => {
  const { pid } = sidecar.process;
  const children = childrenOf(pid!);
  sidecar.process.kill('SIGKILL');
  await sidecar.exited;
  await until(() => children.every((child) => !isRunning(child)));
});

afterAll(out.remove);

/** The perception child, once it is at work. */
async function child(): Promise<number> {
  await until(
    () => sidecar.progress.some(({ job, stage }) => job === ask.job && stage === 'perceive'),
    15_000,
  );
  return sidecar.reports.findLast(({ name, state }) => name === 'perception' && state === 'started')!.pid!;
}

/** Waits until the last job renders. */
async function rendering(): Promise<void> {
  await until(() => sidecar.progress.some(({ job, stage }) => job === ask.job && stage === 'render'), 60_000);
}

/** What a person waits at most, on a machine that has other things to do. */
const patience = { cancel: 5000, hard: 10_000 };

describe('cancelling', { timeout: 60_000 }, () => {
  it('answers at once while a story is read, and the next request works', async () => {
    const source = new CancellationTokenSource();
    const reading = ask.brief(longStoryCue(), source);
    await child();
    source.cancel();
    expect(await timed(reading)).toBeLessThan(patience.cancel);
    expect(await codeOf(reading)).toBe('cancelled');
    expect((await ask.brief(shortCue)).brief.attributes.tempo.value).toBe(80);
  });

  it('answers at once while a take is rendered, and leaves no folder', async () => {
    const source = new CancellationTokenSource();
    const composing = ask.compose(longCue, {}, source);
    await rendering();
    source.cancel();
    expect(await timed(composing)).toBeLessThan(patience.cancel);
    expect(await codeOf(composing)).toBe('cancelled');
    await until(() => out.entries().length === 0);
    expect((await ask.compose(shortCue)).takes).toHaveLength(1);
  });

  it('takes a waiting job out of the queue', async () => {
    const first = ask.brief(longStoryCue());
    const source = new CancellationTokenSource();
    const second = ask.brief(shortCue, source);
    source.cancel();
    expect(await timed(second)).toBeLessThan(patience.cancel);
    expect(await ask.ping()).toMatchObject({ jobs: 1 });
    sidecar.connection.dispose();
    await codeOf(first);
  });

  it('hard: ends the child while it reads, and the next request works', async () => {
    const reading = codeOf(ask.brief(longStoryCue()));
    const pid = await child();
    const start = performance.now();
    expect(await ask.cancelHard()).toBe(true);
    expect(await reading).toBe('cancelled');
    expect(performance.now() - start).toBeLessThan(patience.hard);
    expect(isRunning(pid)).toBe(false);
    expect((await ask.brief(shortCue)).packs).toHaveLength(1);
  });

  it('hard: ends who renders, leaves no folder, and the next request works', async () => {
    const before = out.entries();
    const composing = codeOf(ask.compose(longCue));
    await rendering();
    const start = performance.now();
    expect(await ask.cancelHard()).toBe(true);
    expect(await composing).toBe('cancelled');
    expect(performance.now() - start).toBeLessThan(patience.hard);
    expect(out.entries()).toEqual(before);
    expect((await ask.compose(shortCue)).takes[0]!.recipe.measured.failures).toEqual([]);
  });

  it('knows when there is nothing to cancel', async () => {
    await ask.brief(shortCue);
    expect(await ask.cancelHard()).toBe(false);
  });
});

describe('a child', { timeout: 60_000 }, () => {
  it.each(['SIGKILL', 'SIGSEGV'] as const)(
    'that dies of %s loses its job and nothing else',
    async (signal) => {
      const reading = codeOf(ask.brief(longStoryCue()));
      process.kill(await child(), signal);
      expect(await reading).toBe('child-crashed');
      expect((await ask.brief(shortCue)).packs).toHaveLength(1);
      expect(sidecar.reports.map(({ state }) => state)).toEqual(['started', 'crashed', 'started']);
    },
  );

  it('that hangs is found and replaced', async () => {
    const reading = codeOf(ask.brief(longStoryCue()));
    const pid = await child();
    process.kill(pid, 'SIGSTOP');
    expect(await reading).toBe('child-hung');
    await until(() => !isRunning(pid));
    expect((await ask.brief(shortCue)).packs).toHaveLength(1);
  });

  it('that is given a twentieth of a processor is let work', async () => {
    const reading = ask.brief(longStoryCue(3000)).then(
      () => 'done',
      (error: unknown) => error,
    );
    const pid = await child();
    let isOver = false;
    void reading.then(() => {
      isOver = true;
    });
    const starts = performance.now();
    // For three times the patience; then it may finish.
    while (!isOver && performance.now() - starts < 12_000) {
      process.kill(pid, 'SIGSTOP');
      await new Promise((resolve) => setTimeout(resolve, 190));
      process.kill(pid, 'SIGCONT');
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    expect(await reading).toBe('done');
    expect(sidecar.reports.map(({ state }) => state)).not.toContain('hung');
  });

  it('that hangs while nobody watches does not outlive the sidecar', async () => {
    void codeOf(ask.brief(longStoryCue()));
    const pid = await child();
    process.kill(pid, 'SIGSTOP');
    sidecar.process.kill('SIGKILL');
    await until(() => !isRunning(pid));
    expect(isRunning(pid)).toBe(false);
  });

  it('that keeps dying is not started forever', async () => {
    const codes: (string | undefined)[] = [];
    for (let i = 0; i < 6; i++) {
      const reading = codeOf(ask.brief(longStoryCue()));
      if (i < 5) process.kill(await child(), 'SIGKILL');
      codes.push(await reading);
    }
    expect(codes).toEqual([...Array<string>(5).fill('child-crashed'), 'restart-budget-spent']);
    expect(await ask.ping()).toMatchObject({ jobs: 0 });
  });
});

describe('the sidecar ends', { timeout: 60_000 }, () => {
  it.each([
    ['its input ends', (one: RunningSidecar) => void one.process.stdin!.end(), 1],
    [
      'its input is garbage',
      (one: RunningSidecar) => void one.process.stdin!.write('\0garbage\n'.repeat(99)),
      1,
    ],
    [
      'a message is cut',
      (one: RunningSidecar) => void one.process.stdin!.end('Content-Length: 99\r\n\r\n{"jso'),
      1,
    ],
    ['it is told to by SIGTERM', (one: RunningSidecar) => void one.process.kill('SIGTERM'), 0],
  ])('when %s, with its child', async (_, end, code) => {
    void codeOf(ask.brief(longStoryCue()));
    const pid = await child();
    end(sidecar);
    expect(await sidecar.exited).toBe(code);
    await until(() => !isRunning(pid));
    expect(isRunning(pid)).toBe(false);
  });

  it('when its parent is killed, with its child', async () => {
    const program = `
      const { spawn } = require('node:child_process');
      const child = spawn(process.execPath, process.argv.slice(1), { stdio: ['pipe', 'ignore', 'ignore'] });
      process.stdin.pipe(child.stdin);
      process.stdout.write(String(child.pid));
    `;
    const parent = spawn(process.execPath, ['-e', program, `${sidecars.root}/dist/sidecar.js`, '--stdio']);
    const pid = await new Promise<number>((resolve) => {
      parent.stdout.once('data', (text: Buffer) => {
        resolve(Number(text.toString()));
      });
    });
    const send = (message: object): void => {
      const text = JSON.stringify({ jsonrpc: '2.0', ...message });
      parent.stdin.write(`Content-Length: ${String(Buffer.byteLength(text))}\r\n\r\n${text}`);
    };
    send({ id: 1, method: 'initialize', params: { protocolVersion: 1, client: { name: 'x', version: '' } } });
    send({ id: 2, method: 'brief', params: { job: 1, cue: longStoryCue(), folder: '/' } });
    await until(() => childrenOf(pid).length > 0);
    const [grandchild] = childrenOf(pid);
    parent.kill('SIGKILL');
    await until(() => !isRunning(pid) && !isRunning(grandchild!));
    expect([isRunning(pid), isRunning(grandchild!)]).toEqual([false, false]);
  });
});

describe('a flood', { timeout: 60_000 }, () => {
  it('of requests is answered to the last', async () => {
    const answers = await Promise.all(Array.from({ length: 5000 }, () => ask.ping()));
    expect(answers).toHaveLength(5000);
  });

  it('of jobs is refused from the sixty-fifth on', async () => {
    const source = new CancellationTokenSource();
    const asked = Array.from({ length: 80 }, () => codeOf(ask.brief(longStoryCue(5000), source)));
    await ask.ping();
    source.cancel();
    const codes = await Promise.all(asked);
    expect(codes.filter((code) => code === 'queue-full')).toHaveLength(16);
    expect(codes.filter((code) => code === 'cancelled').length).toBeGreaterThan(50);
  });
});

describe('the pipe', { timeout: 60_000 }, () => {
  /** Sends bytes and waits until the connection is closed. */
  async function closes(bytes: Uint8Array): Promise<boolean> {
    const socket = connect(sidecar.initialized.stream.path);
    socket.on('error', () => undefined);
    socket.write(bytes);
    await new Promise((resolve) => socket.once('close', resolve));
    return true;
  }

  it('closes to who has not the token, and goes on', async () => {
    const { token } = sidecar.initialized.stream;
    const right = encodeStreamFrame(sidecars.tokenFrame(token));
    const wrong = encodeStreamFrame(sidecars.tokenFrame('00'.repeat(32)));
    expect(await closes(Buffer.from('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n'))).toBe(true);
    expect(await closes(new Uint8Array(5_000_000))).toBe(true);
    expect(await closes(wrong)).toBe(true);
    expect(await closes(Buffer.concat([right, right]))).toBe(true);
    // Who never finishes is closed after a while.
    expect(await closes(right.subarray(0, 40))).toBe(true);
    const client = await listen(sidecar.initialized.stream);
    expect(client.frames.map(({ type }) => type)).toEqual(['welcome']);
  });

  it('is not needed for a take, and its loss in the middle costs nothing', async () => {
    const client = await listen(sidecar.initialized.stream);
    client.listener = ({ type }) => {
      if (type === 'audio') client.socket.destroy();
    };
    const { takes, streams } = await ask.compose(shortCue);
    expect(takes).toHaveLength(1);
    expect(streams[0]!.reason).toBe('nobody');
  });
});
