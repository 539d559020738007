/** What packs cost before they work: verifying, opening, the first and each further run, provider by provider. */
import { join } from 'node:path';
import { InferenceSession } from '../../models/runtime/inferenceSession.ts';
import { hashFile } from '../../models/runtime/fileHash.ts';
import { PackStore } from '../../models/runtime/packStore.ts';
import { shortReason } from '../../models/runtime/providers/chooseProvider.ts';
import { platformProviders } from '../../models/runtime/providers/providerNames.ts';
import { tryProvider } from '../../models/runtime/providers/tryProvider.ts';
import { findInstallation } from '../../models/takes/installation.ts';
import { benchRow, median, timeRuns } from './benchRow.ts';
import type { BenchRow } from './benchRow.ts';
import type { Pack } from '../../models/runtime/packStore.ts';

/** Every bundled pack on every provider that this platform can have; refusals are rows too. */
export async function runPacksBench(): Promise<BenchRow[]> {
  const store = new PackStore(findInstallation().packs);
  const rows: BenchRow[] = [];
  for (const { id } of await store.list()) {
    const pack = await store.open(id);
    rows.push(await verifyRow(pack), await openRow(pack), ...(await providerRows(pack)));
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

async function providerRows(pack: Pack): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const provider of platformProviders()) {
    const said = await tryProvider({ pack, provider }, { patienceMs: 120_000 });
    const name = `pack ${pack.manifest.id}: a run on ${provider}`;
    if ('run' in said) {
      const value = said.run.runMs / 1000;
      const detail = `median of five after two; opened in ${said.run.openMs.toFixed(0)} ms`;
      rows.push(benchRow({ name, value, unit: 's', samples: [value], detail }));
    } else {
      const detail = `refused: ${shortReason(said.reason)}`;
      rows.push(benchRow({ name, value: 0, unit: 'runs', samples: [], detail }));
    }
  }
  return rows;
}
