import { describe, expect, it } from 'vitest';
import { pauseOf } from '../../../../models/rendering/renderPace.ts';

const pace = { ahead: 2, speed: 10, acceleration: 0 };
const rate = 1000;

describe('pauseOf', () => {
  it('lets the beginning be made as fast as it can', () => {
    expect(pauseOf(pace, 2000, rate, 0)).toBe(0);
  });

  it('waits until so much may be there', () => {
    // 12 s of music may be there after a second.
    expect(pauseOf(pace, 12_000, rate, 400)).toBeCloseTo(600);
    expect(pauseOf(pace, 12_000, rate, 1000)).toBe(0);
  });

  it('lets it become faster', () => {
    const faster = { ahead: 1, speed: 3, acceleration: 3 };
    // 1 + 3 × 2 + 3 × 4 = 19 s after two seconds.
    expect(pauseOf(faster, 19_000, rate, 0)).toBeCloseTo(2000);
    expect(pauseOf(faster, 7000, rate, 400)).toBeCloseTo(600);
  });

  it('never waits where the machine is slower than the pace', () => {
    expect(pauseOf(pace, 12_000, rate, 5000)).toBe(0);
  });
});
