/**
 * Where the decoding thread's program is. Run from sources, where Node cannot load TypeScript into a worker thread, it is
 * the built one in `dist/` (`npm run build` first); built, it lies beside the code that asks.
 */
export function decodeWorkerUrl(): URL {
  const isSource = import.meta.url.endsWith('.ts');
  return new URL(isSource ? '../../dist/decodeWorker.js' : './decodeWorker.js', import.meta.url);
}
