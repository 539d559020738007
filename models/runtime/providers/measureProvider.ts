/** Runs a pack on one provider and takes the time. Called in a process of its own: see {@link tryProvider}. */
import type { Pack } from '../packStore.ts';
import { InferenceSession } from '../inferenceSession.ts';
import { referenceFeeds } from './referenceFeeds.ts';

/** What one provider did with a pack's reference input. */
export interface ProviderRun {
  readonly openMs: number;
  readonly runMs: number;
  /** The outputs in the manifest's order. */
  readonly outputs: readonly Float32Array[];
}

const warmUps = 2;
const measured = 5;

/** Measures. Throws what opening and running a session throw. */
export async function measureProvider(pack: Pack, provider: string): Promise<ProviderRun> {
  const begun = performance.now();
  const session = await InferenceSession.open(pack, { executionProviders: [provider] });
  const openMs = performance.now() - begun;
  const names = pack.manifest.outputs.map(({ name }) => name);
  const feeds = referenceFeeds(pack.manifest.inputs);
  const times: number[] = [];
  let outputs: Float32Array[] = [];
  for (let run = 0; run < warmUps + measured; run++) {
    const start = performance.now();
    const given = await session.run(feeds, names);
    if (run >= warmUps) times.push(performance.now() - start);
    outputs = names.map((name) => given[name]?.data ?? new Float32Array());
  }
  await session.close();
  times.sort((a, b) => a - b);
  return { openMs, runMs: times[Math.floor(measured / 2)] ?? 0, outputs };
}
