/** Changes of attributes, gathered so that a fader in motion does not flood the editor: the newest of each is told. */
import { attributeEventInterval } from '../protocol/bridge.ts';
import type { AttributesChanged, ControlValue } from '../protocol/bridge.ts';

type Change = AttributesChanged['changes'][number];

/** One gathering. */
export class AttributeEvents {
  readonly #tell: (changes: Change[]) => void;
  readonly #changes = new Map<string, Change>();
  #timer: NodeJS.Timeout | undefined;

  constructor(tell: (changes: Change[]) => void) {
    this.#tell = tell;
  }

  /** Adds a change; it is told within the interval. */
  readonly add = (name: string, value: ControlValue, origin: string): void => {
    this.#changes.set(name, { name, value, origin });
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      const changes = [...this.#changes.values()];
      this.#changes.clear();
      this.#tell(changes);
    }, attributeEventInterval);
  };

  /** Tells no more. */
  close(): void {
    clearTimeout(this.#timer);
    this.#changes.clear();
  }
}
