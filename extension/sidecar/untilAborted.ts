/** Waiting that an abort ends at once, whatever is waited for. */
import { cancelled } from '../../bridge/protocol/errors.ts';

/** Settles as the work does, or rejects `cancelled` as soon as the signal is aborted. The work goes on by itself then. */
export async function untilAborted<R>(work: Promise<R>, signal: AbortSignal | undefined): Promise<R> {
  if (signal === undefined) return work;
  let stop = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => {
      reject(cancelled());
    };
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
