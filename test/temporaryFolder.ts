/** A temporary directory for one whole test run, removed with all that tests left in it, also where they failed. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Called by Vitest before workers start, which inherit the environment; returns what is called after the last one. */
export function setup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'leitmotif-run-'));
  // TMPDIR on Linux and macOS, TEMP and TMP on Windows.
  for (const name of ['TMPDIR', 'TEMP', 'TMP']) process.env[name] = folder;
  return () => {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
}
