/** An event without VS Code's emitter, so that the client of the sidecar runs, and is tested, outside of an editor. */

/** Ends something. */
export interface Ending {
  dispose(): void;
}

/** A `vscode.Event` is one too, and takes its place where VS Code asks for one. */
export type Listen<T> = (
  listener: (value: T) => unknown,
  thisArgument?: unknown,
  endings?: Ending[],
) => Ending;

/** Those who want to be told. */
export class Listeners<T> {
  readonly #listeners = new Set<(value: T) => void>();

  /** Adds one. */
  readonly event: Listen<T> = (listener, thisArgument, endings) => {
    const bound = (value: T): void => {
      listener.call(thisArgument, value);
    };
    this.#listeners.add(bound);
    const ending = {
      dispose: () => {
        this.#listeners.delete(bound);
      },
    };
    endings?.push(ending);
    return ending;
  };

  /** Tells all. A listener must not throw. */
  fire(value: T): void {
    for (const listener of [...this.#listeners]) listener(value);
  }

  /** Forgets all. */
  dispose(): void {
    this.#listeners.clear();
  }
}
