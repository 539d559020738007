/** Says what is wrong with a place that is written to, in the words of the catalogue. */
import { dirname } from 'node:path';
import { LeitmotifError } from '../../bridge/protocol/errors.ts';
import type { ErrorCode, ErrorDetail } from '../../bridge/protocol/errors.ts';

type Sentence = readonly [code: ErrorCode, what: string, next: string];

const full: Sentence = [
  'disk-full',
  'There is no room left to write',
  'Free some space or choose another folder for takes',
];
const isFile: Sentence = [
  'output-is-file',
  'The output is a file, not a folder',
  'Choose a folder for takes',
];

const sentences: Readonly<Record<string, Sentence>> = {
  ENOSPC: full,
  EDQUOT: full,
  EFBIG: ['disk-full', 'A file grew beyond the largest size that may be written', full[2]],
  ENOTDIR: isFile,
  EEXIST: isFile,
  EACCES: ['output-unwritable', 'You may not write there', 'Choose another folder for takes'],
  EPERM: ['output-unwritable', 'You may not write there', 'Choose another folder for takes'],
  EROFS: ['output-unwritable', 'The output lies on a read-only disk', 'Choose another folder for takes'],
};

const unwritable: Sentence = [
  'output-unwritable',
  'The output cannot be written',
  'Choose another folder for takes',
];

/** Codes of the file system that can only come from writing, never from reading what a person gave. */
const writingCodes = new Set(['ENOSPC', 'EDQUOT', 'EFBIG', 'EROFS']);

/** The error for a failure at a place that was being written to. Catalogued errors pass through. */
export function outputError(cause: unknown, subject: string): LeitmotifError {
  if (cause instanceof LeitmotifError) return cause;
  const system = systemCode(cause);
  const known = sentences[system ?? ''];
  const [code, what, next] = known ?? unwritable;
  const detail: ErrorDetail = {
    // The system's own code says more only where we have no sentence for it.
    what: system === undefined || known !== undefined ? what : `${what} (${system})`,
    subject,
    next,
    cause,
  };
  return new LeitmotifError(code, detail);
}

/** An error that names a file in a take's temporary folder names the place that the person asked for instead. */
export function namingPlace(error: unknown, temporary: string): unknown {
  if (!(error instanceof LeitmotifError) || !error.subject.startsWith(temporary)) return error;
  const { code, what, next, cause } = error;
  return new LeitmotifError(code, { what, subject: dirname(temporary), next, cause });
}

/** True for an error that only writing can cause, wherever in a take it surfaced. */
export function isWritingError(error: unknown): boolean {
  return writingCodes.has(systemCode(error) ?? '');
}

/** The code that the operating system gave, such as `ENOSPC`; also of an error that wraps it. */
export function systemCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  if ('code' in error && typeof error.code === 'string' && /^E[A-Z0-9]+$/.test(error.code)) return error.code;
  return 'cause' in error ? systemCode(error.cause) : undefined;
}
