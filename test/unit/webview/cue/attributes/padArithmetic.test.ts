import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  affectAfterKey,
  affectAt,
  affectWord,
  padPlace,
} from '../../../../../webview/cue/attributes/padArithmetic.ts';

describe('the plane of valence and arousal', () => {
  it('has bright and excited at its top right', () => {
    expect(affectAt(200, 0, 200, 200)).toEqual({ valence: 1, arousal: 1 });
    expect(affectAt(0, 200, 200, 200)).toEqual({ valence: -1, arousal: -1 });
    expect(affectAt(100, 100, 200, 200)).toEqual({ valence: 0, arousal: 0 });
    expect(affectAt(-50, 900, 200, 200)).toEqual({ valence: -1, arousal: -1 });
  });

  it('draws a place where it was pointed at', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 0, max: 200 }), (x, y) => {
        const { left, top } = padPlace(affectAt(x, y, 200, 200));
        expect(Math.abs(left * 2 - x)).toBeLessThan(1.01);
        expect(Math.abs(top * 2 - y)).toBeLessThan(1.01);
      }),
    );
  });

  it('is walked by keys and ends at its edges', () => {
    const middle = { valence: 0, arousal: 0 };
    expect(affectAfterKey(middle, 'ArrowRight', false)).toEqual({ valence: 0.05, arousal: 0 });
    expect(affectAfterKey(middle, 'ArrowDown', true)).toEqual({ valence: 0, arousal: -0.01 });
    expect(affectAfterKey({ valence: 1, arousal: 1 }, 'ArrowRight', false)).toEqual({
      valence: 1,
      arousal: 1,
    });
    expect(affectAfterKey({ valence: 1, arousal: 0.9 }, 'PageUp', false)).toEqual({ valence: 1, arousal: 1 });
    expect(affectAfterKey({ valence: 0.4, arousal: 0.9 }, 'Home', false)).toEqual(middle);
    expect(affectAfterKey(middle, 'a', false)).toBeUndefined();
  });

  it('has words', () => {
    expect(affectWord({ valence: 0.1, arousal: 0.1 })).toBe('neutral');
    expect(affectWord({ valence: 0.3, arousal: 0 })).toBe('slightly happy');
    expect(affectWord({ valence: -0.7, arousal: -0.7 })).toBe('gloomy');
    expect(affectWord({ valence: -0.7, arousal: 0.7 })).toBe('tense');
    expect(affectWord({ valence: 0.6, arousal: -0.6 })).toBe('calm');
  });
});
