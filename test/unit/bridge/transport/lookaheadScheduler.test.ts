import { expect, it, vi } from 'vitest';
import { LookaheadScheduler } from '../../../../bridge/transport/lookaheadScheduler.ts';
import { randomFromSeed } from './noise.ts';

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

it('does things in order of time, and in order of scheduling at the same time', async () => {
  const scheduler = new LookaheadScheduler();
  const done: string[] = [];
  const now = performance.now();
  scheduler.schedule(now + 30, () => done.push('c'));
  scheduler.schedule(now + 10, () => done.push('a'));
  scheduler.schedule(now + 10, () => done.push('b'));
  scheduler.schedule(now - 5, () => done.push('late'));
  await vi.waitFor(() => {
    expect(done).toEqual(['late', 'a', 'b', 'c']);
  });
  expect(scheduler.waiting).toBe(0);
});

it('is never early, and says how late it was', async () => {
  const scheduler = new LookaheadScheduler();
  const random = randomFromSeed(3);
  const start = performance.now();
  const early: number[] = [];
  for (let i = 0; i < 200; i++) {
    const at = start + 20 + random() * 900;
    scheduler.schedule(at, () => {
      if (performance.now() < at) early.push(at);
    });
  }
  await vi.waitFor(
    () => {
      expect(scheduler.lateness.count).toBe(200);
    },
    { timeout: 20_000 },
  );
  expect(early).toEqual([]);
  const { p50, p99, max } = scheduler.lateness;
  expect(p50).toBeGreaterThanOrEqual(0);
  expect(p99).toBeGreaterThanOrEqual(p50);
  expect(max).toBeGreaterThanOrEqual(p99);
});

it('cancels one, all, and everything to come', async () => {
  const scheduler = new LookaheadScheduler();
  const done: number[] = [];
  const now = performance.now();
  const cancel = scheduler.schedule(now + 10, () => done.push(1));
  scheduler.schedule(now + 12, () => done.push(2));
  cancel();
  await vi.waitFor(() => {
    expect(done).toEqual([2]);
  });
  scheduler.schedule(performance.now() + 5, () => done.push(3));
  scheduler.cancelAll();
  scheduler.schedule(performance.now() + 5, () => done.push(4));
  await wait(20);
  expect(done).toEqual([2, 4]);
  scheduler.close();
  scheduler.schedule(performance.now(), () => done.push(5));
  await wait(10);
  expect(done).toEqual([2, 4]);
});

it('goes on after an act that throws, and may be scheduled from inside an act', async () => {
  const errors: unknown[] = [];
  const scheduler = new LookaheadScheduler((error) => errors.push(error));
  const done: number[] = [];
  const now = performance.now();
  scheduler.schedule(now + 5, () => {
    throw new Error('mine');
  });
  scheduler.schedule(now + 6, () => {
    scheduler.schedule(now + 8, () => done.push(1));
  });
  await vi.waitFor(() => {
    expect(done).toEqual([1]);
  });
  expect(errors).toHaveLength(1);
});
