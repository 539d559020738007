/**
 * `npm run bench [-- part …]`: the project's figures, measured on this machine.
 *
 * Rows go to standard output, one JSON object a line, as they are known; all of them with machine and commit to
 * `bench-results/`. `--keep` also copies them to `models/evaluation/results/bench.json`.
 * Nothing here fails a build: machines differ, and a row says whether it meets its target.
 */
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { circumstances } from '../../models/evaluation/writeResults.ts';
import { findInstallation } from '../../models/takes/installation.ts';
import { runAccuracyBench } from './accuracy.bench.ts';
import { runDeterminismBench } from './determinism.bench.ts';
import { runEngineBench } from './engine.bench.ts';
import { runMemoryBench } from './memory.bench.ts';
import { runPacksBench } from './packs.bench.ts';
import { runRenderingBench } from './rendering.bench.ts';
import { runSidecarBench } from './sidecar.bench.ts';
import { runSizesBench } from './sizes.bench.ts';
import { runColdBench, runWarmBench } from './takes.bench.ts';
import type { BenchRow } from './benchRow.ts';

const parts: Readonly<Record<string, () => BenchRow[] | Promise<BenchRow[]>>> = {
  sizes: runSizesBench,
  engine: runEngineBench,
  warm: runWarmBench,
  cold: runColdBench,
  rendering: runRenderingBench,
  determinism: runDeterminismBench,
  accuracy: runAccuracyBench,
  memory: runMemoryBench,
  sidecar: runSidecarBench,
  packs: runPacksBench,
};

async function main(): Promise<void> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { keep: { type: 'boolean', default: false } },
  });
  const wanted = positionals.length === 0 ? Object.keys(parts) : positionals;
  const { root } = findInstallation();
  const where = circumstances(root, 'cpu');
  const loads = [loadavg()[0] ?? 0];
  const rows: BenchRow[] = [];
  for (const part of wanted) {
    const run = parts[part];
    if (run === undefined) throw new Error(`No part "${part}"; there are ${Object.keys(parts).join(', ')}`);
    for (const row of await run()) {
      rows.push(row);
      process.stdout.write(`${JSON.stringify(row)}\n`);
    }
    loads.push(loadavg()[0] ?? 0);
  }
  const folder = join(root, 'bench-results');
  const path = join(folder, `bench-${where.commit.replace('+', '-changed')}.json`);
  mkdirSync(folder, { recursive: true });
  // Load of the last minute before and after each part: other work makes times longer, and who reads them should know.
  writeFileSync(path, `${JSON.stringify({ ...where, loads, rows }, undefined, 1)}\n`);
  if (values.keep) copyFileSync(path, join(root, 'models/evaluation/results/bench.json'));
}

await main();
