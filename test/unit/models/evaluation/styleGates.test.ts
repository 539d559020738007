import { describe, expect, it } from 'vitest';
import { styles } from '../../../../bridge/protocol/attributes.ts';
import { composeScore } from '../../../../models/engines/score/composeScore.ts';
import { randomBrief } from '../../../../models/evaluation/explicitBrief.ts';
import { gateMean, styleGates } from '../../../../models/evaluation/styleGates.ts';
import type { Style } from '../../../../bridge/protocol/attributes.ts';
import type { Score } from '../../../../bridge/protocol/score.ts';

const pieces = 12;
const known = new Map<Style, Score[]>();

function scoresOf(style: Style): Score[] {
  const scores =
    known.get(style) ??
    Array.from({ length: pieces }, (_, seed) => {
      const brief = randomBrief({ style, seed: 900 + seed, bars: 24 });
      return composeScore({ brief, seed, candidates: 4 }).score;
    });
  known.set(style, scores);
  return scores;
}

const genres = styles.slice(8);

function passes(style: Style, gates: readonly Style[]): boolean {
  return styleGates
    .filter((gate) => gates.includes(gate.style))
    .every((gate) => {
      const mean = gateMean(gate, scoresOf(style));
      return mean !== undefined && mean >= gate.least && mean <= gate.most;
    });
}

describe('the gates of the genres', () => {
  it.each(styleGates)('$style: $what', (gate) => {
    const mean = gateMean(gate, scoresOf(gate.style));
    expect(mean).toBeGreaterThanOrEqual(gate.least);
    expect(mean).toBeLessThanOrEqual(gate.most);
  });

  it.each(genres)('no other style passes those of %s', (genre) => {
    expect(styleGates.some(({ style }) => style === genre)).toBe(true);
    expect(styles.filter((style) => passes(style, [genre]))).toEqual([genre]);
  });
});
