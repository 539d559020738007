/**
 * The one line between a panel and the extension host: typed both ways, with the panel's memory between two lives.
 *
 * It knows VS Code's `acquireVsCodeApi`, which may be called once a page, and nothing of what is said.
 */

/** What VS Code gives to a page. */
export interface PanelHost<Memory> {
  postMessage(message: unknown): void;
  getState(): Memory | undefined;
  setState(state: Memory): Memory;
}

/** A panel's end of the line. `To` comes from the host, `From` goes to it, `Memory` outlives the page. */
export class HostConversation<To, From, Memory = never> {
  readonly #host: PanelHost<Memory>;
  readonly #page: EventTarget;

  constructor(host: PanelHost<Memory>, page: EventTarget) {
    this.#host = host;
    this.#page = page;
  }

  /** Says something to the host. ArrayBuffers cross as they are. */
  send(message: From): void {
    this.#host.postMessage(message);
  }

  /** Hears all that the host says, from now on; returns what ends it. */
  listen(hear: (message: To) => void): () => void {
    const onMessage = (event: Event) => {
      if (event instanceof MessageEvent && isMessage(event.data)) hear(event.data as To);
    };
    this.#page.addEventListener('message', onMessage);
    return () => {
      this.#page.removeEventListener('message', onMessage);
    };
  }

  /** What the panel remembered, also in an earlier life. */
  get memory(): Memory | undefined {
    return this.#host.getState();
  }

  /** Keeps something that a page which takes this one's place can read. Not for what is in a document. */
  remember(memory: Memory): void {
    this.#host.setState(memory);
  }
}

/** Opens the line of this page. VS Code refuses a second call. */
export function openHostConversation<To, From, Memory = never>(): HostConversation<To, From, Memory> {
  return new HostConversation<To, From, Memory>(acquireVsCodeApi(), window);
}

/** Frames around a page and browser extensions speak on the same line. */
function isMessage(data: unknown): boolean {
  return typeof data === 'object' && data !== null && 'type' in data && typeof data.type === 'string';
}
