/** What can be wrong with a dataset, in the words of the catalogue. */
import { LeitmotifError } from '../../bridge/protocol/errors.ts';
import { outputError } from '../takes/outputError.ts';

/** The error for a failure while a dataset was being written. Catalogued errors pass through. */
export function datasetOutputError(cause: unknown, subject: string): LeitmotifError {
  if (cause instanceof LeitmotifError) return cause;
  const { code, what } = outputError(cause, subject);
  const next =
    code === 'disk-full'
      ? 'Free some space and run the same build again: it goes on where it was'
      : 'Choose another folder for the dataset';
  return new LeitmotifError(code, { what, subject, next, cause });
}

/** Another build was begun in this folder. */
export function anotherSet(subject: string): LeitmotifError {
  return new LeitmotifError('dataset-differs', {
    what: 'A set of another kind was begun in this folder: seed, sizes, thresholds, packs or sources are not the same',
    subject,
    next: 'Choose another --out or another --name, or repeat the options of the first build',
  });
}

/** A recording is not the one that was listened to when the build began. */
export function changedRecording(subject: string): LeitmotifError {
  return new LeitmotifError('dataset-differs', {
    what: 'This recording has changed since the build listened to it: its clips were judged by another sound',
    subject,
    next: 'Put the earlier file back, or build into another --out',
  });
}

/** There is nothing to build from or to show. */
export function emptySet(what: string, subject: string, next: string): LeitmotifError {
  return new LeitmotifError('dataset-empty', { what, subject, next });
}
