/** Bundles the extension into `dist/extension.cjs`. It type-checks nothing; `npm run typecheck` does. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Activation has 60 ms, and what is not in the file need not be read. Measured: zod's messages in fifty languages are half of all
 * code, and each `import * as vscode` copies the four hundred names of the API once more.
 */
const quickToLoad = {
  name: 'quick-to-load',
  setup({ onLoad, onResolve }) {
    onResolve({ filter: /locales\/index\.js$/ }, ({ importer }) =>
      importer.includes('/zod/') ? { path: 'no-locales', namespace: 'quick-to-load' } : undefined,
    );
    onLoad({ filter: /^no-locales$/, namespace: 'quick-to-load' }, () => ({ contents: 'export {};' }));
    onLoad({ filter: /[\\/]extension[\\/].*\.ts$/ }, async ({ path }) => ({
      loader: 'ts',
      contents: (await readFile(path, 'utf8')).replace(
        "import * as vscode from 'vscode';",
        "const vscode: typeof import('vscode') = require('vscode');",
      ),
    }));
  },
};

const start = performance.now();
await build({
  absWorkingDir: root,
  entryPoints: { extension: join(root, 'extension/extension.ts') },
  outdir: 'dist',
  outExtension: { '.js': '.cjs' },
  bundle: true,
  format: 'cjs',
  platform: 'node',
  target: 'node20',
  sourcemap: true,
  sourcesContent: false,
  minifySyntax: true,
  minifyWhitespace: true,
  external: ['vscode'],
  // jsonc-parser's UMD build asks for its own files by names that a bundler cannot see; its ES module does not.
  mainFields: ['module', 'main'],
  plugins: [quickToLoad],
  logLevel: 'warning',
});
console.log(`Built extension in ${((performance.now() - start) / 1000).toFixed(2)} s.`);
