/** Everything that the bundles carry is named in NOTICE. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root } from './packExtension.ts';

interface Lockfile {
  packages: Record<string, { dev?: boolean }>;
}

const bundledPackages = JSON.parse(
  readFileSync(join(root, 'extension/packaging/bundledPackages.json'), 'utf8'),
) as string[];
const panels = readdirSync(join(root, 'dist/webview')).filter((name) => name.endsWith('.js.map'));
const maps = ['dist/extension.cjs.map', ...panels.map((name) => `dist/webview/${name}`)];

/** `node_modules/@scope/name/file.js` → `@scope/name`. */
function packageOf(source: string): string | undefined {
  return /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(source)?.[1];
}

it('lists the packages that are bundled, and no others', () => {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as Lockfile;
  const sources = maps.flatMap(
    (map) => (JSON.parse(readFileSync(join(root, map), 'utf8')) as { sources: string[] }).sources,
  );
  const names = new Set(sources.map(packageOf).filter((name) => name !== undefined));
  const forBuilding = [...names].filter((name) => packages[`node_modules/${name}`]?.dev === true);
  // The icon font is copied, not bundled.
  expect([...forBuilding, '@vscode/codicons'].sort()).toEqual([...bundledPackages].sort());
});

it('names each in NOTICE', () => {
  const notice = readFileSync(join(root, 'NOTICE'), 'utf8');
  for (const name of bundledPackages) expect(notice).toContain(`\n${name} `);
});
