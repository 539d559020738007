/** Questions to the host and their answers, matched by number; the last answers are kept. */

/** How many answers are kept. */
const mostKept = 64;

/** Questions of one kind. */
export interface Answers<T> {
  /** Asks, or gives what was answered (or is being asked) under `key`; without a key nothing is kept. */
  ask(key: string | undefined, send: (ask: number) => void): Promise<T | null>;
  /** The host answered. `null` answers are not kept: what could not be read now may be there later. */
  answer(ask: number, value: T | null): void;
}

/** Makes a place for questions of one kind. */
export function answersOf<T>(): Answers<T> {
  const open = new Map<number, { key: string | undefined; resolve: (value: T | null) => void }>();
  const kept = new Map<string, Promise<T | null>>();
  let last = 0;
  return {
    ask(key, send) {
      const known = key === undefined ? undefined : kept.get(key);
      if (known !== undefined) return known;
      const ask = ++last;
      const answer = new Promise<T | null>((resolve) => open.set(ask, { key, resolve }));
      if (key !== undefined) {
        kept.set(key, answer);
        const oldest = kept.keys().next().value;
        if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest);
      }
      send(ask);
      return answer;
    },
    answer(ask, value) {
      const question = open.get(ask);
      if (question === undefined) return;
      open.delete(ask);
      if (value === null && question.key !== undefined) kept.delete(question.key);
      question.resolve(value);
    },
  };
}
