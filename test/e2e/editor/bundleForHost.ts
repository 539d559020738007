/** Bundles files so that the extension host's plain `require` can load them. */
import { rmSync } from 'node:fs';
import { build } from 'esbuild';

/** Bundles each of the files into `outdir`, which is emptied first, as `<name>.cjs`. */
export async function bundleForHost(files: readonly string[], outdir: string): Promise<void> {
  rmSync(outdir, { recursive: true, force: true });
  await build({
    entryPoints: [...files],
    entryNames: '[name]',
    outdir,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    sourcemap: 'inline',
    external: ['vscode', 'mocha'],
    logLevel: 'warning',
  });
}
