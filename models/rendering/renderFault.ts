/** Errors on their way out of a worker: whatever was thrown becomes an error of the catalogue. */
import { LeitmotifError } from '../../bridge/protocol/errors.ts';
import { AudioFileError } from '../audio/audioFileError.ts';
import type { ErrorCode } from '../../bridge/protocol/errors.ts';
import type { AudioFileFault } from '../audio/audioFileError.ts';
import type { RenderFault } from './renderJobs.ts';

const audioFaults: Readonly<Record<AudioFileFault, { code: ErrorCode; what: string; next: string }>> = {
  'disk-full': {
    code: 'disk-full',
    what: 'The disk is full',
    next: 'Free some space or choose another folder, then start again',
  },
  unwritable: {
    code: 'output-unwritable',
    what: 'The sound cannot be written',
    next: 'Choose a folder that you may write to',
  },
  'too-long': {
    code: 'output-unwritable',
    what: 'The sound is longer than a WAV file can be',
    next: 'Ask for a shorter piece',
  },
  unreadable: { code: 'file-unreadable', what: 'The sound cannot be read', next: 'Check the file' },
  malformed: {
    code: 'file-unreadable',
    what: 'This is not a WAV file that we can read',
    next: 'Check the file',
  },
};

/** The catalogue's error for anything that went wrong while rendering; what it does not know is `render-failed`. */
export function toRenderError(error: unknown): LeitmotifError {
  if (error instanceof LeitmotifError) return error;
  if (error instanceof AudioFileError) {
    const { code, what, next } = audioFaults[error.fault];
    return new LeitmotifError(code, { what, subject: error.path, next, cause: error });
  }
  return new LeitmotifError('render-failed', {
    what: 'The music could not be turned into sound',
    subject: error instanceof Error ? error.message : String(error),
    next: 'Start again; if it happens again, report it with the log',
    cause: error,
  });
}

/** An error as a message. */
export function toFault(error: unknown): RenderFault {
  const known = toRenderError(error);
  const cause = known.cause instanceof Error ? known.cause.stack : undefined;
  return { ...known.toJSON(), ...(cause === undefined ? {} : { cause }) };
}

/** A message as an error. */
export function fromFault({ code, ...detail }: RenderFault): LeitmotifError {
  return new LeitmotifError(code, detail);
}
