/** A field of the panel whose value is held against snapshots, and sent at its own pace. */
import { heldPatience, HeldValue } from './heldValue.ts';
import type { Paced } from './paced.ts';

/** What a field is made of. */
export interface HeldFieldParts<T> {
  /** The document's value; read reactively. */
  value: () => T;
  send: (value: T) => void;
  pace: (deliver: () => void) => Paced<undefined>;
  isSame?: (a: T, b: T) => boolean;
}

/** To be made while a component is set up; ends with it, and sends what was held back. */
export class HeldField<T> {
  /** What to show. */
  shown: T;
  readonly #held: HeldValue<T>;
  readonly #paced: Paced<undefined>;

  constructor({ value, send, pace, isSame }: HeldFieldParts<T>) {
    const held = new HeldValue(value(), isSame);
    this.#held = held;
    this.shown = $state.raw(held.shown);
    const arrive = () => {
      this.shown = held.arrive(value(), performance.now());
    };
    this.#paced = pace(() => {
      if (!held.isChanged) return;
      held.send(performance.now());
      send(held.shown);
      // A document that refuses the change sends nothing new: the field then shows what the document has.
      setTimeout(arrive, heldPatience + 50);
    });
    $effect(arrive);
    $effect(() => {
      const flush = () => {
        this.flush();
      };
      window.addEventListener('blur', flush);
      window.addEventListener('pagehide', flush);
      return () => {
        window.removeEventListener('blur', flush);
        window.removeEventListener('pagehide', flush);
        flush();
      };
    });
  }

  /** The person changed it. */
  change(value: T): void {
    this.#held.change(value);
    this.shown = value;
    this.#paced(undefined);
  }

  /** Sends at once what is held back. */
  flush(): void {
    this.#paced.flush();
  }
}
