/** Installing a pack through the extension's client: consent, progress, cancelling, going on, verifying, deleting. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Sidecar } from '../../../extension/sidecar/sidecar.ts';
import { makeHubHome } from '../packs/hubHome.ts';
import { root, until } from '../sidecar/sidecarProcess.ts';
import type { PackState } from '../../../bridge/protocol/packListing.ts';
import type { SidecarProgress } from '../../../bridge/protocol/sidecar.ts';
import type { HubHome } from '../packs/hubHome.ts';

const patience = 60_000;
const model = 'onnx/model.onnx';
const files = { 'config.json': randomBytes(500), [model]: randomBytes(400_000) };
const bytes = 400_500;
const id = 'tiny-pack';
const quiet = (): void => undefined;
let home: HubHome;
let sidecar: Sidecar;

beforeEach(async () => {
  home = await makeHubHome(files);
  sidecar = new Sidecar({
    client: { name: 'test', version: '0' },
    log: { error: quiet, warn: quiet, info: quiet, debug: quiet },
    program: () =>
      Promise.resolve({
        node: process.execPath,
        program: join(root, 'dist/sidecar.js'),
        arguments: ['--pack-manifests', home.options.manifests],
        environment: { LEITMOTIF_HOME: home.options.environment!.LEITMOTIF_HOME!, LEITMOTIF_PACKS: '' },
      }),
    provider: () => 'cpu',
    idleAfter: () => 0,
    onGivenUp: quiet,
  });
});

afterEach(async () => {
  await sidecar.end();
  await home.close();
});

async function state(): Promise<PackState | undefined> {
  const { packs } = await sidecar.packsList();
  return packs.find((pack) => pack.id === id)?.state;
}

it('asks nothing of the network without consent', { timeout: patience }, async () => {
  expect(await state()).toBe('available');
  await expect(sidecar.packsInstall({ id })).rejects.toMatchObject({ code: 'consent-missing' });
  await expect(sidecar.packsInstall({ id, consent: true, bytes: 7 })).rejects.toMatchObject({
    code: 'consent-missing',
  });
  expect(home.server.requests).toEqual([]);
});

it(
  'is cancelled at once, goes on where it stopped, is whole, and is deleted',
  { timeout: patience },
  async () => {
    home.served(model).slowMs = 20;
    const stop = new AbortController();
    const seen: SidecarProgress[] = [];
    const installing = sidecar.packsInstall(
      { id, consent: true, bytes },
      { signal: stop.signal, onProgress: (progress) => seen.push(progress) },
    );
    await until(() => seen.some(({ stage, step }) => stage === 'download' && step > 20_000), patience);
    stop.abort();
    await expect(installing).rejects.toMatchObject({ code: 'cancelled' });
    const told = seen.length;
    await until(() => sidecar.status.state === 'ready', patience);
    expect(await state()).toBe('partial');
    expect(seen).toHaveLength(told);

    home.served(model).slowMs = 0;
    const result = await sidecar.packsInstall({ id, consent: true, bytes });
    expect(result).toMatchObject({ id, isNew: true, bytes });
    expect(result.received).toBeLessThan(bytes - 20_000);
    expect(await state()).toBe('installed');
    expect(await sidecar.packsVerify({ id })).toMatchObject([{ id, isWhole: true }]);
    expect(await sidecar.packsRemove({ id })).toMatchObject({ id, bytes: expect.any(Number) as number });
    expect(await state()).toBe('available');
  },
);
