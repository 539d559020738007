import { describe, expect, it } from 'vitest';
import { loadOnce } from '../../../../models/takes/loadOnce.ts';

describe('loading once', () => {
  it('loads when it is first asked, and once for all who ask', async () => {
    let loads = 0;
    const load = loadOnce(() => Promise.resolve(++loads));
    expect(load.loaded()).toBeUndefined();
    expect(await Promise.all([load(), load(), load()])).toEqual([1, 1, 1]);
    expect(await load.loaded()).toBe(1);
  });

  it('tries again after a failure', async () => {
    let loads = 0;
    const load = loadOnce(() => (++loads === 1 ? Promise.reject(new Error('busy')) : Promise.resolve(loads)));
    await expect(load()).rejects.toThrow('busy');
    expect(load.loaded()).toBeUndefined();
    expect(await load()).toBe(2);
  });
});
