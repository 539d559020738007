/** Bundles the extension into `dist/extension.cjs`. It type-checks nothing; `npm run typecheck` does. */
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const start = performance.now();
await build({
  absWorkingDir: fileURLToPath(new URL('..', import.meta.url)),
  entryPoints: { extension: 'extension/extension.ts' },
  outdir: 'dist',
  outExtension: { '.js': '.cjs' },
  bundle: true,
  format: 'cjs',
  platform: 'node',
  target: 'node20',
  sourcemap: true,
  sourcesContent: false,
  minifySyntax: true,
  external: ['vscode'],
  // jsonc-parser's UMD build asks for its own files by names that a bundler cannot see; its ES module does not.
  mainFields: ['module', 'main'],
  logLevel: 'warning',
});
console.log(`Built extension in ${((performance.now() - start) / 1000).toFixed(2)} s.`);
