/** Packs the extension as `npm run package` does, and unpacks it where nothing of the checkout is near. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository. */
export const root = fileURLToPath(new URL('../../..', import.meta.url)).replace(/\/$/, '');

/** Milliseconds that packing may need on a busy machine. */
export const packingLimit = 240_000;

/** A platform that there is a package for. */
export type Target = 'linux-x64' | 'linux-arm64' | 'win32-x64' | 'win32-arm64' | 'darwin-arm64';

/** A file that goes into a package. */
export interface ShippedFile {
  /** Absolute. */
  readonly from: string;
  /** Where it lies in the extension's folder. */
  readonly to: string;
}

/** Makes the package where it is stale; returns its path. */
export function packExtension(target: Target): string {
  runPackager([target, '--if-stale']);
  return join(root, `build/vsix/leitmotif-${target}.vsix`);
}

/** Lists what would go in. */
export function listPackage(target: Target): ShippedFile[] {
  return JSON.parse(runPackager([target, '--list'])) as ShippedFile[];
}

/** Unpacks it with the system's own `unzip`-like tool (Python's), which keeps nothing that is not in the archive. */
export function unpack(vsix: string): { folder: string; remove: () => void } {
  const parent = mkdtempSync(join(tmpdir(), 'leitmotif-package-'));
  const run = spawnSync('python3', ['-m', 'zipfile', '-e', vsix, parent], { encoding: 'utf8' });
  if (run.status !== 0) throw new Error(run.stderr);
  return {
    folder: join(parent, 'extension'),
    remove: () => {
      rmSync(parent, { recursive: true, force: true });
    },
  };
}

function runPackager(args: readonly string[]): string {
  const run = spawnSync(process.execPath, [join(root, 'extension/packaging/packageExtension.mjs'), ...args], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (run.status !== 0) throw new Error(`The extension could not be packed:\n${run.stdout}${run.stderr}`);
  return run.stdout;
}
