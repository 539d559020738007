import { describe, expect, it } from 'vitest';
import { chooseEngine } from '../../../../../models/engines/musflow/chooseEngine.ts';
import type { EngineFacts } from '../../../../../models/engines/musflow/chooseEngine.ts';

const good: EngineFacts = {
  ...{ asked: 'auto', missing: [], isBetter: true, freeMemory: 4e9, neededMemory: 1e9 },
  secondsPerWindow: 2,
};

describe('the choice of an engine', () => {
  it('is what was asked for', () => {
    expect(chooseEngine({ ...good, asked: 'score' })).toMatchObject({ name: 'score', asked: 'score' });
    const musflow = chooseEngine({ ...good, asked: 'musflow', isBetter: false });
    expect(musflow).toEqual({ name: 'musflow', asked: 'musflow', reason: 'asked for' });
  });

  it('takes musflow only where it was measured better and fits, and says why', () => {
    expect(chooseEngine(good)).toMatchObject({ name: 'musflow', asked: 'auto' });
    expect(chooseEngine(good).reason).toContain('2.0 s for 10.24 s');
    expect(chooseEngine({ ...good, secondsPerWindow: undefined }).reason).toContain('not timed here');
  });

  it.each<[Partial<EngineFacts>, string]>([
    [{ missing: ['musflow-vocoder'] }, 'not installed: musflow-vocoder'],
    [{ isBetter: false }, 'was not measured better'],
    [{ freeMemory: 5e8 }, 'needs 1000 MB of memory, and 500 MB are free'],
    [{ secondsPerWindow: 31 }, 'takes 31 s for 10.24 s'],
  ])('falls to the score engine: %j', (facts, reason) => {
    const choice = chooseEngine({ ...good, ...facts });
    expect(choice.name).toBe('score');
    expect(choice.reason).toContain(reason);
  });
});
