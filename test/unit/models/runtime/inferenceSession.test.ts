import { describe, expect, it } from 'vitest';
import { InferenceSession } from '../../../../models/runtime/inferenceSession.ts';
import type { Pack } from '../../../../models/runtime/packStore.ts';
import { PackStore } from '../../../../models/runtime/packStore.ts';
import type { PackManifest } from '../../../../bridge/protocol/packManifest.ts';
import { tinyManifest, tinyModel, writePacks } from './tinyPack.ts';

const pair = { type: 'float32', data: Float32Array.of(1, 2, 3, 4), shape: [2, 2] } as const;

async function tinyPack(fields: Partial<PackManifest> = {}, model: Uint8Array = tinyModel): Promise<Pack> {
  const manifest = tinyManifest(fields, model);
  return new PackStore(await writePacks([{ manifest, model }])).open('tiny');
}

describe('InferenceSession', () => {
  it('runs a model and names the provider', async () => {
    const session = await InferenceSession.open(await tinyPack());
    const { y } = await session.run({ x: pair }, ['y']);
    expect([...y.data]).toEqual([2, 4, 6, 8]);
    expect(y.shape).toEqual([2, 2]);
    expect(session.provider).toBe('cpu');
    expect(session.refused).toEqual([]);
    await session.close();
  });

  it('falls back to the CPU only as told, and says what was refused', async () => {
    const session = await InferenceSession.open(await tinyPack(), { executionProviders: ['cuda', 'cpu'] });
    expect(session.provider).toBe('cpu');
    expect(session.refused).toMatchObject([{ provider: 'cuda' }]);
    await session.close();
  });

  it('does not fall back unless told', async () => {
    const opening = InferenceSession.open(await tinyPack(), { executionProviders: ['no-such-device'] });
    await expect(opening).rejects.toMatchObject({ code: 'runtime-unavailable' });
  });

  it('calls a file that is no model corrupt', async () => {
    const opening = InferenceSession.open(await tinyPack({}, Buffer.from('no model at all')));
    await expect(opening).rejects.toMatchObject({ code: 'pack-corrupt' });
  });

  it('refuses a model that is not as its manifest says', async () => {
    const outputs: PackManifest['outputs'] = [{ name: 'y', type: 'float32', shape: ['batch', 3] }];
    const opening = InferenceSession.open(await tinyPack({ outputs }));
    await expect(opening).rejects.toMatchObject({ code: 'pack-incompatible' });
  });

  it('turns a wrong feed into a catalogue error', async () => {
    const session = await InferenceSession.open(await tinyPack());
    const wrong = { ...pair, shape: [4, 1] };
    await expect(session.run({ x: wrong }, ['y'])).rejects.toMatchObject({ code: 'inference-failed' });
    await expect(session.run({ z: pair }, ['y'])).rejects.toMatchObject({ code: 'inference-failed' });
    await expect(session.run({ x: pair }, ['nothing'])).rejects.toMatchObject({ code: 'inference-failed' });
    await session.close();
  });

  it('does not run for a job that was cancelled', async () => {
    const session = await InferenceSession.open(await tinyPack());
    const running = session.run({ x: pair }, ['y'], { signal: AbortSignal.abort() });
    await expect(running).rejects.toMatchObject({ code: 'cancelled' });
    await session.close();
  });

  it('runs no more once it is closed, and closes twice', async () => {
    const session = await InferenceSession.open(await tinyPack());
    await session.close();
    await session.close();
    await expect(session.run({ x: pair }, ['y'])).rejects.toThrow(/the session is closed/);
  });
});
