/** Bundles `test/e2e/host/*.test.ts` and what runs them, so that the extension host's plain `require` can load them. */
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** Bundles; returns the path that VS Code is given as `extensionTestsPath`. */
export async function bundleHostTests(only?: string): Promise<string> {
  const sources = join(root, 'test/e2e/host');
  const outdir = join(root, 'build/e2e/host');
  rmSync(outdir, { recursive: true, force: true });
  const names = readdirSync(sources).filter((name) => name.endsWith('.test.ts') && name.includes(only ?? ''));
  await build({
    absWorkingDir: root,
    entryPoints: [join(root, 'test/e2e/editor/runMocha.ts'), ...names.map((name) => join(sources, name))],
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
  return join(outdir, 'runMocha.cjs');
}
