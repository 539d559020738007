/** VS Code's way of cancelling as everybody else's. */
import type { CancellationToken } from 'vscode';

/** A signal that is aborted when the token is cancelled. */
export function abortSignalOf(token: CancellationToken): AbortSignal {
  const stop = new AbortController();
  if (token.isCancellationRequested) stop.abort();
  else
    token.onCancellationRequested(() => {
      stop.abort();
    });
  return stop.signal;
}
