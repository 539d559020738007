import { describe, expect, it } from 'vitest';
import { imageVector, readingWidth } from '../../../../models/perception/imageVector.ts';

const visual = {
  ...{ brightness: 0.1, contrast: 0.2, saturation: 0.3, warmth: -0.4, colourfulness: 0.5 },
  ...{ texture: 0.6, edges: 0.7, diagonality: 0.8, symmetry: 0.9, darkness: 1 },
};
const affect = { valence: -0.1, arousal: 0.2, dominance: 0.3 };

describe('imageVector', () => {
  it('has the features at unit length, then the measures, then the feeling', () => {
    const vector = imageVector([3, 0, 4], visual, affect);
    const expected = [0.6, 0, 0.8, 0.1, 0.2, 0.3, -0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1, -0.1, 0.2, 0.3];
    expect(vector).toHaveLength(3 + readingWidth);
    expected.forEach((value, i) => {
      expect(vector[i]).toBeCloseTo(value, 6);
    });
  });

  it('leaves features alone that are all 0', () => {
    expect([...imageVector([0, 0], visual, affect).subarray(0, 2)]).toEqual([0, 0]);
  });
});
