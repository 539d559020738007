/**
 * Where the programs of the helpers are. Run from sources, they are the built ones in `dist/` (`npm run build` first);
 * built, they lie beside the code that asks.
 */
export function helperUrl(name: 'perceptionChild' | 'takeChild' | 'performChild'): URL {
  const isSource = import.meta.url.endsWith('.ts');
  return new URL(isSource ? `../../dist/${name}.js` : `./${name}.js`, import.meta.url);
}
