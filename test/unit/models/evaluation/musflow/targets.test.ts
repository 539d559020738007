import { describe, expect, it } from 'vitest';
import { shareOfHeard, targetsOf } from '../../../../../models/evaluation/musflow/targets.ts';
import type { ScoredClip } from '../../../../../models/evaluation/musflow/clipScores.ts';
import type { LongScores } from '../../../../../models/evaluation/musflow/longScores.ts';

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

describe('tempo, key and drums', () => {
  it('are targets of clips and of takes, each held to its own figure', () => {
    const clip = { scores: { near: 0, ck: 1, drums: 1 } } as ScoredClip;
    const take = { near: 1, ck: 0, drums: 1 } as LongScores;
    const targets = targetsOf(
      { clips: new Map([['all', [clip]]]), distances: new Map() },
      { render: [], all: [take] },
      40,
    );
    const meets = (what: string): (boolean | undefined)[] =>
      ['clips of ten seconds', 'takes of thirty seconds'].map(
        (length) => targets.find((target) => target.what === `${what}, ${length}`)?.meets,
      );
    expect(meets('tempo within 4 %')).toEqual([false, true]);
    expect(meets('key, CK')).toEqual([true, false]);
    expect(meets('drums')).toEqual([true, true]);
  });
});

describe('conditioned against unconditioned', () => {
  /** Clips whose four likenesses are about a value. */
  const alike = (value: number): ScoredClip[] =>
    Array.from({ length: 12 }, (_, i) => {
      const likeness = value + 0.01 * (i % 3);
      const scores = { textAudio: likeness, imageAudio: likeness, fusedAudio: likeness, words: likeness };
      return { scores: scores as ScoredClip['scores'] } as ScoredClip;
    });
  const rowsOf = (values: Record<string, number>): Record<string, boolean> => {
    const variants = new Map(Object.entries(values).map(([name, value]) => [name, alike(value)]));
    const targets = targetsOf({ clips: variants, distances: new Map() }, { render: [], all: [] }, 40);
    return Object.fromEntries(targets.map(({ what, meets }) => [what, meets]));
  };
  const whole = 'conditioned ahead of unconditioned on every alignment score';
  const beside = 'the same beside the same score, which was composed for those conditions';

  it('is told of the whole engine and, apart, of what the network adds to the same score', () => {
    const rows = rowsOf({ all: 0.5, none: 0.5, unconditioned: 0.1 });
    expect([rows[whole], rows[beside]]).toEqual([true, false]);
    const swapped = rowsOf({ all: 0.5, none: 0.3, unconditioned: 0.5 });
    expect([swapped[whole], swapped[beside]]).toEqual([false, true]);
  });
});
