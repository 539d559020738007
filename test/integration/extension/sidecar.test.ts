/** The extension's client against the built sidecar, without an editor: crashes, hangs, idleness, and what is left behind. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Sidecar } from '../../../extension/sidecar/sidecar.ts';
import { captionCue, childrenOf, isRunning, root, until } from '../sidecar/sidecarProcess.ts';
import type { LeitmotifError } from '../../../bridge/protocol/errors.ts';
import type { SidecarProgress, StreamEnd } from '../../../bridge/protocol/sidecar.ts';
import type { StreamListener } from '../../../extension/sidecar/streamListener.ts';
import type { SidecarOptions, SidecarStatus } from '../../../extension/sidecar/sidecar.ts';

/** Many times what it takes, for machines that are slow. */
const patience = 60_000;
let out: string;
let sidecar: Sidecar;
let states: SidecarStatus['state'][];
let log: string[];
let givenUp: LeitmotifError[];

function open(options: Partial<SidecarOptions> = {}): Sidecar {
  const write = (text: string): void => {
    log.push(text);
  };
  const opened = new Sidecar({
    client: { name: 'test', version: '0' },
    log: { error: write, warn: write, info: write, debug: write },
    program: () =>
      Promise.resolve({
        node: process.execPath,
        program: join(root, 'dist/sidecar.js'),
        arguments: [],
        environment: { LEITMOTIF_HOME: join(out, 'home') },
      }),
    provider: () => 'cpu',
    idleAfter: () => 0,
    onGivenUp: (error) => {
      givenUp.push(error);
    },
    ...options,
  });
  opened.onDidChangeStatus(({ state }) => {
    if (states.at(-1) !== state) states.push(state);
  });
  return opened;
}

beforeEach(() => {
  out = mkdtempSync(join(tmpdir(), 'leitmotif-client-'));
  [states, log, givenUp] = [[], [], []];
  sidecar = open();
});

afterEach(async () => {
  await sidecar.end();
  rmSync(out, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
});

const cue = captionCue('slow strings in D minor, 72 BPM, 6 seconds');

async function pidOf(one: Sidecar): Promise<number> {
  const pid = await one.pid();
  if (pid === undefined) throw new Error('No sidecar runs');
  return pid;
}

function codeOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'none',
    (error: unknown) => (error as LeitmotifError).code,
  );
}

/** Writes down what is heard. */
class Ear implements StreamListener {
  readonly words: string[] = [];
  frames = 0;
  peak = 0;
  last: StreamEnd | undefined;
  begin(): void {
    this.words.push('begin');
    this.frames = 0;
  }
  audio(time: number, samples: Float32Array): void {
    if (time === this.frames) this.frames += samples.length / 2;
    for (const sample of samples) this.peak = Math.max(this.peak, Math.abs(sample));
  }
  notes(): void {
    if (this.words.at(-1) !== 'notes') this.words.push('notes');
  }
  end(end: StreamEnd): void {
    this.words.push('end');
    this.last = end;
  }
}

describe('work', () => {
  it(
    'starts at the first request, streams a take, and says how it stands',
    { timeout: patience },
    async () => {
      expect(sidecar.status.state).toBe('off');
      const ear = new Ear();
      const progress: SidecarProgress[] = [];
      const { takes } = await sidecar.compose(
        { cue, folder: out, out, seed: 5 },
        { stream: ear, onProgress: (report) => progress.push(report) },
      );
      expect(takes).toHaveLength(1);
      expect(ear.words[0]).toBe('begin');
      expect(ear.words.at(-1)).toBe('end');
      expect(ear.last?.reason).toBe('complete');
      expect(ear.frames).toBeGreaterThan(44_100 * 5);
      expect(ear.peak).toBeGreaterThan(0.01);
      expect(progress.map(({ stage }) => stage)).toContain('render');
      expect(states).toEqual(['starting', 'busy', 'ready']);
      expect(sidecar.status.provider).toBe('cpu');
    },
  );

  it('hears a preview to its last frame before the answer', { timeout: patience }, async () => {
    const ear = new Ear();
    const { seconds } = await sidecar.preview({ cue, folder: out, seed: 5, seconds: 3 }, { stream: ear });
    expect(ear.words.at(-1)).toBe('end');
    expect(ear.last?.reason).toBe('complete');
    expect(Math.abs(ear.frames / 44_100 - seconds)).toBeLessThan(0.01);
  });

  it('rejects an aborted job at once and goes on', { timeout: patience }, async () => {
    await sidecar.packsList();
    const stop = new AbortController();
    const ear = new Ear();
    const work = sidecar.compose({ cue, folder: out, out, seed: 6 }, { signal: stop.signal, stream: ear });
    await until(() => ear.frames > 0, patience);
    const start = performance.now();
    stop.abort();
    expect(await codeOf(work)).toBe('cancelled');
    expect(performance.now() - start).toBeLessThan(50);
    const heard = ear.frames;
    expect((await sidecar.brief({ cue, folder: out })).provider).toBe('cpu');
    expect(ear.frames).toBe(heard);
  });

  it('rejects a job that is aborted while the sidecar starts', { timeout: patience }, async () => {
    const stop = new AbortController();
    const work = sidecar.brief({ cue, folder: out }, { signal: stop.signal });
    stop.abort();
    expect(await codeOf(work)).toBe('cancelled');
    await until(() => sidecar.status.state === 'ready', patience);
  });

  it('passes faults on with their codes', { timeout: patience }, async () => {
    const missing = {
      ...cue,
      conditions: [{ kind: 'image' as const, id: 'i', path: 'none.png', weight: 1 }],
    };
    expect(await codeOf(sidecar.brief({ cue: missing, folder: out }))).toBe('file-missing');
    expect(await codeOf(sidecar.packsVerify({ id: 'no-such-pack' }))).toBe('pack-unknown');
  });

  it('refuses what is too long for one message and lives on', { timeout: patience }, async () => {
    const long = { ...cue, description: 'x'.repeat(5_000_000) };
    expect(await codeOf(sidecar.brief({ cue: long, folder: out }))).toBe('text-too-long');
    expect((await sidecar.packsList()).packs.length).toBeGreaterThan(2);
    expect(states.filter((state) => state === 'starting')).toHaveLength(1);
  });
});

