/** Why a sound file could not be read or written. The edge of the product maps it to its catalogue of errors. */
export type AudioFileFault = 'disk-full' | 'unwritable' | 'unreadable' | 'malformed' | 'too-long';

/** A sound file could not be read or written. */
export class AudioFileError extends Error {
  readonly fault: AudioFileFault;
  readonly path: string;

  constructor(fault: AudioFileFault, path: string, cause?: unknown) {
    super(`${path}: ${fault}`, { cause });
    this.name = 'AudioFileError';
    this.fault = fault;
    this.path = path;
  }
}

/** Runs what writes to `path`; what the system refuses becomes an {@link AudioFileError}. */
export function whileWriting<T>(path: string, write: () => T): T {
  try {
    return write();
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    const isFull = error.code === 'ENOSPC' || error.code === 'EDQUOT' || error.code === 'EFBIG';
    throw new AudioFileError(isFull ? 'disk-full' : 'unwritable', path, error);
  }
}
