/**
 * Who may ask: browsers only from pages of this bridge, everybody only by this bridge's own names.
 *
 * Checking `Host` ends DNS rebinding (a foreign name that comes to mean 127.0.0.1), checking `Origin` ends foreign pages that open a
 * WebSocket, which browsers let them do. https://datatracker.ietf.org/doc/html/rfc6455#section-10.2
 */
import type { IncomingHttpHeaders } from 'node:http';

/** What one bridge answers to. */
export class OriginGuard {
  readonly #hosts: ReadonlySet<string>;
  readonly #origins: ReadonlySet<string>;

  /**
   * @param names host names and addresses by which the bridge is reached, without the port
   * @param port its port
   * @param furtherOrigins pages of others that the person allowed, such as a Max for Live `jweb`
   */
  constructor(names: readonly string[], port: number, furtherOrigins: readonly string[]) {
    this.#hosts = new Set(names.map((name) => `${name}:${port}`));
    this.#origins = new Set([...names.map((name) => `http://${name}:${port}`), ...furtherOrigins]);
  }

  /** Whether a request is for us. One without `Host` is not. */
  isOurHost({ host }: IncomingHttpHeaders): boolean {
    return host !== undefined && this.#hosts.has(host.toLowerCase());
  }

  /** Whether a WebSocket may be opened from there. Programs that are no browsers send no `Origin`; their token is their pass. */
  isOurOrigin({ origin }: IncomingHttpHeaders): boolean {
    return origin === undefined || this.#origins.has(origin.toLowerCase());
  }
}
