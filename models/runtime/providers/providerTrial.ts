/** The process in which a provider is tried: its crash, its hang and its chatter stay here. Started by tryProvider.ts. */
import type { Pack } from '../packStore.ts';
import type { ProviderRun } from './measureProvider.ts';
import { measureProvider } from './measureProvider.ts';

/** What is asked of this process. */
export interface TrialRequest {
  readonly pack: Pack;
  readonly provider: string;
}

/** What it answers. */
export type TrialAnswer = { readonly run: ProviderRun } | { readonly reason: string };

process.once('message', (request: TrialRequest) => {
  void answer(request).then((said) => {
    process.send?.(said, () => process.exit(0));
  });
});
// Whoever asked is gone.
process.once('disconnect', () => process.exit(1));

async function answer({ pack, provider }: TrialRequest): Promise<TrialAnswer> {
  try {
    return { run: await measureProvider(pack, provider) };
  } catch (error) {
    return { reason: error instanceof Error ? error.message : String(error) };
  }
}
