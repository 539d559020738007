/** What is committed and downloaded with the checkout. */
import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { findInstallation } from '../../models/takes/installation.ts';
import { benchRow } from './benchRow.ts';
import type { BenchRow } from './benchRow.ts';

/** Bytes of packs and SoundFont as git has them; the packs of musflow have a row of their own (`musflow.bench.ts`). */
export function runSizesBench(): BenchRow[] {
  const { root } = findInstallation();
  const sizes = ['models/packs', 'media/soundfont'].map((folder) => {
    const files = execFileSync('git', ['ls-files', '-z', folder], { cwd: root, encoding: 'utf8' });
    const bytes = files
      .split('\0')
      .filter((path) => path !== '' && !path.startsWith('models/packs/musflow-'))
      .map((path) => statSync(join(root, path)).size);
    return bytes.reduce((sum, size) => sum + size, 0) / 1e6;
  });
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const detail =
    'packs and SoundFont as committed, those of musflow not counted, in 10⁶ bytes; samples: packs, SoundFont';
  return [
    benchRow({
      name: 'packs and SoundFont',
      value: total,
      unit: 'MB',
      target: { atMost: 75 },
      samples: sizes,
      detail,
    }),
  ];
}
