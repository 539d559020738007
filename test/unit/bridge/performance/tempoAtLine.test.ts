import { expect, it } from 'vitest';
import { PhraseBuffer } from '../../../../bridge/performance/phraseBuffer.ts';
import { TempoAtLine } from '../../../../bridge/performance/tempoAtLine.ts';
import { composed } from './composer.ts';
import type { ChangesAt } from '../../../../bridge/performance/steering.ts';
import type { DirectorHouse } from '../../../../bridge/performance/directorHouse.ts';

const bar = 1920;

/** Plays in small stretches from a tick on, as a tempo is asked for there; gives the tick at which it changes. */
async function changedAt(changes: ChangesAt, asked: number): Promise<{ tick: number; lines: number[] }> {
  const buffer = new PhraseBuffer();
  const orders = [
    { kind: 'attach', revision: 1 },
    { kind: 'grant', until: 16 },
  ] as const;
  for (const phrase of await composed(orders, 3)) buffer.add(phrase);
  const lines = [0, 1, 2].flatMap((index) => buffer.beginning(0, 100 * bar)[index]?.tick ?? []);
  const tempo = new TempoAtLine(changes, buffer, {} as unknown as DirectorHouse);
  tempo.want(90);
  for (let tick = asked; tick < buffer.endTick; tick += 70) {
    const line = tempo.lineBefore(tick + 70, tick);
    if (line !== undefined) return { tick: line, lines };
  }
  return { tick: -1, lines };
}

it('a tempo waits for the next bar, or for the next phrase where that was chosen', async () => {
  expect((await changedAt('bar', bar + 100)).tick).toBe(2 * bar);
  const { tick, lines } = await changedAt('phrase', bar + 100);
  expect(tick).toBe(lines[1]);
  expect(tick).toBeGreaterThan(2 * bar);
});
