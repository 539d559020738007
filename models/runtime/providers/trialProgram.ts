/** What the programs of trials share: one request, one answer, and the end. */
import type { ProviderRun } from './measureProvider.ts';

/** What such a program answers. */
export type TrialAnswer = { readonly run: ProviderRun } | { readonly reason: string };

/** Answers the one request that comes, with what `work` gives or with the reason why it gives nothing. */
export function answerOnce(work: (request: never) => Promise<unknown>): void {
  process.once('message', (request) => {
    void work(request as never)
      .catch((error: unknown) => ({ reason: error instanceof Error ? error.message : String(error) }))
      .then((said) => {
        process.send?.(said, () => process.exit(0));
      });
  });
  // Whoever asked is gone.
  process.once('disconnect', () => process.exit(1));
}
