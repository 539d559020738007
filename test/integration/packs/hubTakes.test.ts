import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { cueSchema, cueVersion } from '../../../bridge/protocol/cue.ts';
import { picturePrompt } from '../../../models/perception/pictureVocabulary.ts';
import { installPack } from '../../../models/runtime/packs/installPack.ts';
import { findInstallation } from '../../../models/takes/installation.ts';
import { Stack } from '../../../models/takes/stack.ts';
import { tinyCaptioner, tinyClip } from '../../fixtures/models/tinyHubModels.ts';
import { makeHubHome } from './hubHome.ts';
import type { PreparedBrief } from '../../../models/takes/prepareBrief.ts';
import type { StackOptions } from '../../../models/takes/stack.ts';
import type { PackFiles } from '../../fixtures/models/tinyHubModels.ts';

const folder = fileURLToPath(new URL('../../../media/samples/', import.meta.url));
const cue = cueSchema.parse({
  leitmotif: cueVersion,
  conditions: [{ kind: 'image', id: 'harbour', path: 'harbour.jpg' }],
});

afterEach(() => {
  vi.unstubAllEnvs();
});

async function brief(options: StackOptions = {}): Promise<{ brief: PreparedBrief; refused: string[] }> {
  const stack = new Stack(findInstallation(), { workers: 1, ...options });
  try {
    return {
      brief: await stack.brief({ cue, folder }),
      refused: stack.refused.map(({ provider }) => provider),
    };
  } finally {
    await stack.close();
  }
}

/** Installs a pack under the name that the stack looks for. */
async function install(id: string, files: PackFiles, kind: 'clip' | 'captioner'): Promise<string> {
  const home = await makeHubHome(files, { id, kind });
  const { folder: place } = await installPack(id, home.options);
  await home.close();
  return join(place, '..');
}

describe('a picture where hub packs are installed', () => {
  it('is read in words by CLIP, and brief and recipe say so', async () => {
    const files = tinyClip(picturePrompt('a harbour with boats'));
    vi.stubEnv('LEITMOTIF_PACKS', await install('clip-vit-b32', files, 'clip'));
    vi.stubEnv('LEITMOTIF_HOME', join(process.env.LEITMOTIF_PACKS ?? '', '..'));
    const { brief: prepared } = await brief();
    expect(JSON.stringify(prepared.brief)).toContain('CLIP: ');
    expect(prepared.packs.map(({ id }) => id)).toEqual([
      'all-minilm-l6-v2',
      'efficientnet-lite0',
      'clip-vit-b32',
    ]);
    expect(prepared.provider).toBe('cpu');
  });

  it('is described by the captioner, and brief and recipe say so', async () => {
    vi.stubEnv('LEITMOTIF_PACKS', await install('florence-2-base', tinyCaptioner(), 'captioner'));
    const { brief: prepared } = await brief();
    expect(JSON.stringify(prepared.brief)).toMatch(/captioner: A \w+ harbour with boats/);
    expect(prepared.packs.at(-1)?.id).toBe('florence-2-base');
  });

  it('names a provider that was refused, and uses the CPU', async () => {
    vi.stubEnv('LEITMOTIF_PACKS', join(folder, 'no-packs-here'));
    vi.stubEnv('LEITMOTIF_HOME', await install('clip-vit-b32', tinyClip('red'), 'clip'));
    const { brief: prepared, refused } = await brief({ provider: 'dml' });
    expect(refused).toEqual(['dml']);
    expect(prepared.provider).toBe('cpu');
    expect(prepared.packs).toHaveLength(2);
  });
});
