/** A performance with the real programs: the sidecar composes, the bridge plays, a client listens. */
import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as protocol from '../../../bridge/protocol/bridge.ts';
import { briefRequest, performRequest, remakeRequest } from '../../../bridge/protocol/sidecar.ts';
import { captionCue, childrenOf, isRunning, startSidecar, until } from '../sidecar/sidecarProcess.ts';
import { startBridge } from './bridgeProcess.ts';
import { ListenClient } from './listenClient.ts';
import { spectralCentroid } from './spectralCentroid.ts';
import type { PerformedSpan } from '../../../bridge/protocol/performance.ts';
import type { Measured } from '../../../bridge/protocol/take.ts';
import type { BriefResult } from '../../../bridge/protocol/sidecar.ts';
import type { RunningSidecar } from '../sidecar/sidecarProcess.ts';
import type { RunningBridge } from './bridgeProcess.ts';

const cue = captionCue('driving strings in D minor, 120 BPM, 60 seconds');
const seed = 5;
const rate = 48_000;
let [bridge, sidecar, client]: [RunningBridge, RunningSidecar, ListenClient] = [] as never;
let brief: BriefResult;
let out = '';
const pids: number[] = [];
let job = 10;

/** Asks the sidecar to perform; answers where the phrases come from. */
function perform(): { path: string; token: string; job: number } {
  job += 1;
  const { inputs, packs, provider } = brief;
  const prepared = { brief: brief.brief, inputs, packs, provider };
  const { connection, initialized } = sidecar;
  void connection
    .sendRequest(performRequest, { job, cue, folder: '/', seed, prepared })
    .catch(() => undefined);
  return { ...initialized.stream, job };
}

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const set = (values: Record<string, number | string>): Promise<null> =>
  bridge.connection.sendRequest(protocol.setAttributesRequest, { values });

/** The sound of the last seconds that the client heard. */
function heard(seconds: number): Float32Array {
  const frames = client.frames.slice(-Math.ceil((seconds * rate) / 512));
  const samples = new Float32Array(frames.reduce((sum, { left }) => sum + left.length, 0));
  let at = 0;
  for (const { left } of frames) {
    samples.set(left, at);
    at += left.length;
  }
  return samples;
}

function level(samples: Float32Array): number {
  return Math.sqrt(samples.reduce((sum, one) => sum + one * one, 0) / samples.length);
}

beforeAll(async () => {
  out = mkdtempSync(join(tmpdir(), 'leitmotif-performance-'));
  [bridge, sidecar] = await Promise.all([startBridge(), startSidecar()]);
  brief = await sidecar.connection.sendRequest(briefRequest, { job: 1, cue, folder: '/' });
  const url = new URL(await bridge.connection.sendRequest(protocol.monitorUrlRequest));
  const token = url.hash.slice('#token='.length);
  client = await ListenClient.open(`ws://${url.host}/`, token);
  client.say({ type: 'listen', mode: 'live', format: 'float32' });
  const asked = { cue, folder: '/', seed, source: perform(), leads: 'bridge', changes: 'bar' } as const;
  await bridge.connection.sendRequest(protocol.startPerformanceRequest, asked);
  pids.push(sidecar.process.pid!, ...childrenOf(sidecar.process.pid!));
}, 60_000);

afterAll(async () => {
  await client.close();
  await bridge.stop();
  await sidecar.stop();
  rmSync(out, { recursive: true, force: true });
}, 30_000);

