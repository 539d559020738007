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

/** Something that was opened and can be run again and again on the same input. */
export interface Runnable {
  run(): Promise<Float32Array[]>;
  close(): Promise<void>;
}

/** How often it runs. */
export interface Rounds {
  readonly warmUps: number;
  /** An odd number; the median is taken. */
  readonly measured: number;
}

/** Measures a pack of ours. Throws what opening and running a session throw. */
export function measureProvider(pack: Pack, provider: string): Promise<ProviderRun> {
  return measureRuns(() => openPack(pack, provider), { warmUps: 2, measured: 5 });
}

/** Measures anything. Throws what opening and running it throw. */
export async function measureRuns(
  open: () => Promise<Runnable>,
  { warmUps, measured }: Rounds,
): Promise<ProviderRun> {
  const begun = performance.now();
  const opened = await open();
  const openMs = performance.now() - begun;
  const times: number[] = [];
  let outputs: Float32Array[] = [];
  for (let run = 0; run < warmUps + measured; run++) {
    const start = performance.now();
    outputs = await opened.run();
    if (run >= warmUps) times.push(performance.now() - start);
  }
  await opened.close();
  times.sort((a, b) => a - b);
  return { openMs, runMs: times[Math.floor(measured / 2)] ?? 0, outputs };
}

async function openPack(pack: Pack, provider: string): Promise<Runnable> {
  const session = await InferenceSession.open(pack, { executionProviders: [provider] });
  const names = pack.manifest.outputs.map(({ name }) => name);
  const feeds = referenceFeeds(pack.manifest.inputs);
  return {
    run: async () => {
      const given = await session.run(feeds, names);
      return names.map((name) => given[name]?.data ?? new Float32Array());
    },
    close: () => session.close(),
  };
}
