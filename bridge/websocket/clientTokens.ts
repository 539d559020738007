/** Tokens of clients: one each, so that one can be taken back without the others. Nothing but their digests is kept. */
import { createHash, randomBytes } from 'node:crypto';

/** What a client may do: hear, or also change attributes and the transport. */
export type ClientRights = 'listen' | 'control';

/** A client that was let in. */
export interface TokenHolder {
  /** Shown to the person, such as `Monitor page`. */
  label: string;
  rights: ClientRights;
  /** Of this token; it is no secret. */
  id: string;
}

/** Bytes of a token; it is written as twice as many hexadecimal digits. */
const tokenBytes = 32;
/** More than anybody uses. The oldest goes when one more is asked for. */
const mostTokens = 256;

/** The tokens of one bridge. They end with it. */
export class ClientTokens {
  readonly #holders = new Map<string, TokenHolder>();
  #count = 0;

  /** Makes a token. Give it to one client, and never log it. */
  issue(label: string, rights: ClientRights): { token: string; holder: TokenHolder } {
    const token = randomBytes(tokenBytes).toString('hex');
    const holder = { label, rights, id: `client-${++this.#count}` };
    const oldest = this.#holders.keys().next();
    if (this.#holders.size >= mostTokens && oldest.done !== true) this.#holders.delete(oldest.value);
    this.#holders.set(digest(token), holder);
    return { token, holder };
  }

  /**
   * Whose token this is. It is looked up by its SHA-256: how long that takes says nothing about how much of a guess was right.
   */
  find(token: string): TokenHolder | undefined {
    return token.length === 2 * tokenBytes ? this.#holders.get(digest(token)) : undefined;
  }

  /** Takes a token back. The caller closes its connections. */
  revoke(id: string): void {
    for (const [key, holder] of this.#holders) if (holder.id === id) this.#holders.delete(key);
  }
}

function digest(token: string): string {
  return createHash('sha256').update(token).digest('base64');
}
