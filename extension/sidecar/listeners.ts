/** An event without VS Code's emitter, so that the client of the sidecar runs, and is tested, outside of an editor. */
import type { Disposable, Event } from 'vscode';

/** Those who want to be told. */
export class Listeners<T> {
  readonly #listeners = new Set<(value: T) => void>();

  /** Adds one, as `vscode.Event` does. */
  readonly event: Event<T> = (listener, thisArgument?: unknown, disposables?: Disposable[]) => {
    const bound = (value: T): void => {
      listener.call(thisArgument, value);
    };
    this.#listeners.add(bound);
    const disposable = {
      dispose: () => {
        this.#listeners.delete(bound);
      },
    };
    disposables?.push(disposable);
    return disposable;
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
