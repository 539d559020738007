import { expect, it } from 'vitest';
import { comingNotes } from '../../../../bridge/performance/comingNotes.ts';
import { composed } from './composer.ts';

it('prepares every pitch and velocity of a player once, and what the first bar needs first', async () => {
  const orders = [
    { kind: 'attach', revision: 1 },
    { kind: 'grant', until: 16 },
  ] as const;
  const [phrase] = await composed(orders, 3);
  const { first, rest } = comingNotes(phrase!);
  const name = ({ part, pitch, midiVelocity }: (typeof first)[number]) =>
    `${part.role}/${part.channel}/${part.program}/${pitch}/${midiVelocity}`;
  const names = [...first, ...rest].map(name);
  expect(new Set(names).size).toBe(names.length);
  const barEnd = phrase!.tick + (phrase!.endTick - phrase!.tick) / phrase!.bars;
  const played = phrase!.parts.flatMap((part) =>
    part.notes.map((note) => ({ name: name({ part, ...note }), tick: note.tick })),
  );
  expect(new Set(names)).toEqual(new Set(played.map((one) => one.name)));
  const inFirstBar = played.filter(({ tick }) => tick < barEnd).map((one) => one.name);
  expect(inFirstBar.length).toBeGreaterThan(0);
  expect(new Set(first.map(name))).toEqual(new Set(inFirstBar));
});
