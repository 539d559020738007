import { throwIfCancelled } from '../../../bridge/protocol/errors.ts';
import type { HttpClient } from './httpClient.ts';

/** What an origin states of a file before any byte of it is fetched. */
export interface RemoteFile {
  /** In bytes. */
  readonly bytes?: number;
  readonly sha256?: string;
}

/**
 * Asks for a file's length and, of origins that state one, its hash. Hubs answer for large files with a redirection
 * that carries both in `x-linked-size` and `x-linked-etag`.
 *
 * @returns nothing where the origin does not answer: the download itself will say why
 * @throws LeitmotifError `cancelled`
 */
export async function askRemoteFile(
  url: string,
  http: HttpClient,
  signal: AbortSignal | undefined,
): Promise<RemoteFile> {
  try {
    const { headers, status } = await http.fetch(url, {
      method: 'HEAD',
      redirect: 'manual',
      headers: { 'accept-encoding': 'identity' },
      signal,
    });
    if (status >= 400) return {};
    const length = headers.get('x-linked-size') ?? (status === 200 ? headers.get('content-length') : null);
    const hash = /^"?([0-9a-f]{64})"?$/.exec(headers.get('x-linked-etag') ?? '')?.[1];
    return {
      ...(length === null || !/^\d+$/.test(length) ? {} : { bytes: Number(length) }),
      ...(hash === undefined ? {} : { sha256: hash }),
    };
  } catch {
    throwIfCancelled(signal);
    return {};
  }
}
