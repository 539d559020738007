/** A cue performed by the built sidecar and the built bridge, brought together by the extension; and again after the sidecar was killed. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Bridge } from '../../../extension/bridge/bridge.ts';
import { Performing } from '../../../extension/bridge/performing.ts';
import { Sidecar } from '../../../extension/sidecar/sidecar.ts';
import { readTake } from '../../../extension/takes/readTake.ts';
import { captionCue, isRunning, root, until } from '../sidecar/sidecarProcess.ts';
import type { LeitmotifError } from '../../../bridge/protocol/errors.ts';

const patience = 90_000;
let folder: string;
let sidecar: Sidecar;
let bridge: Bridge;
let performing: Performing;
let lost: LeitmotifError[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'leitmotif-performing-'));
  lost = [];
  const quiet = (): void => undefined;
  const log = { error: quiet, warn: quiet, info: quiet, debug: quiet };
  const client = { name: 'test', version: '0' };
  const program = (name: string) => () =>
    Promise.resolve({
      node: process.execPath,
      program: join(root, 'dist', name),
      arguments: [],
      environment: { LEITMOTIF_HOME: join(folder, 'home') },
    });
  const onGivenUp = (error: LeitmotifError): void => {
    lost.push(error);
  };
  sidecar = new Sidecar({
    ...{ client, log, onGivenUp, program: program('sidecar.js') },
    provider: () => 'cpu',
    idleAfter: () => 0,
  });
  bridge = new Bridge({
    ...{ client, log, onGivenUp, program: program('bridge.js') },
    memory: { read: () => ({}), write: quiet },
  });
  performing = new Performing({ sidecar, bridge, onLost: onGivenUp });
});

afterEach(async () => {
  await Promise.all([sidecar.end(), bridge.end()]);
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
});

/** Waits until it has sounded for so long. */
async function untilSounded(seconds: number): Promise<void> {
  await vi.waitFor(
    async () => {
      expect((await bridge.refresh()).performance?.seconds ?? 0).toBeGreaterThan(seconds);
    },
    { timeout: patience, interval: 250 },
  );
}

const order = () => ({
  ...{ cue: captionCue('slow strings in D minor, 96 BPM'), folder, seed: 5, sampleRate: 48_000 as const },
  ...{ leads: 'bridge' as const, changes: 'bar' as const },
});

it.skipIf(process.platform === 'win32')(
  'sounds on when the sidecar is killed, is kept as a take, and ends without a trace',
  { timeout: 3 * patience },
  async () => {
    await performing.start(order());
    await untilSounded(4);
    const killed = (await sidecar.pid())!;
    process.kill(killed, 'SIGKILL');
    await until(() => !isRunning(killed), patience);
    const before = (await bridge.refresh()).performance?.seconds ?? 0;
    await untilSounded(before + 15);
    expect(lost).toEqual([]);
    expect(await sidecar.pid()).not.toBe(killed);
    const { folder: kept } = await bridge.keepPerformance({ seconds: 5, out: folder });
    expect((await readTake(kept)).recipe.seed).toBe(5);
    await performing.stop();
    expect((await bridge.refresh()).performance).toBeUndefined();
    await until(() => sidecar.status.state === 'ready', patience);
  },
);

it('that is refused leaves no job in the sidecar', { timeout: 2 * patience }, async () => {
  const missing = { kind: 'image' as const, id: 'i', path: 'none.png', weight: 1 };
  const refused = performing.start({ ...order(), cue: { ...order().cue, conditions: [missing] } });
  await expect(refused).rejects.toMatchObject({ code: 'file-missing' });
  await until(() => sidecar.status.state === 'ready', patience);
  await vi.waitFor(
    async () => {
      expect((await bridge.refresh()).performance).toBeUndefined();
    },
    { timeout: patience, interval: 200 },
  );
});
