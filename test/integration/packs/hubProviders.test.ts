/** What hub packs run on: a measured trial for each network, remembered, held against the CPU, told. */
import { cueSchema, cueVersion } from '../../../bridge/protocol/cue.ts';
import { mkdtemp, readFile, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openClapAudioEncoder } from '../../../models/perception/clapAudioEncoder.ts';
import { openClipImageEncoder } from '../../../models/perception/clipImageEncoder.ts';
import { picturePrompt } from '../../../models/perception/pictureVocabulary.ts';
import { examineProviders } from '../../../models/runtime/doctor/examineProviders.ts';
import { installPack } from '../../../models/runtime/packs/installPack.ts';
import { openInstalledPack } from '../../../models/runtime/packs/installedPacks.ts';
import { chooseFor, leastCosine } from '../../../models/runtime/providers/chooseProvider.ts';
import { platformProviders } from '../../../models/runtime/providers/providerNames.ts';
import { hubSubject } from '../../../models/runtime/providers/tryProvider.ts';
import { findInstallation } from '../../../models/takes/installation.ts';
import { Stack } from '../../../models/takes/stack.ts';
import { tinyCaptioner, tinyClap, tinyClip } from '../../fixtures/models/tinyHubModels.ts';
import { describeWithPeer } from '../../peers/peers.ts';
import { runLeitmotif } from '../cli/runLeitmotif.ts';
import { makeHubHome } from './hubHome.ts';
import { packsDirectory } from './packReference.ts';
import type { ChosenProvider } from '../../../bridge/protocol/providers.ts';
import type { HubPack } from '../../../models/runtime/packs/installedPacks.ts';
import type { PackFiles } from '../../fixtures/models/tinyHubModels.ts';

const samples = join(findInstallation().samples);
const clip = (): PackFiles => tinyClip(picturePrompt('a harbour with boats'));
let cache: string;

beforeEach(async () => {
  cache = await mkdtemp(join(tmpdir(), 'leitmotif-hub-providers-'));
});

afterEach(() => {
  vi.unstubAllEnvs();
});

async function installed(files: PackFiles, kind: HubPack['manifest']['kind'], id: string): Promise<HubPack> {
  const home = await makeHubHome(files, { id, kind });
  await installPack(id, home.options);
  await home.close();
  return (await openInstalledPack(home.directory, id))!;
}

function triedOf({ trials, refused }: ChosenProvider): string[] {
  return [...trials, ...refused].map(({ provider }) => provider).sort();
}

