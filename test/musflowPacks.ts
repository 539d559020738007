/**
 * The packs of the musflow engine for one whole test run: those that ship, else ones of the same interface that the training recipe
 * makes in some ten seconds. What tests ask of them holds for any weights.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { hasPeer } from './peers/findPeer.ts';

const shipped = fileURLToPath(new URL('../models/packs/musflow-velocity', import.meta.url));
const recipe = fileURLToPath(new URL('../models/training', import.meta.url));

/** Called by Vitest before workers start, which inherit the environment; returns what is called after the last one. */
export function setup(): (() => void) | undefined {
  if (existsSync(shipped) || process.env.LEITMOTIF_MUSFLOW_PACKS !== undefined || !hasPeer('PyTorch')) return;
  const folder = mkdtempSync(join(tmpdir(), 'leitmotif-musflow-'));
  const [shards, run, packs] = ['shards', 'run', 'packs'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  python('synthetic', shards);
  python('train', '--config', 'configs/smoke.toml', '--shards', shards, '--out', run);
  // Debian's Python has no onnxruntime to check graphs with; the tests that use these packs run them.
  python('export', '--run', run, '--out', packs, '--unchecked');
  process.env.LEITMOTIF_MUSFLOW_PACKS = packs;
  return () => {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
}

function python(module: string, ...args: string[]): void {
  const { status, stdout, stderr } = spawnSync(
    '/usr/bin/python3',
    ['-B', '-m', `musflow.${module}`, ...args],
    {
      cwd: recipe,
      encoding: 'utf8',
      maxBuffer: 64 << 20,
      env: { ...process.env, OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1' },
    },
  );
  if (status !== 0) throw new Error(`musflow.${module} ended with ${status}: ${stdout}${stderr}`);
}
