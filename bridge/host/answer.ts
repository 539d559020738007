/** Answers to requests: results as they are, errors as faults of the catalogue, parameters checked. */
import { ErrorCodes, ResponseError } from 'vscode-jsonrpc';
import { LeitmotifError } from '../protocol/errors.ts';
import { faultNumbers } from '../protocol/sidecar.ts';
import type { z } from 'zod';
import type { BridgeFault } from '../protocol/bridge.ts';

/** What a request is answered with. */
export type Answer<T> = Promise<T | ResponseError<BridgeFault>>;

/** The result of some work, or the fault it ended in. */
export async function answer<T>(work: () => T | Promise<T>): Answer<T> {
  try {
    return await work();
  } catch (error) {
    const known = catalogued(error);
    if (known.code === 'internal') process.stderr.write(`${stackOf(known.cause)}\n`);
    return new ResponseError(numberOf(known), known.message, known.toJSON());
  }
}

/** Any error as one of the catalogue; what it does not know is `internal`. */
export function catalogued(error: unknown): LeitmotifError {
  if (error instanceof LeitmotifError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new LeitmotifError('internal', {
    what: 'Something went wrong inside Leitmotif',
    subject: message.split('\n', 1)[0]?.slice(0, 500) ?? '',
    next: 'Try again; if it stays, report it with the log',
    cause: error,
  });
}

/** @throws LeitmotifError `request-invalid` */
export function checked<S extends z.ZodType>(schema: S, asked: unknown): z.output<S> {
  const result = schema.safeParse(asked);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new LeitmotifError('request-invalid', {
    what: `The request is wrong: ${issue?.message ?? 'unknown'}`,
    subject: issue === undefined || issue.path.length === 0 ? 'parameters' : issue.path.join('.'),
    next: 'Report this with the log; extension and bridge disagree',
  });
}

function numberOf({ code }: LeitmotifError): number {
  if (code === 'cancelled') return faultNumbers.cancelled;
  if (code === 'not-initialized') return ErrorCodes.ServerNotInitialized;
  return code === 'request-invalid' ? faultNumbers.invalid : faultNumbers.failed;
}

function stackOf(cause: unknown): string {
  return cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
}
