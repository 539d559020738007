/** The monitor page's files, held in memory: a path in a request never becomes a path on the disk. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LeitmotifError } from '../protocol/errors.ts';
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';

/** Path in a request ← file in the page's folder. */
const files = {
  '/': ['monitor.html', 'text/html; charset=utf-8'],
  '/monitor.js': ['monitor.js', 'text/javascript; charset=utf-8'],
  '/monitor.css': ['monitor.css', 'text/css; charset=utf-8'],
  '/soundWorklet.js': ['soundWorklet.js', 'text/javascript; charset=utf-8'],
} as const;

/** The page, ready to be sent. It holds no secret: the token stands behind the `#` of the address, which no browser sends. */
export class MonitorPage {
  readonly #bodies: ReadonlyMap<string, { body: Buffer; type: string }>;

  private constructor(bodies: ReadonlyMap<string, { body: Buffer; type: string }>) {
    this.#bodies = bodies;
  }

  /** Reads the built page. @throws LeitmotifError `not-available` where it was not built */
  static async read(folder: string): Promise<MonitorPage> {
    const entries = Object.entries(files).map(async ([path, [file, type]]) => {
      const body = await readFile(join(folder, file)).catch((cause: unknown) => {
        throw new LeitmotifError('not-available', {
          what: 'The monitor page is not there',
          subject: join(folder, file),
          next: 'Install Leitmotif again, or build it',
          cause,
        });
      });
      return [path, { body, type }] as const;
    });
    return new MonitorPage(new Map(await Promise.all(entries)));
  }

  /** Answers a request for the page or one of its files. @param host as it was checked */
  answer(request: IncomingMessage, response: ServerResponse, host: string): void {
    const path = (request.url ?? '').split('?', 1)[0] ?? '';
    const found = this.#bodies.get(path);
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    if (found === undefined || !isRead) {
      answerPlainly(response, found === undefined ? 404 : 405);
      return;
    }
    const length = found.body.byteLength;
    response.writeHead(200, { ...safeHeaders(host), 'content-type': found.type, 'content-length': length });
    response.end(request.method === 'HEAD' ? undefined : found.body);
  }
}

/** An answer without a page. */
export function answerPlainly(response: ServerResponse, status: 403 | 404 | 405): void {
  response.writeHead(status, { 'content-type': 'text/plain', 'x-content-type-options': 'nosniff' });
  response.end(`${{ 403: 'Forbidden', 404: 'Not found', 405: 'Only GET' }[status]}\n`);
}

/**
 * Nothing but this page's own files and this bridge's own socket. The socket is named: older Safari does not count it as `self`.
 * `microphone` is for the names of output devices, which browsers tell only to who may record; the page says so before it asks.
 */
function safeHeaders(host: string): OutgoingHttpHeaders {
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    'img-src data:',
    `connect-src 'self' ws://${host}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
  ];
  return {
    'content-security-policy': policy.join('; '),
    'permissions-policy': 'microphone=(self), speaker-selection=(self), camera=(), geolocation=()',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
  };
}
