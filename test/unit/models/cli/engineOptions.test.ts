/** What is typed of the engine, as it stands in the cue. */
import { isAbsolute } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cueSchema, cueVersion } from '../../../../bridge/protocol/cue.ts';
import { withEngine } from '../../../../models/cli/engineOptions.ts';
import type { Cue } from '../../../../bridge/protocol/cue.ts';

const cueOf = (engine: Cue['engine']): Cue =>
  cueSchema.parse({
    leitmotif: cueVersion,
    conditions: [{ kind: 'caption', id: 'caption', text: 'calm' }],
    engine,
    musflow: { guidance: 3 },
  });

describe('options of the engine', () => {
  it('leave the cue as it is where none is typed', () => {
    expect(withEngine(cueOf('auto'), {})).toEqual(cueOf('auto'));
    expect(withEngine(cueOf('auto'), { score: true })).toEqual(cueOf('auto'));
  });

  it.each([
    { steps: 3 },
    { guidance: 0 },
    { temperature: 0 },
    { candidates: 2 },
    { solver: 'midpoint' as const },
    { score: false },
    { loop: true as const },
    { from: 'take' },
    { noise: 0.2 },
    { repaint: { from: 1, to: 2 } },
    { slideTo: 'other.cue' },
  ])('choose musflow by any of its settings: %o', (typed) => {
    expect(withEngine(cueOf('auto'), typed).engine).toBe('musflow');
  });

  it('do not choose against what is said outright', () => {
    expect(withEngine(cueOf('auto'), { engine: 'auto', steps: 3 }).engine).toBe('auto');
    expect(() => withEngine(cueOf('auto'), { engine: 'score', steps: 3 })).toThrow(
      'settings of the engine musflow',
    );
    expect(() => withEngine(cueOf('score'), { steps: 3 })).toThrow('settings of the engine musflow');
  });

  it('add to the settings of the cue, with paths from where they were typed', () => {
    const { musflow } = withEngine(cueOf('musflow'), { steps: 3, from: 'take' });
    expect(musflow).toMatchObject({ guidance: 3, steps: 3 });
    expect(isAbsolute(musflow?.from ?? '')).toBe(true);
  });
});
