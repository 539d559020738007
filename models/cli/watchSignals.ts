/** Ctrl-C and its kin: the first asks the work to stop, the second ends the process at once. */
import { constants } from 'node:os';

/** What the signals did. */
export interface SignalWatch {
  /** Aborted by the first signal. */
  readonly signal: AbortSignal;
  /** 128 and the signal's number, if there was one. */
  exitCode(): number | undefined;
}

const watched = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Begins to watch. What must be removed on the second signal is removed by the listeners of `exit`. */
export function watchSignals(): SignalWatch {
  const controller = new AbortController();
  let code: number | undefined;
  for (const name of watched) {
    process.on(name, () => {
      if (code !== undefined) process.exit(code);
      code = 128 + constants.signals[name];
      controller.abort();
    });
  }
  return { signal: controller.signal, exitCode: () => code };
}
