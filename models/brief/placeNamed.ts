/** Puts the instruments that a caption names into roles: the roles that it says, then those that they play best. */
import { instruments } from '../../bridge/protocol/instruments.ts';
import { canPlay } from './roleInstrument.ts';
import type { Fact, InstrumentsSaid } from './caption/captionFacts.ts';
import type { InstrumentId } from '../../bridge/protocol/instruments.ts';
import type { Role } from '../../bridge/protocol/roles.ts';

/** Where the named instruments went. */
export interface PlacedInstruments {
  placed: Map<Role, InstrumentId>;
  /** The instruments besides which nothing may play; empty where others may. */
  only: InstrumentId[];
  notes: string[];
}

interface Named {
  id: InstrumentId;
  role?: Role;
  text: string;
  exclusive: boolean;
}

/** Places named instruments. `order` tells which roles matter most; `refused` instruments are left out. */
export function placeNamed(
  facts: readonly Fact<InstrumentsSaid>[],
  order: readonly Role[],
  refused: ReadonlySet<InstrumentId>,
): PlacedInstruments {
  const named = namedOf(facts).filter(({ id, exclusive }) => exclusive || !refused.has(id));
  const placed = new Map<Role, InstrumentId>();
  const notes: string[] = [];
  const only = [...new Set(named.filter(({ exclusive }) => exclusive).map(({ id }) => id))];
  const playing = only.length > 0 ? named.filter(({ id }) => only.includes(id)) : named;
  for (const { id, role, text } of playing) {
    if (role === undefined || placed.has(role)) continue;
    if (canPlay(id, role)) placed.set(role, id);
    else notes.push(`${text} cannot play the ${role} part; it plays where it can`);
  }
  // Those who can do least choose first: a whistle can only lead, and a fiddle beside it answers.
  const byChoice = playing.toSorted(
    (a, b) => instruments[a.id].roles.length - instruments[b.id].roles.length,
  );
  for (const { id, text } of byChoice) {
    if ([...placed.values()].includes(id)) continue;
    const free = freeRole(id, order, placed);
    if (free === undefined) notes.push(`there is no part left for ${text}`);
    else placed.set(free, id);
  }
  return { placed, only, notes };
}

/** One entry an instrument; of the same instrument twice, the one with a role counts. */
function namedOf(facts: readonly Fact<InstrumentsSaid>[]): Named[] {
  const all = facts
    .filter(({ value }) => !value.negated)
    .flatMap(({ value, text }) =>
      value.ids.map((id): Named => {
        const isGroup = value.ids.length > 1;
        return { id, text, exclusive: value.exclusive, ...(!isGroup && value.role && { role: value.role }) };
      }),
    );
  return all.filter(({ id, role }, i) => {
    const same = all.filter((other) => other.id === id);
    const preferred = same.find((other) => other.role !== undefined) ?? same[0];
    return role === undefined
      ? preferred === all[i]
      : preferred?.role === role || all.findIndex((n) => n.id === id && n.role === role) === i;
  });
}

/**
 * The free role that the instrument plays best; of those, one that the style knows. Where a second instrument can only
 * lead, it answers the first: the person named it, and wants to hear it.
 */
function freeRole(
  id: InstrumentId,
  order: readonly Role[],
  placed: ReadonlyMap<Role, unknown>,
): Role | undefined {
  const free = instruments[id].roles.filter((role) => !placed.has(role));
  const own = free.find((role) => order.includes(role)) ?? free[0];
  const mayAnswer = canPlay(id, 'lead') && !placed.has('counter');
  return own ?? (mayAnswer ? 'counter' : undefined);
}
