import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  fitSpan,
  followSpan,
  placeInSpan,
  placeOf,
  scrollSpan,
  wholeSpan,
  zoomSpan,
} from '../../../../../webview/cue/takes/viewSpan.ts';

const unit = fc.double({ min: 0, max: 1, noNaN: true });

describe('spans of a view', () => {
  it('zoom keeps the place under the pointer', () => {
    const zoomed = zoomSpan({ from: 0.2, to: 0.8 }, 0.5, 0.25, 0.01);
    expect(zoomed.to - zoomed.from).toBeCloseTo(0.3);
    expect(placeInSpan(zoomed, placeOf({ from: 0.2, to: 0.8 }, 0.25))).toBeCloseTo(0.25);
  });

  it('zoom ends at the narrowest and at the whole', () => {
    expect(zoomSpan({ from: 0.5, to: 0.51 }, 0.1, 0.5, 0.01).to).toBeCloseTo(0.51);
    expect(zoomSpan({ from: 0.5, to: 0.6 }, 100, 0.5, 0.01)).toEqual(wholeSpan);
  });

  it('scrolls by parts of itself and stops at the ends', () => {
    expect(scrollSpan({ from: 0.2, to: 0.4 }, 0.5).from).toBeCloseTo(0.3);
    const start = scrollSpan({ from: 0.2, to: 0.4 }, -9);
    expect(start.from).toBe(0);
    expect(start.to).toBeCloseTo(0.2);
    expect(scrollSpan({ from: 0.2, to: 0.4 }, 9).to).toBeCloseTo(1);
  });

  it('follows the playhead by pages', () => {
    const span = { from: 0.2, to: 0.4 };
    expect(followSpan(span, 0.3)).toBe(span);
    expect(followSpan(span, 0.41).from).toBeCloseTo(0.41);
    expect(followSpan(span, 0.05).from).toBeCloseTo(0.05);
  });

  it('is always within the whole', () => {
    fc.assert(
      fc.property(unit, unit, fc.double({ min: 0.01, max: 100, noNaN: true }), unit, (a, b, factor, at) => {
        const start = fitSpan({ from: Math.min(a, b), to: Math.max(a, b) }, 0.001);
        const next = zoomSpan(start, factor, at, 0.001);
        expect(next.from).toBeGreaterThanOrEqual(0);
        expect(next.to).toBeLessThanOrEqual(1 + 1e-12);
        expect(next.to - next.from).toBeGreaterThan(0.0009);
      }),
    );
  });

  it('makes something of a memory that is broken', () => {
    expect(fitSpan({ from: Number.NaN, to: 1 }, 0.1)).toEqual(wholeSpan);
  });
});
