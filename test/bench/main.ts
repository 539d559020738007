/**
 * `npm run bench [-- part …]`: the project's figures, measured on this machine.
 *
 * Rows go to standard output, one JSON object a line, as they are known; all of them with machine and commit to
 * `bench-results/`. `--keep` also puts them into `models/evaluation/results/bench.json`, part by part, in the place of earlier
 * rows of the same name and provider: what takes long can be measured on its own, and a run that was stopped has kept
 * the parts that it finished.
 * Nothing here fails a build: machines differ, and a row says whether it meets its target.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { circumstances } from '../../models/evaluation/writeResults.ts';
import { providerNames } from '../../models/runtime/providers/providerNames.ts';
import { findInstallation } from '../../models/takes/installation.ts';
import { runAccuracyBench } from './accuracy.bench.ts';
import { runBridgeBench } from './bridge.bench.ts';
import { runBridgeEnduranceBench } from './bridgeEndurance.bench.ts';
import { runBridgeSoakBench } from './bridgeSoak.bench.ts';
import { runDeterminismBench } from './determinism.bench.ts';
import { runEditorBench, runEditorTakesBench } from './editor.bench.ts';
import { runEngineBench } from './engine.bench.ts';
import { mergeRows } from './keptRows.ts';
import { runMemoryBench } from './memory.bench.ts';
import { runMusflowBench } from './musflow.bench.ts';
import { runPacksBench } from './packs.bench.ts';
import { runProvidersBench } from './providers.bench.ts';
import { runRenderingBench } from './rendering.bench.ts';
import { runSidecarBench } from './sidecar.bench.ts';
import { runKillsBench, runSoakBench } from './sidecarEndurance.bench.ts';
import { runSizesBench } from './sizes.bench.ts';
import { runColdBench, runWarmBench } from './takes.bench.ts';
import type { BenchOptions, BenchRow } from './benchRow.ts';
import type { KeptRow } from './keptRows.ts';

/** One part of the bench. */
interface Part {
  run: (options: BenchOptions) => BenchRow[] | Promise<BenchRow[]>;
  /** What runs the packs of rows that do not say it themselves; `none` where no pack runs. */
  provider: 'cpu' | 'none';
}

const parts: Readonly<Record<string, Part>> = {
  sizes: { run: runSizesBench, provider: 'none' },
  engine: { run: runEngineBench, provider: 'none' },
  warm: { run: runWarmBench, provider: 'cpu' },
  cold: { run: runColdBench, provider: 'cpu' },
  rendering: { run: runRenderingBench, provider: 'none' },
  determinism: { run: runDeterminismBench, provider: 'none' },
  accuracy: { run: runAccuracyBench, provider: 'none' },
  memory: { run: runMemoryBench, provider: 'cpu' },
  musflow: { run: runMusflowBench, provider: 'cpu' },
  sidecar: { run: runSidecarBench, provider: 'cpu' },
  'sidecar:soak': { run: runSoakBench, provider: 'cpu' },
  'sidecar:kills': { run: runKillsBench, provider: 'cpu' },
  editor: { run: runEditorBench, provider: 'cpu' },
  'editor:takes': { run: runEditorTakesBench, provider: 'cpu' },
  bridge: { run: runBridgeBench, provider: 'cpu' },
  'bridge:soak': { run: runBridgeSoakBench, provider: 'cpu' },
  'bridge:endurance': { run: runBridgeEnduranceBench, provider: 'cpu' },
  packs: { run: runPacksBench, provider: 'cpu' },
  providers: { run: runProvidersBench, provider: 'cpu' },
};

async function main(): Promise<void> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      keep: { type: 'boolean', default: false },
      provider: { type: 'string' },
      slice: { type: 'string' },
    },
  });
  const wanted = positionals.length === 0 ? Object.keys(parts) : positionals;
  const unknown = wanted.find((name) => !(name in parts));
  if (unknown !== undefined)
    throw new Error(`No part "${unknown}"; there are ${Object.keys(parts).join(', ')}`);
  const options = { ...providerOption(values.provider), ...sliceOption(values.slice), isKept: values.keep };
  const { root } = findInstallation();
  const rows: KeptRow[] = [];
  for (const name of wanted) {
    const part = parts[name] as Part;
    // Other work makes times longer, and who reads them should know.
    const before = loadavg()[0] ?? 0;
    const measured = await part.run(options);
    const { date, commit, machine } = circumstances(root, part.provider);
    const fresh = measured.map((row) => ({
      ...row,
      provider: row.provider ?? part.provider,
      part: name,
      ...{ date, commit, loads: [before, loadavg()[0] ?? 0] },
      machine: `${machine.cpu}, ${String(machine.cores)} cores, ${machine.platform}, Node ${machine.node}`,
    }));
    for (const row of fresh) process.stdout.write(`${JSON.stringify(row)}\n`);
    rows.push(...fresh);
    write(join(root, 'bench-results'), `bench-${commit.replace('+', '-changed')}.json`, rows);
    if (values.keep) keep(join(root, 'models/evaluation/results'), fresh);
  }
}

function keep(folder: string, fresh: readonly KeptRow[]): void {
  const { rows } = JSON.parse(readFileSync(join(folder, 'bench.json'), 'utf8')) as { rows: KeptRow[] };
  write(folder, 'bench.json', mergeRows(rows, fresh));
}

function write(folder: string, name: string, rows: readonly KeptRow[]): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), `${JSON.stringify({ rows }, undefined, 1)}\n`);
}

function providerOption(name: string | undefined): Pick<BenchOptions, 'provider'> {
  if (name === undefined) return {};
  const provider = providerNames.find((known) => known === name);
  if (provider === undefined) throw new Error(`--provider: one of ${providerNames.join(', ')}`);
  return { provider };
}

/** `2/4`: the second of four. */
function sliceOption(text: string | undefined): Pick<BenchOptions, 'slice'> {
  if (text === undefined) return {};
  const [, number = 0, of = 0] = (/^(\d+)\/(\d+)$/.exec(text) ?? []).map(Number);
  if (number < 1 || number > of) throw new Error('--slice: such as 2/4, the second of four');
  return { slice: { number, of } };
}

await main();
