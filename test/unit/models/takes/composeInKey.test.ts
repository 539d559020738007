/** The key as asked, in the corners: few bars, all modes, any subset of an ensemble, often without a bass. */
import { describe, expect, it } from 'vitest';
import { modes, styles } from '../../../../bridge/protocol/attributes.ts';
import { seededRandom } from '../../../../bridge/protocol/seededRandom.ts';
import { randomBrief } from '../../../../models/evaluation/explicitBrief.ts';
import { composeInKey } from '../../../../models/takes/composeInKey.ts';
import { measureKey } from '../../../../models/takes/measureTake.ts';
import type { Brief } from '../../../../bridge/protocol/brief.ts';

/** A brief with some of its players, at least one of them with a pitch. */
function corner(seed: number): Brief {
  const random = seededRandom(seed);
  const brief = randomBrief({
    style: styles[seed % styles.length]!,
    seed: seed + 40_000,
    modes: [modes[Math.floor(seed / styles.length) % modes.length]!],
    bars: random.pick([4, 6, 8, 12, 16, 24]),
  });
  const all = brief.attributes.instruments.value;
  const kept = all.filter(({ role }) => (role === 'bass' ? random.chance(0.3) : random.chance(0.6)));
  const hasPitch = kept.some(({ role }) => ['lead', 'pad', 'figure'].includes(role));
  brief.attributes.instruments.value = hasPitch ? kept : all.slice(0, 1);
  return brief;
}

describe('composeInKey', () => {
  it('gives the key that was asked, mostly with the first score', () => {
    const scores = Array.from({ length: 336 }, (_, seed) => {
      const brief = corner(seed);
      const composed = composeInKey({ brief, seed });
      return { tries: composed.tries, ...measureKey(composed.score, brief) };
    });
    expect(scores.filter(({ agrees }) => !agrees)).toEqual([]);
    expect(scores.filter(({ tries }) => tries === 1).length / scores.length).toBeGreaterThan(0.95);
  }, 120_000);

  it('is a function of its request, and of a recipe’s seeds it makes that very score', () => {
    const brief = corner(5);
    const first = composeInKey({ brief, seed: 9 });
    expect(composeInKey({ brief, seed: 9 })).toEqual(first);
    const again = composeInKey({ brief, seed: 1, seeds: first.seeds });
    expect(again.tries).toBe(1);
    expect(again.score.parts).toEqual(first.score.parts);
  });
});
