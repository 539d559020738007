/** Counts, part by part, which notes of a piece are those of the piece before. */
import { roles } from '../../../../bridge/protocol/roles.ts';
import type { KeptPart } from '../../../../bridge/protocol/revision.ts';
import type { Note, Score } from '../../../../bridge/protocol/score.ts';
import type { Role } from '../../../../bridge/protocol/roles.ts';
import type { Ticks } from '../../../../bridge/protocol/units.ts';

/** Compares two scores. `moved` is by how much the pitches of a role were moved. What rings on after the last bar line is not counted. */
export function compareParts(
  before: Pick<Score, 'parts' | 'endTick'>,
  after: Pick<Score, 'parts' | 'endTick'>,
  moved: ReadonlyMap<Role, number> = new Map(),
): KeptPart[] {
  const end = Math.min(before.endTick, after.endTick);
  return roles.flatMap((role): KeptPart[] => {
    const [old, now] = [before, after].map(({ parts }) =>
      parts.filter((part) => part.role === role).flatMap(({ notes }) => notes),
    );
    if (old === undefined || now === undefined || old.length + now.length === 0) return [];
    const by = moved.get(role) ?? 0;
    const kept = shared(
      old.map((note) => named(note, by, end)),
      now.map((note) => named(note, 0, end)),
    );
    return [{ role, before: old.length, after: now.length, kept, ...(by === 0 ? {} : { moved: by }) }];
  });
}

function named({ tick, duration, pitch }: Note, by: number, end: Ticks): string {
  return `${tick}:${Math.min(duration, Math.max(1, end - tick))}:${pitch + by}`;
}

/** How many of two lists are in both; what is there twice counts twice. */
function shared(before: readonly string[], after: readonly string[]): number {
  const left = new Map<string, number>();
  for (const name of before) left.set(name, (left.get(name) ?? 0) + 1);
  let count = 0;
  for (const name of after) {
    const there = left.get(name) ?? 0;
    if (there === 0) continue;
    left.set(name, there - 1);
    count++;
  }
  return count;
}
