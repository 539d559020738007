/** The training recipe as it is meant to be run: its own tests, and the whole chain from shards to packs, on a set of sines. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWithPeer } from '../../peers/peers.ts';

const recipe = fileURLToPath(new URL('../../../models/training', import.meta.url));
/** Debian's: its PyTorch comes as a package of the system. */
const python = '/usr/bin/python3';
const patience = 15 * 60_000;

function run(...args: string[]): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync(python, ['-B', ...args], {
    cwd: recipe,
    encoding: 'utf8',
    maxBuffer: 64 << 20,
    env: { ...process.env, OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1' },
  });
  return { status, output: stdout + stderr };
}

describeWithPeer('PyTorch', 'the training recipe', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'leitmotif-training-'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it(
    'passes its own tests',
    () => {
      const { status, output } = run('-m', 'pytest', '-p', 'no:cacheprovider', 'tests');
      expect(status, output).toBe(0);
      expect(output).toMatch(/\d+ passed/);
    },
    patience,
  );

  it(
    'makes packs of a small set: every part, every stage, the export',
    () => {
      const [shards, trained, packs] = ['shards', 'run', 'packs'].map((name) => join(folder, name)) as [
        string,
        string,
        string,
      ];
      const made = run('-m', 'musflow.synthetic', shards);
      expect(made.status, made.output).toBe(0);
      const done = run(
        ...['-m', 'musflow.train', '--config', 'configs/smoke.toml', '--shards', shards, '--out', trained],
      );
      expect(done.status, done.output).toBe(0);
      const exported = run('-m', 'musflow.export', '--run', trained, '--out', packs, '--unchecked');
      expect(exported.status, exported.output).toBe(0);
      const names = readdirSync(packs).sort();
      expect(names).toEqual(
        ['adapters', 'audio-tower', 'decoder', 'velocity', 'vocoder'].map((name) => `musflow-${name}`),
      );
      for (const name of names) {
        const manifest = JSON.parse(readFileSync(join(packs, name, 'manifest.json'), 'utf8')) as {
          files: { path: string; bytes: number }[];
        };
        for (const { path } of manifest.files) expect(existsSync(join(packs, name, path))).toBe(true);
      }
    },
    patience,
  );
});
