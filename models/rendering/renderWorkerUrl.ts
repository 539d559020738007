/**
 * Where the render worker is. Run from sources, where Node cannot load TypeScript into a worker thread, it is the built one
 * in `dist/` (`npm run build` first); built, it lies beside the code that asks.
 */
export function renderWorkerUrl(): URL {
  const isSource = import.meta.url.endsWith('.ts');
  return new URL(isSource ? '../../dist/renderWorker.js' : './renderWorker.js', import.meta.url);
}
