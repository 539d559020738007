import { describe, expect, it } from 'vitest';
import { linearDiscriminant, solve } from '../../../../models/evaluation/classifier/linearDiscriminant.ts';
import { nearestNeighbours } from '../../../../models/evaluation/classifier/nearestNeighbours.ts';
import { foldedGuesses } from '../../../../models/evaluation/classifier/styleReport.ts';

describe('nearestNeighbours', () => {
  const examples = [
    { label: 'low', features: [0, 1000] },
    { label: 'low', features: [1, 1010] },
    { label: 'high', features: [10, 1005] },
    { label: 'high', features: [11, 1000] },
  ];

  it('lets every feature count the same, whatever its unit', () => {
    const tell = nearestNeighbours(examples, 1);
    expect(tell([1.5, 1004])).toBe('low');
    expect(tell([9, 1004])).toBe('high');
  });

  it('is judged only on examples that it has not seen', () => {
    const told = foldedGuesses(
      Array.from({ length: 20 }, (_, i) => ({ label: `${i}`, features: [i] })),
      (known) => nearestNeighbours(known, 1),
    );
    expect(told).toHaveLength(20);
    expect(told.every(({ label, guess }) => label !== guess)).toBe(true);
  });
});

describe('linearDiscriminant', () => {
  // Both spread widely along the first feature; only the second tells them apart.
  const examples = Array.from({ length: 20 }, (_, i) => ({
    label: i % 2 === 0 ? 'even' : 'odd',
    features: [i * 100, (i % 2) + (i % 4 < 2 ? 0.1 : -0.1)],
  }));

  it('finds the direction that tells labels apart under a wider spread', () => {
    const tell = linearDiscriminant(examples);
    expect(tell([1900, 0.2])).toBe('even');
    expect(tell([0, 0.8])).toBe('odd');
  });

  it('bears a feature that never varies', () => {
    const tell = linearDiscriminant(
      examples.map(({ label, features }) => ({ label, features: [...features, 7] })),
    );
    expect(tell([500, 0, 7])).toBe('even');
  });
});

describe('solve', () => {
  it('solves a system that needs another pivot', () => {
    // 2y = 4, 3x + y = 5.
    expect(
      solve(
        [
          [0, 2],
          [3, 1],
        ],
        [4, 5],
      ),
    ).toEqual([1, 2]);
  });
});
