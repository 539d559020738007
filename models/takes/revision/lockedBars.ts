/** Locks of a cue bar by bar: stretches in which the same is kept. */
import { readLocks } from '../../engines/score/revision/locks.ts';
import { LeitmotifError } from '../../../bridge/protocol/errors.ts';
import { keepNames } from '../../../bridge/protocol/revision.ts';
import { lockText } from './lockedTake.ts';
import type { Lock } from '../../../bridge/protocol/cue.ts';
import type { KeepName } from '../../../bridge/protocol/revision.ts';
import type { Role } from '../../../bridge/protocol/roles.ts';

/** A stretch of bars in which the same is kept. */
export interface LockedBars {
  /** First and last bar, from 1. */
  bars: [number, number];
  keep: KeepName[];
  /** Nothing in it is composed anew. */
  isWhole: boolean;
}

/**
 * The stretches of a take with so many bars and these parts, in order; all bars are in one of them.
 *
 * @throws LeitmotifError `setting-invalid` of bars and parts that the take has not, and where nothing is left to compose anew
 */
export function lockedBars(
  locks: readonly Lock[],
  { bars, parts }: { bars: number; parts: readonly Role[] },
): LockedBars[] {
  for (const lock of locks) checkLock(lock, bars, parts);
  const stretches: LockedBars[] = [];
  for (let bar = 1; bar <= bars; bar++) {
    const here = locks.filter((lock) => holdsAt(lock, bar));
    const keep = namesOf(here);
    const kept = readLocks(keep).roles;
    const isWhole = here.some(isOfAll) || parts.every((role) => kept.has(role));
    const last = stretches.at(-1);
    if (last?.isWhole === isWhole && (isWhole || last.keep.join() === keep.join())) last.bars[1] = bar;
    else stretches.push({ bars: [bar, bar], keep, isWhole });
  }
  if (stretches.some(({ isWhole }) => !isWhole)) return stretches;
  throw invalid(
    'Everything is locked: nothing is left to compose anew',
    locks.map(lockText).join(', '),
    'Take a lock away',
  );
}

function holdsAt({ bars }: Lock, bar: number): boolean {
  return bars === undefined || (bars[0] <= bar && bar <= bars[1]);
}

/** A lock on bars keeps all that is in them; with a role that part only. */
function isOfAll({ keep, role }: Lock): boolean {
  return keep === 'bars' && role === undefined;
}

function namesOf(locks: readonly Lock[]): KeepName[] {
  const names = new Set(
    locks.flatMap((lock): (string | undefined)[] =>
      lock.keep === 'role' || lock.keep === 'bars' ? [lock.role] : [lock.keep],
    ),
  );
  return keepNames.filter((name) => names.has(name));
}

function checkLock(lock: Lock, last: number, parts: readonly Role[]): void {
  const { bars, role, keep } = lock;
  const needed = keep === 'melody' || keep === 'rhythm' ? 'lead' : role;
  if (bars !== undefined && bars[1] > last)
    throw invalid(`The take ends with bar ${last}`, lockText(lock), `Lock bars within 1-${last}`);
  if (needed !== undefined && !parts.includes(needed))
    throw invalid(
      `The take has no ${needed} that could be kept`,
      lockText(lock),
      `Lock one of its parts: ${parts.join(', ')}`,
    );
}

function invalid(what: string, subject: string, next: string): LeitmotifError {
  return new LeitmotifError('setting-invalid', { what, subject, next });
}
