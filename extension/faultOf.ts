/** Whatever was thrown, as a fault of the catalogue. */
import { errorCatalogue, LeitmotifError } from '../bridge/protocol/errors.ts';
import type { ErrorCode } from '../bridge/protocol/errors.ts';
import type { SidecarFault } from '../bridge/protocol/sidecar.ts';

/**
 * The fault of a LeitmotifError, or of an answer of the sidecar that carries one in `data`. Whatever else was thrown is
 * `internal`: its words are for the log, not for a person.
 */
export function faultOf(error: unknown): SidecarFault {
  if (error instanceof LeitmotifError) return error.toJSON();
  const data = isObject(error) ? error.data : undefined;
  if (isFault(data)) return { code: data.code, what: data.what, subject: data.subject, next: data.next };
  return {
    code: 'internal',
    what: 'Something went wrong inside Leitmotif',
    subject: error instanceof Error ? error.message : String(error),
    next: 'Try it again, and report it with the log',
  };
}

/** The same as something to throw; the error underneath is kept as its cause. */
export function errorOf(error: unknown): LeitmotifError {
  if (error instanceof LeitmotifError) return error;
  const { code, ...detail } = faultOf(error);
  return new LeitmotifError(code, { ...detail, cause: error });
}

function isFault(data: unknown): data is SidecarFault {
  if (!isObject(data)) return false;
  const { code, what, subject, next } = data;
  return isCode(code) && [what, subject, next].every((text) => typeof text === 'string');
}

function isCode(code: unknown): code is ErrorCode {
  return typeof code === 'string' && Object.hasOwn(errorCatalogue, code);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
