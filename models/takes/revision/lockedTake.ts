/** The take that the locks of a cue keep something of. Locks that contradict each other are refused before anything is read. */
import { LeitmotifError } from '../../../bridge/protocol/errors.ts';
import { resolve } from 'node:path';
import type { Cue, Lock } from '../../../bridge/protocol/cue.ts';

/** A take, and what is kept of it. */
export interface LockedTake {
  /** Its identifier in the cue. */
  id: string;
  /** Its folder, absolute. */
  path: string;
  locks: Lock[];
}

/** What locks come to. */
export interface FoundLocks {
  /** Absent where there is nothing to keep. */
  locked?: LockedTake;
  /** Locks on takes that the cue has not: the music is composed anew, and told. */
  notes: string[];
}

/**
 * Finds what is locked. `folder` is that of the cue.
 *
 * @throws LeitmotifError `cue-invalid` of a lock that does not say what it keeps, `setting-invalid` of locks that contradict each other
 */
export function lockedTake({ locks, takes, engine }: Cue, folder: string): FoundLocks {
  for (const lock of locks) checkLock(lock);
  const there = locks.filter(({ take }) => takes.some(({ id }) => id === take));
  const notes = locks
    .filter((lock) => !there.includes(lock))
    .map(
      (lock) =>
        `${lockText(lock)} was to be kept of ${lock.take}, which the cue has not: it is composed anew`,
    );
  const ids = [...new Set(there.map(({ take }) => take))];
  const [id] = ids;
  const reference = takes.find((take) => take.id === id);
  if (id === undefined || reference === undefined) return { notes };
  if (ids.length > 1)
    throw contradiction(
      'The locks keep parts of several takes, which were not written for each other',
      ids.join(', '),
      'Keep parts of one take only',
    );
  if (engine === 'musflow')
    throw contradiction(
      'Locks keep notes, and the musflow engine composes a score of its own',
      there.map(lockText).join(', '),
      'Choose the engine score, or take the locks away',
    );
  return { locked: { id, path: resolve(folder, reference.folder), locks: there }, notes };
}

/** What a lock keeps, in words: `melody in bars 1-8`. */
export function lockText({ keep, role, bars }: Lock): string {
  const range = bars === undefined ? '' : `bars ${bars[0]}-${bars[1]}`;
  if (keep === 'bars' && role === undefined) return range;
  const what = keep === 'bars' || keep === 'role' ? (role ?? '') : keep;
  return range === '' ? what : `${what} in ${range}`;
}

function checkLock(lock: Lock): void {
  const { id, keep, role, bars } = lock;
  const subject = `lock ${id}`;
  if (keep === 'role' && role === undefined)
    throw incomplete('A lock keeps a part and does not say which', subject, 'Add "role", such as "bass"');
  if (keep === 'bars' && bars === undefined)
    throw incomplete('A lock keeps bars and does not say which', subject, 'Add "bars", such as [1, 8]');
  if (bars !== undefined && bars[0] > bars[1])
    throw incomplete(`There are no bars in ${bars[0]}-${bars[1]}`, subject, 'Give first and last bar');
  if (keep === 'instruments' && bars !== undefined)
    throw incomplete('Instruments are kept in the whole piece or not at all', subject, 'Leave "bars" out');
  if (role !== undefined && keep !== 'role' && keep !== 'bars')
    throw incomplete(
      `A lock keeps the ${keep} and names the part ${role}`,
      subject,
      'Leave "role" out, or keep the role with a lock of its own',
    );
}

function incomplete(what: string, subject: string, next: string): LeitmotifError {
  return new LeitmotifError('cue-invalid', { what, subject, next });
}

function contradiction(what: string, subject: string, next: string): LeitmotifError {
  return new LeitmotifError('setting-invalid', { what, subject, next });
}
