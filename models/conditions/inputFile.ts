/** Reads a file that a person names: whole, once, with its hash for the recipe. Knows nothing of its content. */
import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { LeitmotifError, throwIfCancelled } from '../../bridge/protocol/errors.ts';
import type { ErrorCode } from '../../bridge/protocol/errors.ts';

/** What the recipe records of an input. */
export interface InputIdentity {
  /** SHA-256 of the bytes as they came, 64 hexadecimal digits. */
  sha256: string;
  /** Number of bytes. */
  bytes: number;
}

/** A file as it lies on disk. */
export interface InputFile extends InputIdentity {
  /** As the person gave it. */
  path: string;
  content: Buffer;
}

/** How much of a file is accepted. */
export interface InputLimit {
  /** Largest file in bytes. */
  bytes: number;
  /** The error of a larger one. */
  code: ErrorCode;
  /** What the person can do about it, as a sentence without its full stop. */
  next: string;
}

/** The identity of bytes that are already in memory. */
export function identify(content: Uint8Array): InputIdentity {
  return { sha256: createHash('sha256').update(content).digest('hex'), bytes: content.byteLength };
}

/**
 * Reads a regular file.
 *
 * @throws LeitmotifError `file-missing`, `file-is-directory`, `file-unreadable` (no right to it, or a pipe or
 *   device), `file-empty`, the limit's own code, `cancelled`.
 */
export async function readInputFile(
  path: string,
  limit: InputLimit,
  signal?: AbortSignal,
): Promise<InputFile> {
  throwIfCancelled(signal);
  try {
    await checkFile(path, limit);
    const content = await readFile(path, { signal });
    return { path, content, ...identify(content) };
  } catch (error) {
    throwIfCancelled(signal);
    throw error instanceof LeitmotifError ? error : unreadable(path, error);
  }
}

async function checkFile(path: string, limit: InputLimit): Promise<void> {
  const found = await stat(path);
  if (found.isDirectory()) throw directory(path);
  // A pipe or a device may never end.
  if (!found.isFile()) throw unreadable(path, undefined, 'It is a pipe, a socket or a device, not a file');
  if (found.size === 0) {
    const next = 'Check that it was saved or copied to its end';
    throw new LeitmotifError('file-empty', { what: 'The file is empty', subject: path, next });
  }
  if (found.size > limit.bytes) {
    const what = `The file has ${megabytes(found.size)} and at most ${megabytes(limit.bytes)} are read`;
    throw new LeitmotifError(limit.code, { what, subject: path, next: limit.next });
  }
}

function directory(path: string): LeitmotifError {
  const next = 'Name a file inside it';
  return new LeitmotifError('file-is-directory', {
    what: 'This is a folder, not a file',
    subject: path,
    next,
  });
}

function unreadable(path: string, cause: unknown, what?: string): LeitmotifError {
  const reason = errorName(cause);
  const subject = path.replaceAll('\0', '\\0');
  if (reason === 'ENOENT' || reason === 'ENOTDIR' || reason === 'ERR_INVALID_ARG_VALUE') {
    const next = 'Check the path and the spelling';
    return new LeitmotifError('file-missing', { what: 'There is no such file', subject, next, cause });
  }
  if (reason === 'EISDIR') return directory(path);
  return new LeitmotifError('file-unreadable', {
    what: what ?? `The file cannot be read${reason === undefined ? '' : ` (${reason})`}`,
    subject,
    next: what === undefined ? 'Check that you may read it' : 'Save it as a file and name that',
    cause,
  });
}

function errorName(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`;
}
