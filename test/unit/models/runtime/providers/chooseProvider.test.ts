import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { chooseProvider, cosineOf } from '../../../../../models/runtime/providers/chooseProvider.ts';
import { platformProviders } from '../../../../../models/runtime/providers/providerNames.ts';
import { referenceFeeds } from '../../../../../models/runtime/providers/referenceFeeds.ts';
import { providerTrialUrl, tryProvider } from '../../../../../models/runtime/providers/tryProvider.ts';
import { PackStore } from '../../../../../models/runtime/packStore.ts';
import { tinyManifest, writePacks } from '../tinyPack.ts';
import type { Pack } from '../../../../../models/runtime/packStore.ts';

let pack: Pack;
let cache: string;

beforeAll(async () => {
  if (!existsSync(providerTrialUrl()))
    throw new Error('Run npm run build first: the trial runs the built program.');
  pack = await new PackStore(await writePacks([{ manifest: tinyManifest() }])).open('tiny');
});

beforeEach(async () => {
  cache = await mkdtemp(join(tmpdir(), 'leitmotif-providers-'));
});

describe('chooseProvider', () => {
  it('measures nothing where the CPU is asked for', async () => {
    const chosen = await chooseProvider(pack, 'cpu', { cache });
    expect(chosen).toEqual({ provider: 'cpu', trials: [], refused: [], isRemembered: false });
  });

  it('takes the CPU where a named provider is refused, and says why', async () => {
    const chosen = await chooseProvider(pack, 'dml', { cache });
    expect(chosen.provider).toBe('cpu');
    expect(chosen.refused).toEqual([{ provider: 'dml', reason: expect.stringContaining('dml') as string }]);
    expect(chosen.trials).toMatchObject([{ provider: 'cpu', cosine: 1 }]);
    expect(chosen.trials[0]?.runMs).toBeGreaterThan(0);
  });

  it('measures once a machine and remembers', async () => {
    const first = await chooseProvider(pack, 'auto', { cache });
    const begun = performance.now();
    const second = await chooseProvider(pack, 'auto', { cache });
    expect(performance.now() - begun).toBeLessThan(3000);
    expect(second).toEqual({ ...first, isRemembered: true });
    const tried = [...first.trials, ...first.refused].map(({ provider }) => provider);
    expect(tried.sort()).toEqual(platformProviders().sort());
  });

  it('measures anew for another pack, and where what was kept cannot be read', async () => {
    await chooseProvider(pack, 'dml', { cache });
    const other = {
      ...pack,
      manifest: { ...pack.manifest, files: [{ ...pack.manifest.files[0]!, sha256: 'f'.repeat(64) }] },
    };
    expect((await chooseProvider(other, 'dml', { cache })).isRemembered).toBe(false);
    await writeFile(join(cache, 'providers.json'), '{"');
    expect((await chooseProvider(pack, 'dml', { cache })).isRemembered).toBe(false);
    expect(
      Object.keys(JSON.parse(await readFile(join(cache, 'providers.json'), 'utf8')) as object),
    ).toHaveLength(1);
  });

  it('measures anew where it is told, and forgets other packs too', async () => {
    await chooseProvider(pack, 'dml', { cache });
    await chooseProvider(pack, 'auto', { cache });
    expect((await chooseProvider(pack, 'auto', { cache, anew: true })).isRemembered).toBe(false);
    expect((await chooseProvider(pack, 'auto', { cache })).isRemembered).toBe(true);
    expect((await chooseProvider(pack, 'dml', { cache })).isRemembered).toBe(false);
  });

  it('does not remember a machine on which not even the CPU could be measured', async () => {
    const chosen = await chooseProvider(pack, 'dml', { cache, patienceMs: 1 });
    expect(chosen).toMatchObject({ provider: 'cpu', trials: [], refused: [{ provider: 'cpu' }] });
    expect((await chooseProvider(pack, 'dml', { cache })).isRemembered).toBe(false);
  });

  it('gives up on a provider that hangs, and on one whose process dies', async () => {
    const hung = await tryProvider({ pack, provider: 'cpu' }, { patienceMs: 1 });
    expect(hung).toEqual({ reason: 'no answer within 0 s' });
    const environment = { ...process.env, NODE_OPTIONS: '--no-such-option' };
    const dead = await tryProvider({ pack, provider: 'cpu' }, { environment });
    expect(dead).toEqual({ reason: expect.stringContaining('ended with 9') as string });
  });

  it('stops when it is cancelled', async () => {
    const signal = AbortSignal.timeout(20);
    await expect(chooseProvider(pack, 'auto', { cache, signal })).rejects.toMatchObject({
      code: 'cancelled',
    });
  });
});

describe('the measures of a trial', () => {
  it('tell the same answer from another', () => {
    const answer = Float32Array.of(1, 2, 3);
    expect(
      cosineOf(
        answer,
        answer.map((value) => value * 1.0001),
      ),
    ).toBeGreaterThan(0.999);
    expect(cosineOf(answer, Float32Array.of(1, 2, -3))).toBeLessThan(0.999);
    expect(cosineOf(answer, Float32Array.of(1, 2))).toBe(0);
    expect(cosineOf(answer, Float32Array.of(NaN, 2, 3))).toBe(0);
    expect(cosineOf(answer, undefined)).toBe(0);
  });

  it('feed every kind of input', () => {
    const feeds = referenceFeeds([
      { name: 'pixels', type: 'uint8', shape: ['batch', 4, 4, 3] },
      { name: 'input_ids', type: 'int64', shape: ['batch', 'tokens'] },
      { name: 'attention_mask', type: 'int64', shape: ['batch', 'tokens'] },
    ]);
    expect(feeds.pixels?.shape).toEqual([1, 4, 4, 3]);
    expect(feeds.input_ids?.data).toHaveLength(32);
    expect([...(feeds.attention_mask?.data ?? [])]).toEqual(Array(32).fill(1n));
  });

  it('know what a platform can have', () => {
    expect(platformProviders('linux', 'x64')).toEqual(['cuda', 'webgpu', 'cpu']);
    expect(platformProviders('linux', 'arm64')).toEqual(['cpu']);
    expect(platformProviders('win32', 'x64')).toEqual(['dml', 'webgpu', 'cpu']);
    expect(platformProviders('darwin', 'arm64')).toEqual(['coreml', 'webgpu', 'cpu']);
  });
});
