/** Bundles the monitor page into a folder, `dist/monitor` unless told otherwise. It type-checks nothing; `npm run typecheck` does. */
import { copyFile, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));

/** Writes page, style, script and audio worklet. */
export async function buildMonitor(folder) {
  await mkdir(folder, { recursive: true });
  await build({
    absWorkingDir: here,
    entryPoints: ['monitor.ts', 'soundWorklet.ts'],
    outdir: folder,
    bundle: true,
    format: 'esm',
    platform: 'browser',
    // Browsers inside other programs, such as Max for Live's jweb, are often some years old.
    target: ['chrome111', 'firefox115', 'safari16.4'],
    minify: true,
    legalComments: 'none',
    logLevel: 'warning',
  });
  for (const name of ['monitor.html', 'monitor.css']) await copyFile(join(here, name), join(folder, name));
}
