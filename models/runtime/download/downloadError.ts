import { LeitmotifError, cancelled } from '../../../bridge/protocol/errors.ts';

/** What stopped one attempt and may pass: a dropped connection, a busy server. */
export class Interruption extends Error {
  override readonly name = 'Interruption';
}

/** The error of a download that cannot succeed, or did not after several attempts. */
export function downloadFailed(what: string, url: string, cause?: unknown): LeitmotifError {
  return new LeitmotifError('download-failed', {
    what,
    subject: url,
    next: 'Check the connection and, behind a proxy, HTTPS_PROXY; what has come so far is kept and resumed',
    cause,
  });
}

/** The error of bytes that are not those that were promised. They were removed. */
export function downloadCorrupt(fault: string, subject: string): LeitmotifError {
  return new LeitmotifError('pack-corrupt', {
    what: `The download ${fault} and was removed`,
    subject,
    next: 'Try again; if it stays, the origin or a proxy on the way changes the file',
  });
}

/**
 * The catalogue's error for whatever stopped an attempt; an {@link Interruption} for what may pass.
 *
 * @param written the file that was being written
 */
export function attemptFault(cause: unknown, url: string, written: string): Error {
  if (cause instanceof LeitmotifError || cause instanceof Interruption) return cause;
  if (!(cause instanceof Error)) return downloadFailed(`The download stopped: ${String(cause)}`, url, cause);
  if (cause.name === 'AbortError') return cancelled();
  const code = (cause as NodeJS.ErrnoException).code ?? '';
  if (code === 'ENOSPC' || code === 'EDQUOT') return diskFull(written, 'The disk became full', cause);
  if (['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EISDIR'].includes(code)) return unwritable(written, cause);
  return new Interruption(reason(cause), { cause });
}

/** The error of a disk that lacks room. */
export function diskFull(subject: string, what: string, cause?: unknown): LeitmotifError {
  return new LeitmotifError('disk-full', {
    what,
    subject,
    next: 'Free some space, or choose another folder with --dir',
    cause,
  });
}

/** The error of a folder that nothing can be written to. */
export function unwritable(subject: string, cause: unknown): LeitmotifError {
  return new LeitmotifError('output-unwritable', {
    what: 'The folder cannot be written to',
    subject,
    next: 'Choose another folder with --dir',
    cause,
  });
}

/** The client hides the reason one level down. */
function reason(error: Error): string {
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
