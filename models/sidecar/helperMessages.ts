/** What is said between the sidecar and those that work for it, two child processes. */
import type { ErrorCode } from '../../bridge/protocol/errors.ts';
import type { ProgressReport } from '../../bridge/protocol/progress.ts';

/** To a helper. It works on one task at a time. */
export type HelperOrder =
  | { kind: 'run'; id: number; task: unknown }
  | { kind: 'cancel'; id: number }
  /** Something that the running task has to know. */
  | { kind: 'tell'; id: number; message: unknown }
  /** Asks for a sign of life. */
  | { kind: 'beat' }
  /** Finish and end. */
  | { kind: 'end' };

/** From a helper. */
export type HelperReply =
  | { kind: 'beat' }
  | { kind: 'progress'; id: number; report: ProgressReport }
  /** Something that belongs to the task and comes before its result. */
  | { kind: 'event'; id: number; event: unknown }
  | { kind: 'done'; id: number; result: unknown }
  | { kind: 'failed'; id: number; fault: HelperFault };

/** An error as it crosses. */
export interface HelperFault {
  code: ErrorCode;
  what: string;
  subject: string;
  next: string;
  /** Stack of what lies underneath, for the log. */
  cause?: string;
}

/** Whether a message has the shape of a reply: what comes from a process that went wrong may be anything. */
export function isHelperReply(message: unknown): message is HelperReply {
  if (typeof message !== 'object' || message === null || !('kind' in message)) return false;
  if (message.kind === 'beat') return true;
  if (!('id' in message) || typeof message.id !== 'number') return false;
  switch (message.kind) {
    case 'progress':
      return 'report' in message && isObject(message.report);
    case 'event':
      return 'event' in message;
    case 'done':
      return 'result' in message;
    case 'failed':
      return 'fault' in message && isFault(message.fault);
    default:
      return false;
  }
}

function isFault(fault: unknown): boolean {
  return (
    isObject(fault) && ['code', 'what', 'subject', 'next'].every((key) => typeof fault[key] === 'string')
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
