import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { exitCodes } from '../../../bridge/protocol/errors.ts';
import { runLeitmotif } from '../cli/runLeitmotif.ts';
import type { DoctorReport } from '../../../bridge/protocol/doctor.ts';
import type { PackListings } from '../../../bridge/protocol/packListing.ts';

beforeEach(async () => {
  vi.stubEnv('LEITMOTIF_HOME', await mkdtemp(join(tmpdir(), 'leitmotif-commands-')));
});

afterEach(() => {
  vi.unstubAllEnvs();
});

describe('leitmotif packs', () => {
  it('lists what is here and what could be, as JSON and for a person', async () => {
    const { code, stdout } = await runLeitmotif(['packs', 'list', '--json']);
    expect(code).toBe(exitCodes.ok);
    const { packs, chosenBy } = JSON.parse(stdout) as PackListings;
    expect(chosenBy).toBe('default');
    expect(packs.filter(({ state }) => state === 'available').map(({ id }) => id)).toEqual([
      'clap-music',
      'clip-vit-b32',
      'florence-2-base',
    ]);
    const shown = await runLeitmotif(['packs', 'list']);
    expect(shown.stdout).toContain('May the music be sold? Yes');
  });

  it('shows size and licence before it asks, and fetches nothing where nobody can be asked', async () => {
    const { code, stdout, stderr } = await runLeitmotif(['packs', 'install', 'clip-vit-b32']);
    expect(code).toBe(exitCodes.usage);
    expect(stdout).toBe('');
    expect(stderr).toContain('Size: about 156 MB');
    expect(stderr).toContain('Licence: code MIT, weights MIT');
    expect(stderr).toContain('Add --yes. [consent-missing]');
  });

  it('verifies what came with it, and knows no other names', async () => {
    expect((await runLeitmotif(['packs', 'verify', 'musicnn-mtt'])).code).toBe(exitCodes.ok);
    const unknown = await runLeitmotif(['packs', 'verify', 'nothing', '--json']);
    expect(unknown.code).toBe(exitCodes.usage);
    expect(JSON.parse(unknown.stdout)).toMatchObject({ error: { code: 'pack-unknown' } });
  });

  it.skipIf(process.platform !== 'linux')('says where no folder can be made, and ends', async () => {
    for (const dir of ['/proc/nowhere', '/proc/nowhere/deeper']) {
      const asked = ['packs', 'install', 'clap-music', '--from', tmpdir(), '--dir', dir, '--yes'];
      const { code, stderr } = await runLeitmotif(asked);
      expect(code).toBe(exitCodes.cannotWrite);
      expect(stderr).toContain('/proc/nowhere');
    }
  });

  it('says what cannot be imported', async () => {
    const from = await mkdtemp(join(tmpdir(), 'leitmotif-empty-'));
    const { code, stderr } = await runLeitmotif(['packs', 'install', 'clap-music', '--from', from, '--yes']);
    expect(code).toBe(exitCodes.noInput);
    expect(stderr).toContain('lacks a file of the pack clap-music');
  });
});

describe('leitmotif doctor', () => {
  it('says in JSON that this machine can work', async () => {
    const { code, stdout } = await runLeitmotif(['doctor', '--json']);
    expect(code).toBe(exitCodes.ok);
    const report = JSON.parse(stdout) as DoctorReport;
    expect(report).toMatchObject({ schema: 1, canWork: true });
  });
});
