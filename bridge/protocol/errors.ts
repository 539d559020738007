/**
 * The one catalogue of errors that a person can meet, in every world.
 *
 * An error says what happened, to which input, and what to do next; its code is stable and may be matched,
 * its words may change. Codes never leave the catalogue once released.
 */

/** What the command line returns to its caller. The numbers follow BSD `sysexits.h` where one fits. */
export const exitCodes = {
  ok: 0,
  /** A fault of ours that no other code describes (`EX_SOFTWARE`). */
  internal: 70,
  /** The command line itself is wrong (`EX_USAGE`). */
  usage: 64,
  /** An input is not what it says it is (`EX_DATAERR`). */
  badInput: 65,
  /** An input does not exist or cannot be read (`EX_NOINPUT`). */
  noInput: 66,
  /** A pack or a native library is missing or damaged (`EX_UNAVAILABLE`). */
  unavailable: 69,
  /** The output cannot be written (`EX_CANTCREAT`). */
  cannotWrite: 73,
  /** The take was made, but a measurement missed what the brief asked for. */
  measuredAmiss: 75,
  /** Cancelled by the person (128 + SIGINT). */
  cancelled: 130,
} as const;

/** Every error code with its exit code. The key is the code. */
export const errorCatalogue = {
  // command line
  usage: exitCodes.usage,
  'attribute-invalid': exitCodes.usage,
  'attribute-out-of-range': exitCodes.usage,
  'setting-invalid': exitCodes.usage,
  'no-condition': exitCodes.usage,
  // conditions
  'file-missing': exitCodes.noInput,
  'file-unreadable': exitCodes.noInput,
  'file-is-directory': exitCodes.noInput,
  'file-empty': exitCodes.badInput,
  'image-undecodable': exitCodes.badInput,
  'image-too-large': exitCodes.badInput,
  'image-too-small': exitCodes.badInput,
  'image-unsupported': exitCodes.badInput,
  'audio-undecodable': exitCodes.badInput,
  'audio-unsupported': exitCodes.badInput,
  'audio-too-large': exitCodes.badInput,
  'audio-too-long': exitCodes.badInput,
  'audio-too-short': exitCodes.badInput,
  'audio-silent': exitCodes.badInput,
  'audio-unpitched': exitCodes.badInput,
  'midi-undecodable': exitCodes.badInput,
  'midi-empty': exitCodes.badInput,
  'text-empty': exitCodes.badInput,
  'text-too-long': exitCodes.badInput,
  'text-is-binary': exitCodes.badInput,
  'caption-contradiction': exitCodes.badInput,
  // cue and recipe documents
  'cue-invalid': exitCodes.badInput,
  'cue-version-unknown': exitCodes.badInput,
  'themes-invalid': exitCodes.badInput,
  'themes-version-unknown': exitCodes.badInput,
  'recipe-invalid': exitCodes.badInput,
  'recipe-input-changed': exitCodes.badInput,
  'take-unsuitable': exitCodes.badInput,
  // packs and runtime
  'pack-missing': exitCodes.unavailable,
  'pack-corrupt': exitCodes.unavailable,
  'pack-manifest-invalid': exitCodes.unavailable,
  'pack-incompatible': exitCodes.unavailable,
  'pack-unknown': exitCodes.usage,
  'pack-busy': exitCodes.unavailable,
  'download-failed': exitCodes.unavailable,
  'consent-missing': exitCodes.usage,
  'runtime-unavailable': exitCodes.unavailable,
  'inference-failed': exitCodes.unavailable,
  'soundfont-missing': exitCodes.unavailable,
  'soundfont-corrupt': exitCodes.unavailable,
  'knowledge-corrupt': exitCodes.unavailable,
  // composing and rendering
  'brief-impossible': exitCodes.badInput,
  'render-failed': exitCodes.internal,
  'measured-amiss': exitCodes.measuredAmiss,
  // datasets
  'dataset-empty': exitCodes.badInput,
  'dataset-corrupt': exitCodes.badInput,
  'dataset-differs': exitCodes.usage,
  // output
  'output-unwritable': exitCodes.cannotWrite,
  'output-is-file': exitCodes.cannotWrite,
  'disk-full': exitCodes.cannotWrite,
  // sidecar
  'protocol-mismatch': exitCodes.unavailable,
  'not-initialized': exitCodes.usage,
  'request-invalid': exitCodes.usage,
  'not-available': exitCodes.unavailable,
  'queue-full': exitCodes.unavailable,
  'child-crashed': exitCodes.unavailable,
  'child-hung': exitCodes.unavailable,
  'restart-budget-spent': exitCodes.unavailable,
  'sidecar-ended': exitCodes.unavailable,
  // bridge
  'port-in-use': exitCodes.unavailable,
  'midi-unavailable': exitCodes.unavailable,
  'midi-port-missing': exitCodes.unavailable,
  'not-performing': exitCodes.usage,
  'not-connected': exitCodes.unavailable,
  'bridge-ended': exitCodes.unavailable,
  // always
  cancelled: exitCodes.cancelled,
  internal: exitCodes.internal,
} as const;

/** A stable name for one way in which something can fail. */
export type ErrorCode = keyof typeof errorCatalogue;

/** The parts of an error that a person reads. */
export interface ErrorDetail {
  /** What happened, as a sentence without its full stop. */
  what: string;
  /** The input it happened to: a path, an option with its value, a pack. */
  subject: string;
  /** What the person can do next, as a sentence without its full stop. */
  next: string;
  /** The error underneath, for the log; never shown to a person. */
  cause?: unknown;
}

/** An error that a person can meet. Thrown by every world; printed, shown or sent by its edge. */
export class LeitmotifError extends Error {
  readonly code: ErrorCode;
  readonly what: string;
  readonly subject: string;
  readonly next: string;

  constructor(code: ErrorCode, detail: ErrorDetail) {
    super(`${detail.what} (${detail.subject}). ${detail.next}.`, { cause: detail.cause });
    this.name = 'LeitmotifError';
    this.code = code;
    this.what = detail.what;
    this.subject = detail.subject;
    this.next = detail.next;
  }

  /** The exit code of the command line for this error. */
  get exitCode(): number {
    return errorCatalogue[this.code];
  }

  /** The shape that crosses a process border or stands in `--json` output. */
  toJSON(): { code: ErrorCode; what: string; subject: string; next: string } {
    return { code: this.code, what: this.what, subject: this.subject, next: this.next };
  }
}

/** Throws `cancelled` if the signal was aborted. Call it between steps of anything that waits. */
export function throwIfCancelled(signal: AbortSignalLike | undefined): void {
  if (signal?.aborted === true) throw cancelled();
}

/** The error that a cancelled job ends with. */
export function cancelled(): LeitmotifError {
  return new LeitmotifError('cancelled', {
    what: 'Cancelled',
    subject: 'this job',
    next: 'Nothing was written; start it again when you like',
  });
}

/** The part of `AbortSignal` that pure code needs; the contract compiles without Node or DOM types. */
export interface AbortSignalLike {
  readonly aborted: boolean;
}
