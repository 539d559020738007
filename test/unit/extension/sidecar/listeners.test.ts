import { expect, it, vi } from 'vitest';
import { Listeners } from '../../../../extension/sidecar/listeners.ts';

it('tells those who listen, until they do not', () => {
  const listeners = new Listeners<number>();
  const [one, other] = [vi.fn(), vi.fn()];
  const endings: { dispose(): void }[] = [];
  const ending = listeners.event(one);
  listeners.event(other, undefined, endings);
  listeners.fire(1);
  ending.dispose();
  listeners.fire(2);
  for (const each of endings) each.dispose();
  listeners.fire(3);
  expect(one.mock.calls).toEqual([[1]]);
  expect(other.mock.calls).toEqual([[1], [2]]);
});

it('may be left while it is told', () => {
  const listeners = new Listeners<number>();
  const last = vi.fn();
  const ending = listeners.event(() => {
    ending.dispose();
  });
  listeners.event(last);
  listeners.fire(1);
  expect(last).toHaveBeenCalledTimes(1);
});
