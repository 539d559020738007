/** The musflow engine behind the sidecar: heard while it is made, cancelled between two steps, remade. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CancellationTokenSource } from 'vscode-jsonrpc';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { cueSchema, cueVersion } from '../../../bridge/protocol/cue.ts';
import { decodeAudio, decodeJson } from '../../../bridge/protocol/streamPayload.ts';
import { decibelsToGain } from '../../../bridge/protocol/units.ts';
import { readWav } from '../../../models/audio/readWav.ts';
import { describeWithMusflow } from '../musflow/describeWithMusflow.ts';
import { codeOf, Conversation, shortCue } from './conversations.ts';
import { listen, startSidecar, timed } from './sidecarProcess.ts';
import { temporaryOut } from './temporaryOut.ts';
import type { Cue } from '../../../bridge/protocol/cue.ts';
import type { StreamBegin } from '../../../bridge/protocol/streamFrame.ts';
import type { PipeClient, RunningSidecar } from './sidecarProcess.ts';

const musflowCue = (seconds: number, musflow: object = {}): Cue =>
  cueSchema.parse({
    leitmotif: cueVersion,
    conditions: [{ kind: 'caption', id: 'caption', text: 'calm piano in D minor, 90 BPM' }],
    attributes: { seconds },
    engine: 'musflow',
    musflow: { steps: 2, guidance: 1.5, ...musflow },
  });

describeWithMusflow('the musflow engine in the sidecar', () => {
  const out = temporaryOut();
  let sidecar: RunningSidecar;
  let client: PipeClient;
  let ask: Conversation;

  beforeAll(async () => {
    sidecar = await startSidecar();
    client = await listen(sidecar.initialized.stream);
    ask = new Conversation(sidecar, out.path);
  });
  afterAll(async () => {
    await sidecar.stop();
    out.remove();
  });

  it('is heard while it is made, and what is heard is what the file holds', async () => {
    const arrivals: number[] = [];
    client.listener = ({ type, job }, time) => {
      if (type === 'audio' && job === ask.job) arrivals.push(time);
    };
    const { takes, streams } = await ask.compose(musflowCue(25));
    const ended = performance.now();
    const [take] = takes;
    expect(take!.recipe.engine).toMatchObject({ name: 'musflow', asked: 'musflow' });
    expect(take!.recipe.device.provider).toBe('cpu');
    expect(take!.recipe.packs.map(({ id }) => id)).toContain('musflow-velocity');
    expect(take!.recipe.files.stems).toEqual([]);
    expect(streams[0]!.reason).toBe('complete');
    // Three windows: the first is heard before the last is solved.
    expect(ended - arrivals[0]!).toBeGreaterThan(arrivals.at(-1)! - arrivals[0]!);
    expect(arrivals.length).toBeGreaterThan(2);
    const frames = client.frames.filter(({ job }) => job === ask.job);
    const begin = decodeJson(frames.find(({ type }) => type === 'begin')!.payload) as StreamBegin;
    const heard = frames
      .filter(({ type }) => type === 'audio')
      .flatMap(({ payload }) => Array.from(decodeAudio(payload).left));
    const [written] = readWav(join(take!.folder, 'mix.wav')).channels;
    expect([heard.length, begin.frames]).toEqual([written!.length, written!.length]);
    const gain = decibelsToGain(streams[0]!.gain! - streams[0]!.predictedGain);
    const alike = correlation(
      heard.map((x) => x * gain),
      written!,
    );
    expect(alike).toBeGreaterThan(0.98);
  }, 120_000);

  it('tells where it is in shares that grow', () => {
    const shares = sidecar.progress
      .filter(({ job, stage }) => job === ask.job && stage === 'render')
      .map(({ step, of }) => step / of!);
    expect(shares.length).toBeGreaterThan(3);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(shares.at(-1)).toBeLessThanOrEqual(1);
  });

  it('is cancelled between two steps, leaves nothing, and the next job is done', async () => {
    const before = out.entries();
    const source = new CancellationTokenSource();
    const composing = ask.compose(musflowCue(60, { steps: 50 }), {}, source);
    const code = codeOf(composing);
    await new Promise<void>((resolve) => {
      const job = ask.job;
      const watch = setInterval(() => {
        const busy = sidecar.progress.some(
          (one) => one.job === job && one.stage === 'render' && one.step > 0,
        );
        if (!busy) return;
        clearInterval(watch);
        resolve();
      }, 10);
    });
    source.cancel();
    expect(await timed(code)).toBeLessThan(10_000);
    expect(await code).toBe('cancelled');
    expect(out.entries()).toEqual(before);
    const { takes } = await ask.compose(shortCue);
    expect(takes[0]!.recipe.engine.name).toBe('score');
    const again = await ask.compose(musflowCue(6));
    expect(again.takes[0]!.recipe.engine.name).toBe('musflow');
  }, 120_000);

  it('runs its networks where the person asks, or on the CPU and says why', async () => {
    const { takes, refused = [] } = await ask.compose(musflowCue(6), { provider: 'webgpu' });
    const isRefused = refused.some(({ provider, reason }) => provider === 'webgpu' && reason !== '');
    expect(takes[0]!.recipe.device.provider).toBe(isRefused ? 'cpu' : 'webgpu');
  }, 240_000);

  it('is the same again from its recipe', async () => {
    const [made] = (await ask.compose(musflowCue(6))).takes;
    const { sameMix, sameScore, take } = await ask.remake(made!.folder);
    expect([sameMix, sameScore]).toEqual([true, true]);
    const latent = (folder: string): Buffer => readFileSync(join(folder, 'latent.npy'));
    expect(latent(take.folder).equals(latent(made!.folder))).toBe(true);
  }, 120_000);

  it.each([
    ['steps', { steps: 0 }],
    ['steps', { steps: 1.5 }],
    ['steps', { steps: 1e6 }],
    ['guidance', { guidance: Number.NaN }],
  ])('refuses %s of %j', async (name, musflow) => {
    const cue = { ...musflowCue(6), musflow: { ...musflowCue(6).musflow, ...musflow } } as Cue;
    const failure = await ask.compose(cue).then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(failure).toMatchObject({ data: { code: 'request-invalid', subject: `cue.musflow.${name}` } });
    expect(sidecar.reports.some(({ state }) => state === 'crashed')).toBe(false);
  });
});

function correlation(a: readonly number[], b: Float32Array): number {
  let [ab, aa, bb] = [0, 0, 0];
  for (const [i, x] of a.entries()) {
    const y = b[i] ?? 0;
    ab += x * y;
    aa += x * x;
    bb += y * y;
  }
  return aa === 0 || bb === 0 ? 0 : ab / Math.sqrt(aa * bb);
}
