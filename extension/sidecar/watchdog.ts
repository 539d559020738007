/** Asks a process again and again whether it lives, and says when it does not. */
import type { Milliseconds } from '../../bridge/protocol/units.ts';

/** How patient it is. */
export interface WatchLimits {
  /** Between two questions. */
  every: Milliseconds;
  /** Questions without an answer after which it counts as hung. */
  missed: number;
}

/** Ten seconds; a sidecar that lives answers within 50 ms. */
export const usualWatch: WatchLimits = { every: 2000, missed: 5 };

/**
 * Watches until `stop`. Missed answers are counted, not seconds: a laptop that slept has missed none. One question at a time.
 *
 * @param ask settles once it is answered, however
 * @param onHung called once
 * @returns what stops it
 */
export function watch(
  ask: () => Promise<unknown>,
  onHung: () => void,
  { every, missed }: WatchLimits = usualWatch,
): () => void {
  let isAsking = false;
  let count = 0;
  const settle = (): void => {
    isAsking = false;
    count = 0;
  };
  const timer = setInterval(() => {
    if (!isAsking) {
      isAsking = true;
      ask().then(settle, settle);
      return;
    }
    if (++count < missed) return;
    clearInterval(timer);
    onHung();
  }, every);
  timer.unref();
  return () => {
    clearInterval(timer);
  };
}
