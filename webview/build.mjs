/**
 * Bundles the panels into `dist/webview/`: of each panel one script and one style sheet, the player's worklet, and the icon font.
 * It type-checks nothing; `npm run typecheck` and svelte-check do.
 */
import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { build } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));
const target = join(root, 'dist/webview');

/** Script in `dist/webview/` ← source. Those whose source is not there are left out and named. */
const scripts = {
  cue: 'webview/cue/main.ts',
  player: 'webview/player/main.ts',
  playerWorklet: 'webview/player/sound/playerWorklet.ts',
};

/** The icons of VS Code's own buttons; components look for them beside the page. */
const icons = ['codicon.css', 'codicon.ttf'];

const start = performance.now();
const isThere = ([, source]) => existsSync(join(root, source));
const present = Object.entries(scripts).filter(isThere);
const absent = Object.entries(scripts).filter((entry) => !isThere(entry));

mkdirSync(target, { recursive: true });
const written = [...icons];
for (const name of icons)
  copyFileSync(join(root, 'node_modules/@vscode/codicons/dist', name), join(target, name));
// One build each: a panel then is one script and one sheet, whatever it shares with the others.
for (const [name, source] of present) written.push(...(await bundle(name, source)));
removeStale(written);

const seconds = ((performance.now() - start) / 1000).toFixed(2);
console.log(`Built panels: ${present.map(([name]) => name).join(', ')} in ${seconds} s.`);
if (absent.length > 0) console.log(`Not there yet: ${absent.map(([, source]) => source).join(', ')}.`);

/** Builds one script; returns the names of the files that it wrote. */
async function bundle(name, source) {
  const { output } = await build({
    configFile: false,
    root,
    logLevel: 'warn',
    publicDir: false,
    plugins: [svelte({ configFile: false, compilerOptions: { css: 'external' } })],
    build: {
      outDir: target,
      // Other worlds' files live there too; removeStale() knows which are ours.
      emptyOutDir: false,
      target: 'es2023',
      cssCodeSplit: false,
      // Nothing is fetched from data: addresses, which the panels' policy refuses.
      assetsInlineLimit: 0,
      modulePreload: false,
      sourcemap: true,
      rolldownOptions: {
        input: { [name]: join(root, source) },
        output: {
          format: 'es',
          codeSplitting: false,
          entryFileNames: '[name].js',
          assetFileNames: (asset) =>
            asset.names.some((one) => one.endsWith('.css')) ? `${name}.css` : '[name][extname]',
        },
      },
    },
  });
  return output.map(({ fileName }) => fileName);
}

function removeStale(fresh) {
  for (const name of readdirSync(target))
    if (!fresh.includes(name)) rmSync(join(target, name), { recursive: true });
}
