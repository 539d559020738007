import { setMaxListeners } from 'node:events';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { priorities, ResourceQueue } from '../../../../models/sidecar/resourceQueue.ts';
import type { Priority } from '../../../../models/sidecar/resourceQueue.ts';

const never = new AbortController().signal;
// Many wait on one signal here; in the sidecar every job has its own.
setMaxListeners(0, never);

/** Holds a queue until told. */
function hold(queue: ResourceQueue): { release: () => void; done: Promise<void> } {
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  return { release, done: queue.run('batch', never, () => held) };
}

describe('a resource queue', () => {
  it('does the most urgent first, and equals in the order in which they came', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...priorities), { maxLength: 30 }), async (asked) => {
        const queue = new ResourceQueue();
        const { release } = hold(queue);
        const order: [Priority, number][] = [];
        const jobs = asked.map((priority, i) =>
          queue.run(priority, never, () => {
            order.push([priority, i]);
            return Promise.resolve();
          }),
        );
        release();
        await Promise.all(jobs);
        const wanted = asked
          .map((priority, i): [Priority, number] => [priority, i])
          .sort(([a, i], [b, j]) => priorities.indexOf(a) - priorities.indexOf(b) || i - j);
        expect(order).toEqual(wanted);
      }),
      { numRuns: 100 },
    );
  });

  it('does one thing at a time', async () => {
    const queue = new ResourceQueue();
    let [now, most] = [0, 0];
    const work = async (): Promise<void> => {
      most = Math.max(most, ++now);
      await new Promise((resolve) => setImmediate(resolve));
      now--;
    };
    await Promise.all(Array.from({ length: 20 }, () => queue.run('brief', never, work)));
    expect(most).toBe(1);
  });

  it('lets a cancelled job go at once, and never does it', async () => {
    const queue = new ResourceQueue();
    const { release, done } = hold(queue);
    const controller = new AbortController();
    let isDone = false;
    const waiting = queue.run('preview', controller.signal, () => {
      isDone = true;
      return Promise.resolve();
    });
    const next = queue.run('compose', never, () => Promise.resolve('next'));
    controller.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
    release();
    await done;
    expect(await next).toBe('next');
    expect(isDone).toBe(false);
  });

  it('refuses what was cancelled before it came, and goes on after a failure', async () => {
    const queue = new ResourceQueue();
    const late = queue.run('brief', AbortSignal.abort(), () => Promise.resolve());
    await expect(late).rejects.toMatchObject({ code: 'cancelled' });
    await expect(queue.run('brief', never, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await queue.run('brief', never, () => Promise.resolve(1))).toBe(1);
  });
});
