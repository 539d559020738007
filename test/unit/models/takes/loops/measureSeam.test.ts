import { describe, expect, it } from 'vitest';
import { measureSeam } from '../../../../../models/takes/loops/measureSeam.ts';

const sampleRate = 44_100;
/** 441 Hz: exactly 100 frames a period, so that a pass of whole periods goes round. */
const sine = (frames: number, period = 100): Float32Array =>
  Float32Array.from({ length: frames }, (_, i) => 0.5 * Math.sin((2 * Math.PI * i) / period));
const starts = [0, 44_000, 88_000] as const;

describe('a seam', () => {
  it('of whole periods is the music itself', () => {
    const sound = sine(90_000);
    const seam = measureSeam({ left: sound, right: sound }, starts, sampleRate);
    expect(seam.jump).toBeLessThanOrEqual(seam.insideJump);
    expect(seam.flux).toBeCloseTo(seam.playedFlux, 3);
    expect(seam.likeness).toBe(-200);
  });

  it('in the middle of a period is a step that is told, on either side', () => {
    const sound = sine(90_000, 100.05);
    const silent = new Float32Array(90_000);
    for (const pair of [
      { left: sound, right: silent },
      { left: silent, right: sound },
    ]) {
      const seam = measureSeam(pair, starts, sampleRate);
      expect(seam.jump).toBeGreaterThan(3 * seam.insideJump);
      expect(seam.likeness).toBeGreaterThan(-10);
    }
  });

  it('of silence is nothing', () => {
    const silent = new Float32Array(90_000);
    expect(measureSeam({ left: silent, right: silent }, starts, sampleRate)).toEqual({
      ...{ jump: 0, insideJump: 0, flux: 0, playedFlux: 0, likeness: -200 },
    });
  });
});
