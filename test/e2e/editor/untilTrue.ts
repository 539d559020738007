/** Waiting for a condition instead of for a time. */
import { setTimeout as pause } from 'node:timers/promises';

/** Asks again and again until the answer is not undefined or false; fails with the last fault after the limit. */
export async function untilTrue<T>(
  what: string,
  ask: () => T | undefined | false | Promise<T | undefined | false>,
  { limitMs = 90_000, everyMs = 200 }: { limitMs?: number; everyMs?: number } = {},
): Promise<T> {
  const deadline = Date.now() + limitMs;
  let fault: unknown;
  for (;;) {
    try {
      const answer = await ask();
      if (answer !== undefined && answer !== false) return answer;
      fault = undefined;
    } catch (error) {
      fault = error;
    }
    if (Date.now() > deadline)
      throw new Error(`${what}: not within ${limitMs / 1000} s`, fault === undefined ? {} : { cause: fault });
    await pause(everyMs);
  }
}
