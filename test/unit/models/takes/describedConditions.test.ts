import { describe, expect, it } from 'vitest';
import { cueSchema } from '../../../../bridge/protocol/cue.ts';
import { describedConditions } from '../../../../models/takes/describedConditions.ts';

const conditions = [{ kind: 'caption', id: 'description', text: 'slow strings' }];

describe('describedConditions', () => {
  it('adds nothing where nothing was written', () => {
    for (const description of [undefined, '', '  \n']) {
      const cue = cueSchema.parse({ leitmotif: 1, conditions, description });
      expect(describedConditions(cue)).toBe(cue.conditions);
    }
  });

  it('adds the description as a caption with a name of its own', () => {
    const cue = cueSchema.parse({ leitmotif: 1, conditions, description: 'a bright folk dance' });
    expect(describedConditions(cue).slice(1)).toEqual([
      { kind: 'caption', id: 'description+', text: 'a bright folk dance', weight: 2 },
    ]);
  });
});
