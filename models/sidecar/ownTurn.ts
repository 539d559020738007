/**
 * Work that holds the loop for some milliseconds, such as the start of a process, one piece a turn: whoever waits for an answer
 * waits for one piece and not for all.
 */

const waiting: (() => void)[] = [];

/** Does something in one of the next turns of the loop, in which no other such thing is done. It must not throw. */
export function inOwnTurn(work: () => void): void {
  waiting.push(work);
  if (waiting.length === 1) setImmediate(next);
}

function next(): void {
  waiting[0]?.();
  waiting.shift();
  // What an immediate schedules comes after the loop has looked for messages.
  if (waiting.length > 0) setImmediate(next);
}
