/** Errors on their way between the sidecar, its helpers and its client: always of the catalogue. */
import { cancelled, errorCatalogue, LeitmotifError } from '../../bridge/protocol/errors.ts';
import type { ErrorCode } from '../../bridge/protocol/errors.ts';
import type { HelperFault } from './helperMessages.ts';

/** Any error as one of the catalogue; what it does not know is `internal`. */
export function toCatalogued(error: unknown): LeitmotifError {
  if (error instanceof LeitmotifError) return error;
  if (error instanceof Error && error.name === 'AbortError') return cancelled();
  const message = error instanceof Error ? error.message : String(error);
  return new LeitmotifError('internal', {
    what: 'Something went wrong inside Leitmotif',
    subject: message.split('\n', 1)[0]?.slice(0, 500) ?? '',
    next: 'Try again; if it stays, report it with the log',
    cause: error,
  });
}

/** An error as a message. */
export function toFault(error: unknown): HelperFault {
  const known = toCatalogued(error);
  const cause = known.cause instanceof Error ? known.cause.stack : undefined;
  return { ...known.toJSON(), ...(cause === undefined ? {} : { cause }) };
}

/** A message as an error. */
export function fromFault({ code, ...detail }: HelperFault): LeitmotifError {
  return new LeitmotifError(code in errorCatalogue ? code : 'internal', detail);
}

/** The error of a task whose helper died. */
export function helperLost(
  code: Extract<ErrorCode, 'child-crashed' | 'child-hung'>,
  name: string,
): LeitmotifError {
  return new LeitmotifError(code, {
    what:
      code === 'child-hung'
        ? 'A part of Leitmotif stopped answering and was ended'
        : 'A part of Leitmotif crashed',
    subject: name,
    next: 'Only this request is lost; try again, and if the same input does it again, report it',
  });
}
