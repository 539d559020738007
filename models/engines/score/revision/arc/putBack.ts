/** Puts the parts of an arc that stay in the place of those that were composed anew. */
import type { Part } from '../../../../../bridge/protocol/score.ts';
import type { Locks } from '../locks.ts';

/** The parts of the roles that stay as they were, then all others; nobody shares a channel. */
export function putBack(
  old: readonly Part[],
  fresh: readonly Part[],
  { roles }: Pick<Locks, 'roles'>,
): Part[] {
  const kept = old.filter(({ role }) => roles.has(role));
  return onOwnChannels([...kept, ...fresh.filter(({ role }) => !roles.has(role))], old);
}

const percussionChannel = 9;

/** In the order of the old parts, new ones behind them; who comes later gives way on a channel that is taken. */
export function onOwnChannels(parts: readonly Part[], old: readonly Part[]): Part[] {
  const place = (part: Part): number => {
    const index = old.findIndex((one) => isSamePlayer(one, part));
    return index < 0 ? old.length : index;
  };
  const taken = new Set<number>();
  return [...parts]
    .sort((a, b) => place(a) - place(b))
    .map((part) => {
      const { channel } = part;
      if (channel === percussionChannel) return part;
      const free = taken.has(channel) ? freeChannel(taken) : channel;
      taken.add(free);
      return { ...part, channel: free };
    });
}

function freeChannel(taken: ReadonlySet<number>): number {
  for (let channel = 0; channel < 16; channel++)
    if (channel !== percussionChannel && !taken.has(channel)) return channel;
  return 0;
}

/** A player of an arc is a role on an instrument. */
export function isSamePlayer(a: Part, b: Part): boolean {
  return a.role === b.role && a.instrument === b.instrument;
}
