/** Sends less often than things change: never loses the last value. */
import type { Milliseconds } from '../../../bridge/protocol/units.ts';

/** Something that holds back values. */
export interface Paced<T> {
  (value: T): void;
  /** Sends now what is held back. */
  flush(): void;
}

/** `throttled`: the first at once, then one every `wait`, and the last. For what is dragged. */
export function throttled<T>(send: (value: T) => void, wait: Milliseconds): Paced<T> {
  let held: { value: T } | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const beat = () => {
    timer = undefined;
    if (held === undefined) return;
    const { value } = held;
    held = undefined;
    timer = setTimeout(beat, wait);
    send(value);
  };
  const paced = (value: T) => {
    held = { value };
    if (timer === undefined) beat();
  };
  return Object.assign(paced, {
    flush: () => {
      clearTimeout(timer);
      timer = undefined;
      beat();
    },
  });
}

/** `settled`: once nothing changed for `wait`. For what is typed. */
export function settled<T>(send: (value: T) => void, wait: Milliseconds): Paced<T> {
  let held: { value: T } | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flush = () => {
    clearTimeout(timer);
    if (held === undefined) return;
    const { value } = held;
    held = undefined;
    send(value);
  };
  const paced = (value: T) => {
    held = { value };
    clearTimeout(timer);
    timer = setTimeout(flush, wait);
  };
  return Object.assign(paced, { flush });
}
