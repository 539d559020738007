/** A folder for takes that is removed when the tests of a file are over. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Makes one. */
export function temporaryOut(): { path: string; entries: () => string[]; remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'leitmotif-sidecar-test-'));
  return {
    path,
    entries: () => readdirSync(path),
    remove: () => {
      rmSync(path, { recursive: true, force: true });
    },
  };
}
