import { describe, expect, it } from 'vitest';
import { shareOfHeard } from '../../../../../models/evaluation/musflow/targets.ts';
import type { ScoredClip } from '../../../../../models/evaluation/musflow/clipScores.ts';

/** Clips of which the key was heard as asked, or not. */
const clips = (...ck: number[]): Pick<ScoredClip, 'scores'>[] =>
  ck.map((value) => ({ scores: { ck: value } as ScoredClip['scores'] }));

describe('what is heard as asked', () => {
  it('counts only clips of whose render the listener hears it', () => {
    expect(shareOfHeard(clips(1, 1, 0, 1), clips(1, 0, 1, 1), 'ck')).toBeCloseTo(2 / 3);
    expect(shareOfHeard(clips(0, 1), clips(1, 1), 'ck')).toBe(1);
  });

  it('is no number where no render is heard so, or nothing could be told', () => {
    expect(shareOfHeard(clips(0, NaN), clips(1, 1), 'ck')).toBeNaN();
  });
});
