/** Bundles `test/e2e/host/*.test.ts` and what runs them, so that the extension host's plain `require` can load them. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleForHost } from './bundleForHost.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** Bundles; returns the path that VS Code is given as `extensionTestsPath`. */
export async function bundleHostTests(only?: string): Promise<string> {
  const sources = join(root, 'test/e2e/host');
  const outdir = join(root, 'build/e2e/host');
  const names = readdirSync(sources).filter((name) => name.endsWith('.test.ts') && name.includes(only ?? ''));
  const runner = join(root, 'test/e2e/editor/runMocha.ts');
  await bundleForHost([runner, ...names.map((name) => join(sources, name))], outdir);
  return join(outdir, 'runMocha.cjs');
}
