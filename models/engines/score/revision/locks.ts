/** What locks mean: which lines, chords and parts stay. */
import { roles } from '../../../../bridge/protocol/roles.ts';
import type { KeepName } from '../../../../bridge/protocol/revision.ts';
import type { Role } from '../../../../bridge/protocol/roles.ts';

/** What stays. */
export interface Locks {
  /** Melody notes; the lead is then one of the roles. */
  melody: boolean;
  /** Onsets and lengths of the melody. */
  rhythm: boolean;
  harmony: boolean;
  /** Parts that stay note for note. */
  roles: ReadonlySet<Role>;
}

/** Nothing stays. */
export const noLocks: Locks = { melody: false, rhythm: false, harmony: false, roles: new Set() };

/** Parts that are made of the chords: who keeps one keeps the chords, or it would sound against them. */
const ofChords: readonly Role[] = ['counter', 'pad', 'figure', 'bass', 'colour'];

/** Reads locks. A kept part that is made of the chords keeps the harmony; the lead is the melody. */
export function readLocks(keep: readonly KeepName[]): Locks {
  const named = new Set<string>(keep);
  const melody = named.has('melody') || named.has('lead');
  const kept = new Set(roles.filter((role) => named.has(role) || (role === 'lead' && melody)));
  return {
    melody,
    rhythm: named.has('rhythm') && !melody,
    harmony: named.has('harmony') || ofChords.some((role) => kept.has(role)),
    roles: kept,
  };
}

/** True where the bars of the piece have to stay where they are: who keeps notes keeps the form. */
export function holdsForm({ melody, rhythm, harmony, roles: kept }: Locks): boolean {
  return melody || rhythm || harmony || kept.size > 0;
}

/** Both locks together. */
export function bothLocks(a: Locks, b: Locks): Locks {
  const melody = a.melody || b.melody;
  return {
    melody,
    rhythm: (a.rhythm || b.rhythm) && !melody,
    harmony: a.harmony || b.harmony,
    roles: new Set([...a.roles, ...b.roles]),
  };
}
