/**
 * What a run costs, provider by provider. `npm run bench -- providers --provider cuda` repeats the rows of one provider on
 * a machine that has it.
 */
import { cosineOf, leastCosine, shortReason } from '../../models/runtime/providers/chooseProvider.ts';
import { platformProviders } from '../../models/runtime/providers/providerNames.ts';
import { packSubject, tryProvider } from '../../models/runtime/providers/tryProvider.ts';
import { PackStore } from '../../models/runtime/packStore.ts';
import { findInstallation } from '../../models/takes/installation.ts';
import { Stack } from '../../models/takes/stack.ts';
import { benchRow, median, timeRuns } from './benchRow.ts';
import { sampleRequest } from './sampleRequest.ts';
import type { Pack } from '../../models/runtime/packStore.ts';
import type { ProviderRun } from '../../models/runtime/providers/measureProvider.ts';
import type { ProviderName } from '../../models/runtime/providers/providerNames.ts';
import type { BenchOptions, BenchRow } from './benchRow.ts';

/** A provider that has to compile its kernels takes minutes on the first run. */
const patienceMs = 120_000;

/** Every bundled pack, and a brief, on one provider or on all that this platform can have; refusals are rows too. */
export async function runProvidersBench({ provider }: BenchOptions): Promise<BenchRow[]> {
  const wanted = provider === undefined ? platformProviders() : [...new Set([provider, 'cpu' as const])];
  const store = new PackStore(findInstallation().packs);
  const rows: BenchRow[] = [];
  for (const { id } of await store.list()) rows.push(...(await packRows(await store.open(id), wanted)));
  for (const name of wanted) rows.push(await briefRow(name));
  return rows;
}

async function packRows(pack: Pack, wanted: readonly ProviderName[]): Promise<BenchRow[]> {
  const cpu = await tryProvider(packSubject(pack), 'cpu', { patienceMs });
  if ('reason' in cpu) return [refused(pack, 'cpu', cpu.reason)];
  const rows: BenchRow[] = [];
  for (const provider of wanted) {
    const said = provider === 'cpu' ? cpu : await tryProvider(packSubject(pack), provider, { patienceMs });
    if ('reason' in said) rows.push(refused(pack, provider, said.reason));
    else rows.push(runRow(pack, provider, said.run, cpu.run));
  }
  return rows;
}

function runRow(pack: Pack, provider: string, run: ProviderRun, cpu: ProviderRun): BenchRow {
  const cosine = Math.min(...cpu.outputs.map((output, i) => cosineOf(output, run.outputs[i])));
  const differs = cosine < leastCosine ? '; not used: its answer differs from the CPU’s' : '';
  return benchRow({
    name: `pack ${pack.manifest.id}: a run on ${provider}`,
    value: run.runMs / 1000,
    unit: 's',
    samples: [run.runMs / 1000],
    detail: `median of five after two; opened in ${run.openMs.toFixed(0)} ms; cosine ${cosine.toFixed(5)} with the CPU${differs}`,
    provider,
  });
}

function refused(pack: Pack, provider: string, reason: string): BenchRow {
  const name = `pack ${pack.manifest.id}: a run on ${provider}`;
  const detail = `refused: ${shortReason(reason)}`;
  return benchRow({ name, value: 0, unit: 'runs', samples: [], detail, provider });
}

/** The whole of perception, as a person meets it. */
async function briefRow(provider: ProviderName): Promise<BenchRow> {
  const stack = new Stack(findInstallation(), { provider });
  try {
    const request = sampleRequest(30);
    const first = await stack.brief(request);
    const samples = (await timeRuns(9, () => stack.brief(request))).map((seconds) => seconds * 1000);
    const reasons = stack.refused.map(({ provider: name, reason }) => `${name} refused: ${reason}`);
    const detail = ['median after one; picture and story', ...reasons].join('; ');
    const name = `warm brief, image + story, ${provider} asked`;
    return benchRow({ name, value: median(samples), unit: 'ms', samples, detail, provider: first.provider });
  } finally {
    await stack.close();
  }
}
