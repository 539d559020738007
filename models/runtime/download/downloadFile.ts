/**
 * Fetches one file so that nothing fetched is lost: into `<path>.part`, resumed by range after a drop, a Ctrl-C or
 * another day, verified, then renamed.
 *
 *   have bytes? ─ Range + If-Range ─┬ 206 append   200 start anew   416 whole already, or start anew
 *                                   ├ 4xx ends it   5xx, drop, silence: again, with pauses that grow
 *                                   └ whole ─ length, hash ─ rename
 */
import { open, stat } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import type { Response } from 'undici';
import { cancelled, throwIfCancelled } from '../../../bridge/protocol/errors.ts';
import { hashFile } from '../fileHash.ts';
import { Interruption, attemptFault, downloadCorrupt, downloadFailed } from './downloadError.ts';
import type { HttpClient } from './httpClient.ts';
import {
  completePartial,
  discardPartial,
  partialBytes,
  partialPath,
  readVersion,
  writeVersion,
} from './partialFile.ts';

/** What to fetch, and how. */
export interface DownloadRequest {
  readonly url: string;
  /** Where it goes. Its folder exists. */
  readonly path: string;
  readonly http: HttpClient;
  /** Its exact length, where known. */
  readonly bytes?: number | undefined;
  /** Its hash, where known; lower-case hexadecimal. */
  readonly hash?: { readonly algorithm: 'sha256' | 'sha512'; readonly value: string } | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Is told how many bytes of the file are on disk. */
  readonly onBytes?: (bytes: number) => void;
  /** Attempts in a row that may bring nothing, 5 unless told. */
  readonly attempts?: number;
  /** First pause between attempts in milliseconds, 500 unless told; each next one is twice as long. */
  readonly pauseMs?: number;
}

/** A file that was fetched. */
export interface Downloaded {
  readonly bytes: number;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
  /** Bytes that came over the network in this call; fewer than `bytes` where it resumed. */
  readonly received: number;
}

/**
 * Fetches a file.
 *
 * @throws LeitmotifError `download-failed`, `pack-corrupt` for other bytes than promised, `disk-full`,
 *   `output-unwritable`, `cancelled`; what has come stays for the next call, except corrupt bytes
 */
export async function downloadFile(request: DownloadRequest): Promise<Downloaded> {
  const received = await receiveAll(request);
  const { sha256 } = await proven(request);
  const { size } = await stat(partialPath(request.path));
  await completePartial(request.path);
  return { bytes: size, sha256, received };
}

/** Attempts until the file is whole; returns the bytes that came. */
async function receiveAll(request: DownloadRequest): Promise<number> {
  const attempts = request.attempts ?? 5;
  let received = 0;
  for (let idle = 0; ;) {
    throwIfCancelled(request.signal);
    const before = received;
    const fault = await receiveOnce(request, (bytes) => (received += bytes));
    if (fault === undefined) return received;
    if (request.signal?.aborted === true) throw cancelled();
    if (!(fault instanceof Interruption)) throw fault;
    idle = received > before ? 1 : idle + 1;
    if (idle >= attempts)
      throw downloadFailed(`The download broke off: ${fault.message}`, request.url, fault);
    await pause((request.pauseMs ?? 500) * 2 ** (idle - 1), undefined, pauseOptions(request.signal)).catch(
      () => undefined,
    );
  }
}

function pauseOptions(signal: AbortSignal | undefined): { signal?: AbortSignal } {
  return signal === undefined ? {} : { signal };
}

/** One attempt; returns what stopped it, undefined when the file is whole. */
async function receiveOnce(
  request: DownloadRequest,
  count: (bytes: number) => void,
): Promise<Error | undefined> {
  try {
    const have = await partialBytes(request.path, request.url);
    if (have > 0 && have === request.bytes) return undefined;
    const response = await request.http.fetch(request.url, {
      headers: await rangeHeaders(request, have),
      signal: request.signal,
    });
    if (response.status === 416) return await unsatisfiable(request, response, have);
    const from = await beginning(request, response, have);
    await append(request, response, { from, count });
    return await shortfall(request, response, from);
  } catch (cause) {
    return attemptFault(cause, request.url, request.path);
  }
}

