import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { chooseProvider } from '../../../models/runtime/providers/chooseProvider.ts';
import { PackStore } from '../../../models/runtime/packStore.ts';
import { describeWithPeer } from '../../peers/peers.ts';
import { packsDirectory } from './packReference.ts';

const driver = process.env.LEITMOTIF_VULKAN ?? '';

describeWithPeer('software Vulkan', 'WebGPU on a graphics card of software', () => {
  it('gives the CPU’s answer, and is taken where it is named', { timeout: 120_000 }, async () => {
    const pack = await new PackStore(packsDirectory).open('efficientnet-lite0');
    const cache = await mkdtemp(join(tmpdir(), 'leitmotif-vulkan-'));
    const environment = {
      ...process.env,
      LD_LIBRARY_PATH: join(driver, 'root/usr/lib/x86_64-linux-gnu'),
      VK_DRIVER_FILES: join(driver, 'driver.json'),
      VK_ICD_FILENAMES: join(driver, 'driver.json'),
    };
    const chosen = await chooseProvider(pack, 'webgpu', { cache, environment, patienceMs: 110_000 });
    expect(chosen.refused).toEqual([]);
    expect(chosen.provider).toBe('webgpu');
    const trial = chosen.trials.find(({ provider }) => provider === 'webgpu');
    expect(trial?.cosine).toBeGreaterThan(0.999);
  });
});