describe('a performance', () => {
  it('sounds for 20 seconds without a gap', async () => {
    await until(() => level(heard(0.5)) > 0.005, 10_000);
    await wait(20_000);
    const { frames } = client;
    frames.slice(1).forEach(({ time, sequence }, i) => {
      expect(time).toBe(frames[i]!.time + frames[i]!.left.length);
      expect(sequence).toBe(frames[i]!.sequence + 1);
    });
    const spans = Array.from({ length: 18 }, (_, i) => level(heard(20).slice(i * rate, (i + 1) * rate)));
    expect(Math.min(...spans)).toBeGreaterThan(0.003);
    expect(frames.at(-1)!.bar).toBeGreaterThan(8);
  }, 60_000);

  it('grows dark at once, and bright again', async () => {
    await set({ brightness: 0 });
    await wait(1500);
    const dark = spectralCentroid(heard(1), rate);
    await set({ brightness: 1 });
    await wait(1500);
    const bright = spectralCentroid(heard(1), rate);
    expect(bright).toBeGreaterThan(1.3 * dark);
    await set({ brightness: 0.5 });
  }, 30_000);

  it('grows soft within a tenth of a second', async () => {
    await set({ dynamics: 0.9 });
    await wait(1500);
    const loud = level(heard(1));
    const before = client.frames.length;
    await set({ dynamics: 0.1 });
    await until(() => client.frames.length > before + 25, 5000);
    const after = client.frames.slice(before + 12, before + 25);
    const soft = level(Float32Array.from(after.flatMap(({ left }) => [...left])));
    expect(soft).toBeLessThan(0.35 * loud);
    await set({ dynamics: 0.6 });
  }, 30_000);

  it('takes another tempo at a bar line', async () => {
    await set({ tempo: 90 });
    await until(() => client.frames.at(-1)!.tempo < 91, 10_000);
    const index = client.frames.findLastIndex(({ tempo }) => tempo > 91);
    const change = client.frames[index + 1]!;
    // A block may begin a little after the line.
    expect(change.beat).toBeLessThan(1.05);
  }, 30_000);

  it('brings a section that was queued', async () => {
    await bridge.connection.sendRequest(protocol.queueSectionRequest, { section: 'Chase' });
    const told = async (): Promise<[section: string | undefined, queued: string | undefined]> => {
      const { performance } = await bridge.connection.sendRequest(protocol.statusRequest);
      return [performance?.section, performance?.queued];
    };
    const end = performance.now() + 60_000;
    let now = await told();
    for (; now[0] !== 'Chase' && performance.now() < end; now = await told()) {
      // Queued until it begins, also once it is composed.
      expect(now[1]).toBe('Chase');
      await wait(100);
    }
    expect(now).toEqual(['Chase', undefined]);
  }, 70_000);

  it('is kept as a take', async () => {
    await wait(5000);
    const asked = { seconds: 10, out };
    const { folder } = await bridge.connection.sendRequest(protocol.keepPerformanceRequest, asked);
    const recipe = JSON.parse(await readFile(join(folder, 'take.json'), 'utf8')) as {
      performance: PerformedSpan;
      measured: Measured;
    };
    expect(recipe.performance.log.steering.length).toBeGreaterThan(0);
    expect(recipe.measured.notes).toBeGreaterThan(10);
    expect(recipe.measured.seconds).toBeGreaterThan(10);
    // What the bridge counted while it sounded is what was made again.
    const { heard } = recipe.performance;
    expect(heard!.notes).toBeGreaterThan(10);
    expect(heard!.seconds).toBeGreaterThan(8);
    expect(recipe.measured.spans).toContainEqual(
      expect.objectContaining({ what: 'tempo', asked: '90', agrees: true }),
    );
    expect(recipe.measured.failures.filter((failure) => !/loudness|peak/.test(failure))).toEqual([]);
    const remake = { job: ++job, path: folder, out };
    const again = await sidecar.connection.sendRequest(remakeRequest, remake);
    expect([again.sameScore, again.sameMix]).toEqual([true, true]);
  }, 120_000);

  it('outlives its sidecar: the buffer is played, then silence; with the next sidecar it sounds within three seconds', async () => {
    sidecar.process.kill('SIGKILL');
    await sidecar.exited;
    await wait(1000);
    expect(level(heard(0.5))).toBeGreaterThan(0.003);
    await until(() => level(heard(1)) < 0.0005, 60_000);
    const silent = client.frames.length;
    sidecar = await startSidecar();
    const back = performance.now();
    await bridge.connection.sendRequest(protocol.attachPerformanceRequest, { source: perform() });
    await until(() => level(heard(0.3)) > 0.003, 10_000);
    expect(performance.now() - back).toBeLessThan(3000);
    const { frames } = client;
    frames.slice(silent).forEach(({ time }, i) => {
      expect(time).toBe(frames[silent + i - 1]!.time + frames[silent + i - 1]!.left.length);
    });
  }, 120_000);

  it('ends with every note, and leaves no process behind', async () => {
    await bridge.connection.sendRequest(protocol.stopPerformanceRequest);
    expect((await bridge.connection.sendRequest(protocol.statusRequest)).performance).toBeUndefined();
    await until(() => pids.every((pid) => !isRunning(pid)), 10_000);
    expect(pids.filter(isRunning)).toEqual([]);
  }, 30_000);

  it('waits for the DAW where that leads, follows its tempo at once, and stands when it stops', async () => {
    const asked = { cue, folder: '/', seed, source: perform(), leads: 'daw', changes: 'bar' } as const;
    await bridge.connection.sendRequest(protocol.startPerformanceRequest, asked);
    await wait(1000);
    expect(level(heard(0.5))).toBeLessThan(0.0005);
    await bridge.connection.sendRequest(protocol.transportRequest, { action: 'play' });
    await until(() => level(heard(0.3)) > 0.003, 5000);
    await set({ tempo: 77 });
    await until(() => Math.abs(client.frames.at(-1)!.tempo - 77) < 0.1, 1000);
    await bridge.connection.sendRequest(protocol.transportRequest, { action: 'stop' });
    await until(() => level(heard(0.5)) < 0.0005, 10_000);
    await bridge.connection.sendRequest(protocol.stopPerformanceRequest);
  }, 60_000);
});
