import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { doctorParts } from '../../../../../bridge/protocol/doctor.ts';
import { doctorText } from '../../../../../models/cli/doctorCommand.ts';
import { runDoctor } from '../../../../../models/runtime/doctor/runDoctor.ts';
import { findInstallation } from '../../../../../models/takes/installation.ts';
import { tinyManifest, writePacks } from '../tinyPack.ts';
import type { DoctorFinding, DoctorReport } from '../../../../../bridge/protocol/doctor.ts';
import type { DoctorOptions } from '../../../../../models/runtime/doctor/runDoctor.ts';

let home: string;
let options: DoctorOptions;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'leitmotif-doctor-'));
  vi.stubEnv('LEITMOTIF_HOME', home);
  const { packs, soundFont, knowledge } = findInstallation();
  options = {
    version: '1.2.3',
    places: { bundled: packs, manifests: join(packs, 'hub') },
    soundFont,
    knowledge,
    workFolder: home,
  };
});

function find({ findings }: DoctorReport, part: string, name?: string): DoctorFinding {
  return findings.find((finding) => finding.part === part && (name === undefined || finding.name === name))!;
}

describe('runDoctor', () => {
  it('looks at every part in order, and says the next step for every lack', async () => {
    const report = await runDoctor(options);
    expect([...new Set(report.findings.map(({ part }) => part))]).toEqual([...doctorParts]);
    for (const { verdict, next } of report.findings) expect(next === undefined).toBe(verdict === 'ok');
    expect(report).toMatchObject({ schema: 1, version: '1.2.3', canWork: true });
    expect(find(report, 'providers', 'cpu')).toMatchObject({ verdict: 'ok' });
    expect(find(report, 'packs', 'clip-vit-b32')).toMatchObject({
      verdict: 'lacking',
      found: 'not installed; about 155.8 MB, MIT',
    });
    expect(find(report, 'midi').found).toMatch(/^(MIDI unavailable: |\d+ inputs?)/);
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
    expect(doctorText(report)).toContain('Takes can be made on this machine.');
  });

  it('fails where a pack that every take needs is missing or broken', async () => {
    const bundled = await writePacks([{ manifest: tinyManifest(), model: Buffer.from('broken') }]);
    const report = await runDoctor({ ...options, places: { ...options.places, bundled } });
    expect(report.canWork).toBe(false);
    expect(find(report, 'packs', 'all-minilm-l6-v2')).toMatchObject({ verdict: 'failing', found: 'missing' });
    expect(find(report, 'packs', 'tiny')).toMatchObject({ verdict: 'lacking' });
    expect(find(report, 'packs', 'tiny').found).toContain('broken');
    expect(doctorText(report)).toContain('until what is marked ✗ is mended');
  });

  it('names the networks of musflow that are not there, and says nothing where all are', async () => {
    const packs = (ids: readonly string[]) =>
      writePacks(ids.map((id) => ({ manifest: { ...tinyManifest(), id }, model: Buffer.from(id) })));
    const ids = ['adapters', 'velocity', 'decoder', 'vocoder', 'audio-tower'].map(
      (name) => `musflow-${name}`,
    );
    const run = async (bundled: string): Promise<DoctorReport> =>
      runDoctor({ ...options, places: { ...options.places, bundled } });
    const some = find(await run(await packs(ids.slice(0, 3))), 'packs', 'musflow');
    expect(some).toMatchObject({
      verdict: 'lacking',
      found: 'not installed: musflow-vocoder, musflow-audio-tower',
    });
    expect(find(await run(await packs(ids)), 'packs', 'musflow')).toBeUndefined();
  });

  it('fails without the SoundFont, with a damaged one, and without knowledge', async () => {
    const missing = await runDoctor({ ...options, soundFont: join(home, 'none.sf3'), knowledge: home });
    expect(find(missing, 'soundfont')).toMatchObject({ verdict: 'failing' });
    expect(find(missing, 'knowledge')).toMatchObject({ verdict: 'failing' });
    await writeFile(join(home, 'a.sf3'), 'noise');
    await writeFile(join(home, 'manifest.json'), JSON.stringify({ bytes: 5, sha256: '0', licence: 'MIT' }));
    const damaged = await runDoctor({ ...options, soundFont: join(home, 'a.sf3') });
    expect(find(damaged, 'soundfont')).toMatchObject({
      verdict: 'failing',
      found: 'not as its manifest says',
    });
  });

  it('says where nothing can be written', async () => {
    await writeFile(join(home, 'file'), '');
    const report = await runDoctor({ ...options, workFolder: join(home, 'file/takes') });
    expect(find(report, 'disk', 'takes')).toMatchObject({ verdict: 'failing' });
    await mkdir(join(home, 'there'));
    await rm(join(home, 'there'), { recursive: true });
    const later = await runDoctor({ ...options, workFolder: join(home, 'there/takes') });
    expect(find(later, 'disk', 'takes')).toMatchObject({ verdict: 'ok' });
  });

  it('stops when it is cancelled', async () => {
    await expect(runDoctor({ ...options, signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'cancelled',
    });
  });
});
