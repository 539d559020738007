import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { inOrder } from '../../../../models/dataset/inOrder.ts';

describe('inOrder', () => {
  it('gives results in the order of the numbers, a few at a time, each in a lane of its own', async () => {
    const lanes = new Set<number>();
    let most = 0;
    const work = async (number: number, lane: number): Promise<number> => {
      expect(lanes.has(lane)).toBe(false);
      lanes.add(lane);
      most = Math.max(most, lanes.size);
      await wait(number % 3 === 0 ? 12 : 1);
      lanes.delete(lane);
      return number;
    };
    const results: number[] = [];
    for await (const result of inOrder({ from: 3, to: 14 }, 3, work)) results.push(result);
    expect(results).toEqual([3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]);
    expect(most).toBe(3);
  });

  it('waits for what is in work when one fails', async () => {
    let running = 0;
    const work = async (number: number): Promise<number> => {
      running++;
      await wait(5 * number);
      running--;
      if (number === 1) throw new Error('one failed');
      return number;
    };
    const all = async (): Promise<void> => {
      for await (const result of inOrder({ from: 0, to: 9 }, 4, work)) expect(result).toBe(0);
    };
    await expect(all()).rejects.toThrow('one failed');
    expect(running).toBe(0);
  });
});