describe('a hub pack', () => {
  it.each([
    ['clip', clip(), ['clip-image', 'clip-text']],
    ['clap', tinyClap(), ['clap-audio', 'clap-text']],
    ['captioner', tinyCaptioner(), ['captioner']],
  ] as const)(
    '(%s) is tried network by network, on all that the platform has, once a machine',
    async (kind, files, networks) => {
      const pack = await installed(files, kind, `tiny-${kind}`);
      for (const network of networks) {
        const first = await chooseFor(hubSubject(pack, network), 'auto', { cache });
        expect(triedOf(first)).toEqual(platformProviders().sort());
        expect(first.trials.find(({ provider }) => provider === 'cpu')?.runMs).toBeGreaterThan(0);
        expect(first.isRemembered).toBe(false);
        const second = await chooseFor(hubSubject(pack, network), 'auto', { cache });
        expect(second).toEqual({ ...first, isRemembered: true });
      }
      const kept = JSON.parse(await readFile(join(cache, 'providers.json'), 'utf8')) as object;
      expect(Object.keys(kept)).toHaveLength(networks.length);
    },
  );

  it('runs on what was found fastest, and on the CPU where that fails after all, by name', async () => {
    const pack = await installed(tinyClap(), 'clap', 'tiny-clap');
    const encoder = await openClapAudioEncoder(pack, { provider: 'auto', trial: { cache } });
    expect(['cpu', ...platformProviders()]).toContain(encoder.opened.provider);
    await encoder.close();
    // As if a driver had vanished since the trial.
    const path = join(cache, 'providers.json');
    const kept = JSON.parse(await readFile(path, 'utf8')) as Record<string, ChosenProvider>;
    const changed = Object.entries(kept).map(([key, choice]) => [
      key,
      { ...choice, provider: 'dml', refused: [] },
    ]);
    await writeFile(path, JSON.stringify(Object.fromEntries(changed)));
    const again = await openClapAudioEncoder(pack, { provider: 'auto', trial: { cache } });
    expect(again.opened.provider).toBe('cpu');
    expect(again.opened.refused.map(({ provider }) => provider)).toEqual(['dml']);
    await again.close();
  });

  it('names a provider that was named and fails, and is read on the CPU', async () => {
    const pack = await installed(clip(), 'clip', 'tiny-clip');
    const encoder = await openClipImageEncoder(pack, { provider: 'dml', trial: { cache } });
    expect(encoder.opened.provider).toBe('cpu');
    expect(encoder.opened.refused).toMatchObject([{ provider: 'dml' }]);
    await encoder.close();
  });

  it(
    'is tried when a stack runs on auto, and refusals reach brief and recipe',
    { timeout: 120_000 },
    async () => {
      const { folder } = await installed(clip(), 'clip', 'clip-vit-b32');
      vi.stubEnv('LEITMOTIF_PACKS', join(folder, '..'));
      vi.stubEnv('LEITMOTIF_HOME', cache);
      const cue = cueSchema.parse({
        leitmotif: cueVersion,
        conditions: [{ kind: 'image', id: 'i', path: 'harbour.jpg' }],
      });
      const stack = new Stack(findInstallation(), { workers: 1, provider: 'auto' });
      const prepared = await stack.brief({ cue, folder: samples });
      const readers = await stack.contentReaders();
      await stack.close();
      const kept = JSON.parse(await readFile(join(cache, 'cache/providers.json'), 'utf8')) as object;
      // Our two packs, and the two towers of CLIP.
      expect(Object.keys(kept)).toHaveLength(4);
      expect(prepared.provider.split(', ')).toEqual(expect.arrayContaining([...readers.providers]));
      const others = platformProviders().filter(
        (name) => name !== 'cpu' && !readers.providers.includes(name),
      );
      const told = [...readers.refused, ...stack.refused].map(({ provider }) => provider);
      expect(told.length > 0 || others.length === 0).toBe(true);
    },
  );

  it('has its networks told by the doctor', { timeout: 120_000 }, async () => {
    const { folder } = await installed(clip(), 'clip', 'clip-vit-b32');
    vi.stubEnv('LEITMOTIF_HOME', cache);
    const places = {
      bundled: packsDirectory,
      manifests: join(packsDirectory, 'hub'),
      dir: join(folder, '..'),
    };
    const findings = await examineProviders({
      version: '',
      places,
      soundFont: '',
      knowledge: '',
      workFolder: '',
    });
    for (const network of ['clip-image', 'clip-text']) {
      const finding = findings.find(({ name }) => name === `clip-vit-b32, ${network}`);
      expect(finding?.verdict).toBe('ok');
      expect(finding?.found).toMatch(/^runs on \w+; .*cpu \d+\.\d ms a run/);
    }
  });
});

describeWithPeer('software Vulkan', 'hub packs on WebGPU', () => {
  const driver = process.env.LEITMOTIF_VULKAN ?? '';
  const environment = {
    LD_LIBRARY_PATH: join(driver, 'root/usr/lib/x86_64-linux-gnu'),
    VK_DRIVER_FILES: join(driver, 'driver.json'),
    VK_ICD_FILENAMES: join(driver, 'driver.json'),
  };

  it.each([
    ['clip-image', 'clip', clip()],
    ['clip-text', 'clip', clip()],
    ['clap-audio', 'clap', tinyClap()],
    ['clap-text', 'clap', tinyClap()],
    ['captioner', 'captioner', tinyCaptioner()],
  ] as const)('%s gives the CPU’s answer', { timeout: 240_000 }, async (network, kind, files) => {
    const pack = await installed(files, kind, `tiny-${kind}`);
    const options = { cache, environment: { ...process.env, ...environment } };
    const chosen = await chooseFor(hubSubject(pack, network), 'webgpu', options);
    expect(chosen.refused).toEqual([]);
    expect(chosen.provider).toBe('webgpu');
    const trial = chosen.trials.find(({ provider }) => provider === 'webgpu');
    expect(trial?.cosine).toBeGreaterThanOrEqual(leastCosine);
  });

  it('make a take there, and its recipe says so', { timeout: 240_000 }, async () => {
    const { folder } = await installed(clip(), 'clip', 'clip-vit-b32');
    for (const [name, value] of Object.entries({
      ...environment,
      LEITMOTIF_PACKS: join(folder, '..'),
      LEITMOTIF_HOME: cache,
    })) {
      vi.stubEnv(name, value);
    }
    const out = join(cache, 'takes');
    const asked = ['--seconds', '4', '--provider', 'webgpu', '--out', out];
    const { code, stderr } = await runLeitmotif(['compose', join(samples, 'harbour.jpg'), ...asked]);
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(stderr).not.toContain('refused');
    const [folderName = ''] = await readdir(out);
    const recipe = await readFile(join(out, folderName, 'take.json'), 'utf8');
    expect(recipe).toContain('CLIP: ');
    // Everything ran there, CLIP too: whoever did not would be named beside it.
    expect(recipe).toMatch(/"provider": ?"webgpu"/);
  });
});
