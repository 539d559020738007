/** What packs cost before they work: verifying and opening. `providers.bench.ts` has what their work costs. */
import { join } from 'node:path';
import { InferenceSession } from '../../models/runtime/inferenceSession.ts';
import { hashFile } from '../../models/runtime/fileHash.ts';
import { PackStore } from '../../models/runtime/packStore.ts';
import { findInstallation } from '../../models/takes/installation.ts';
import { benchRow, median, timeRuns } from './benchRow.ts';
import type { BenchRow } from './benchRow.ts';
import type { Pack } from '../../models/runtime/packStore.ts';

/** Every bundled pack. */
export async function runPacksBench(): Promise<BenchRow[]> {
  const store = new PackStore(findInstallation().packs);
  const rows: BenchRow[] = [];
  for (const { id } of await store.list()) {
    const pack = await store.open(id);
    rows.push(await verifyRow(pack), await openRow(pack));
  }
  return rows;
}

async function verifyRow({ manifest, folder }: Pack): Promise<BenchRow> {
  const samples = await timeRuns(5, async () => {
    for (const { path } of manifest.files) await hashFile(join(folder, path));
  });
  const detail = `SHA-256 of ${manifest.files.reduce((sum, { bytes }) => sum + bytes, 0)} bytes`;
  return benchRow({
    name: `pack ${manifest.id}: verify`,
    value: median(samples),
    unit: 's',
    samples,
    detail,
  });
}

async function openRow(pack: Pack): Promise<BenchRow> {
  const samples = await timeRuns(5, async () => {
    await (await InferenceSession.open(pack)).close();
  });
  const name = `pack ${pack.manifest.id}: open on the CPU`;
  return benchRow({ name, value: median(samples), unit: 's', samples, detail: 'session made and freed' });
}
