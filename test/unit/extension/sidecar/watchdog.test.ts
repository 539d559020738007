import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { watch } from '../../../../extension/sidecar/watchdog.ts';

const limits = { every: 1000, missed: 3 };

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it('says once that nothing was answered', async () => {
  const onHung = vi.fn();
  const ask = vi.fn(() => new Promise(() => undefined));
  watch(ask, onHung, limits);
  await vi.advanceTimersByTimeAsync(3999);
  expect(onHung).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(onHung).toHaveBeenCalledTimes(1);
  expect(ask).toHaveBeenCalledTimes(1);
});

it('is content with answers, however late, and with refusals', async () => {
  const onHung = vi.fn();
  let n = 0;
  const late = (): Promise<unknown> =>
    new Promise((resolve, reject) => setTimeout(n++ % 2 === 0 ? resolve : reject, 2500));
  const stop = watch(late, onHung, limits);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(onHung).not.toHaveBeenCalled();
  stop();
  const asked = n;
  await vi.advanceTimersByTimeAsync(10_000);
  expect(n).toBe(asked);
});