describe('the end', () => {
  it('comes when idle, and the next request starts another', { timeout: patience }, async () => {
    sidecar = open({ idleAfter: () => 300 });
    await sidecar.packsList();
    const first = await pidOf(sidecar);
    await until(() => !isRunning(first), patience);
    expect(sidecar.status.state).toBe('off');
    await sidecar.packsList();
    expect(await pidOf(sidecar)).not.toBe(first);
    expect(givenUp).toEqual([]);
  });

  it('comes when settings have changed, after the work at hand', { timeout: patience }, async () => {
    const work = sidecar.brief({ cue, folder: out });
    await until(() => sidecar.status.state === 'busy', patience);
    const first = await pidOf(sidecar);
    sidecar.renew();
    await work;
    await until(() => !isRunning(first), patience);
    expect(sidecar.status.state).toBe('off');
  });

  it('leaves no process behind, also amid work', { timeout: patience }, async () => {
    const work = codeOf(sidecar.compose({ cue, folder: out, out, seed: 7 }));
    await until(() => sidecar.status.state === 'busy', patience);
    const pid = await pidOf(sidecar);
    await until(() => childrenOf(pid).length > 0, patience);
    const children = childrenOf(pid);
    await sidecar.end();
    expect(await work).toMatch(/cancelled|sidecar-ended/);
    expect([pid, ...children].filter(isRunning)).toEqual([]);
    expect(await codeOf(sidecar.packsList())).toBe('sidecar-ended');
  });
});

describe.skipIf(process.platform === 'win32')('a crash', () => {
  it('rejects what ran and starts another', { timeout: patience }, async () => {
    const ear = new Ear();
    const work = codeOf(sidecar.compose({ cue, folder: out, out, seed: 8 }, { stream: ear }));
    await until(() => ear.frames > 0, patience);
    const pid = await pidOf(sidecar);
    const children = childrenOf(pid);
    process.kill(pid, 'SIGKILL');
    expect(await work).toBe('sidecar-ended');
    await until(() => sidecar.status.state === 'ready', patience);
    expect(await pidOf(sidecar)).not.toBe(pid);
    await until(() => !children.some(isRunning), patience);
    expect((await sidecar.compose({ cue, folder: out, out, seed: 8 })).takes).toHaveLength(1);
    expect(givenUp).toEqual([]);
  });

  it(
    'is mended four times, then said once, then healed by a restart',
    { timeout: 2 * patience },
    async () => {
      await sidecar.packsList();
      for (let i = 0; i < 5; i++) {
        await until(() => sidecar.status.state === 'ready', patience);
        const pid = await pidOf(sidecar);
        process.kill(pid, 'SIGKILL');
        await until(() => !isRunning(pid) && sidecar.status.state !== 'ready', patience);
      }
      await until(() => sidecar.status.state === 'failed', patience);
      expect(givenUp.map(({ code }) => code)).toEqual(['sidecar-ended']);
      expect(await codeOf(sidecar.packsList())).toBe('restart-budget-spent');
      expect(givenUp).toHaveLength(1);
      await sidecar.restart();
      expect((await sidecar.packsList()).packs.length).toBeGreaterThan(2);
    },
  );

  it('is what a sidecar that hangs is ended by', { timeout: patience }, async () => {
    sidecar = open({ watch: { every: 200, missed: 5 } });
    await sidecar.packsList();
    const pid = await pidOf(sidecar);
    process.kill(pid, 'SIGSTOP');
    expect(await codeOf(sidecar.packsList())).toBe('sidecar-ended');
    expect(isRunning(pid)).toBe(false);
    await until(() => sidecar.status.state === 'ready', patience);
  });

  it('of a program that never comes up is told to who asked', { timeout: patience }, async () => {
    sidecar = open({
      program: () =>
        Promise.resolve({
          node: process.execPath,
          program: join(out, 'none.js'),
          arguments: [],
          environment: {},
        }),
    });
    expect(await codeOf(sidecar.packsList())).toBe('sidecar-ended');
    await until(() => givenUp.length > 0, patience);
    expect(sidecar.status.state).toBe('failed');
    expect(givenUp).toHaveLength(1);
  });

  it('is not what a Node that is not there is', { timeout: patience }, async () => {
    sidecar = open({
      program: () =>
        Promise.resolve({ node: join(out, 'node'), program: 'x', arguments: [], environment: {} }),
    });
    expect(await codeOf(sidecar.packsList())).toBe('runtime-unavailable');
    expect(sidecar.status.state).toBe('off');
    expect(givenUp).toEqual([]);
  });
});