async function rangeHeaders(request: DownloadRequest, have: number): Promise<Record<string, string>> {
  // Compressed bytes could not be resumed or counted.
  const headers = { 'accept-encoding': 'identity' };
  if (have === 0) return headers;
  const etag = (await readVersion(request.path))?.etag;
  return { ...headers, range: `bytes=${have}-`, ...(etag === undefined ? {} : { 'if-range': etag }) };
}

/** The server has nothing beyond what is here: the file is whole, or the bytes here are not of this file. */
async function unsatisfiable(
  request: DownloadRequest,
  response: Response,
  have: number,
): Promise<Error | undefined> {
  await response.body?.cancel();
  const length = /\/(\d+)$/.exec(response.headers.get('content-range') ?? '')?.[1];
  if (length !== undefined && Number(length) === have) return undefined;
  await discardPartial(request.path);
  return new Interruption('the server has fewer bytes than were here; starting anew');
}

/** Where the answer's first byte belongs in the file: behind what is here, or at 0. */
async function beginning(request: DownloadRequest, response: Response, have: number): Promise<number> {
  if (response.status === 206) {
    const start = /^bytes (\d+)-/.exec(response.headers.get('content-range') ?? '')?.[1];
    if (start !== undefined && Number(start) === have) return have;
    await response.body?.cancel();
    await discardPartial(request.path);
    throw new Interruption('the server sent another range than was asked for');
  }
  if (response.status !== 200) {
    await response.body?.cancel();
    const { status } = response;
    if (status >= 500 || status === 429 || status === 408)
      throw new Interruption(`the server answered ${status}`);
    throw downloadFailed(`The server answered ${status}`, request.url);
  }
  const etag = response.headers.get('etag');
  const isStrong = etag !== null && !etag.startsWith('W/');
  await writeVersion(request.path, { url: request.url, ...(isStrong ? { etag } : {}) });
  return 0;
}

async function append(
  request: DownloadRequest,
  response: Response,
  { from, count }: { from: number; count: (bytes: number) => void },
): Promise<void> {
  if (response.body === null) return;
  const file = await open(partialPath(request.path), from === 0 ? 'w' : 'a');
  let bytes = from;
  try {
    // Each piece is on disk before the next is asked for: what came before a drop is never fetched again.
    for await (const chunk of response.body) {
      const piece = chunk as Uint8Array;
      bytes += piece.byteLength;
      if (request.bytes !== undefined && bytes > request.bytes) throw await tooLong(request, request.bytes);
      await file.writeFile(piece);
      count(piece.byteLength);
      request.onBytes?.(bytes);
      throwIfCancelled(request.signal);
    }
  } finally {
    await file.close();
  }
}

async function tooLong({ path, url }: DownloadRequest, bytes: number): Promise<Error> {
  await discardPartial(path);
  return downloadCorrupt(`is longer than ${bytes} bytes`, url);
}

/** What is missing although the answer ended; undefined where nothing is. */
async function shortfall(
  request: DownloadRequest,
  response: Response,
  from: number,
): Promise<Interruption | undefined> {
  const stated = response.headers.get('content-length');
  const wanted = request.bytes ?? (stated === null ? undefined : from + Number(stated));
  const { size } = await stat(partialPath(request.path));
  if (wanted === undefined || size >= wanted) return undefined;
  return new Interruption(`the connection ended after ${size} of ${wanted} bytes`);
}

/** Checks length and hash. Bytes that are wrong are removed, for resuming them would keep them wrong. */
async function proven(request: DownloadRequest): Promise<{ sha256: string }> {
  const part = partialPath(request.path);
  const sha256 = await hashFile(part, request.signal);
  const { hash } = request;
  if (hash === undefined) return { sha256 };
  const found = hash.algorithm === 'sha256' ? sha256 : await hashFile(part, request.signal, hash.algorithm);
  if (found === hash.value) return { sha256 };
  await discardPartial(request.path);
  throw downloadCorrupt('has another hash than stated', request.url);
}
