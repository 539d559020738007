import { describe, expect, it } from 'vitest';
import { closeSeam, introInto, outroAfter } from '../../../../../models/takes/loops/closeSeam.ts';
import { cut } from '../../../../../models/takes/loops/loopFiles.ts';
import { measureSeam } from '../../../../../models/takes/loops/measureSeam.ts';
import type { StereoSound } from '../../../../../models/takes/loops/measureSeam.ts';

const sampleRate = 44_100;
/** 441 Hz: exactly 100 frames a period, so that a pass of whole periods goes round. */
const sine = (frames: number, period = 100): Float32Array =>
  Float32Array.from({ length: frames }, (_, i) => 0.5 * Math.sin((2 * Math.PI * i) / period));
const starts = [0, 44_000, 88_000] as const;
/** The second pass as it is. */
const second = ({ left, right }: StereoSound): StereoSound => cut({ left, right }, starts[1], starts[2]);

describe('a seam', () => {
  it('of whole periods is the music itself', () => {
    const sound = sine(90_000);
    const both = { left: sound, right: sound };
    const seam = measureSeam(second(both), both, starts, sampleRate);
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
      const seam = measureSeam(second(pair), pair, starts, sampleRate);
      expect(seam.jump).toBeGreaterThan(3 * seam.insideJump);
      expect(seam.likeness).toBeGreaterThan(-10);
    }
  });

  it('of silence is nothing', () => {
    const silent = new Float32Array(90_000);
    const both = { left: silent, right: silent };
    expect(measureSeam(second(both), both, starts, sampleRate)).toEqual({
      ...{ jump: 0, insideJump: 0, flux: 0, playedFlux: 0, likeness: -200 },
    });
  });
});

describe('a closed seam', () => {
  /** Passes that differ: the sound goes on where the first pass ended, but a pass later it has drifted. */
  const drifting = sine(90_000, 100.05);

  it('leads from the end into the beginning as the first pass did, and changes 50 ms only', () => {
    const both = { left: drifting, right: drifting.map((value) => -value) };
    const closed = closeSeam(both, starts, sampleRate);
    expect(closed.left.at(-1)).toBeCloseTo(drifting[starts[1] - 1] ?? NaN, 6);
    expect(closed.right.at(-1)).toBeCloseTo(-(drifting[starts[1] - 1] ?? NaN), 6);
    const kept = 44_000 - 2205;
    expect(closed.left.subarray(0, kept)).toEqual(drifting.subarray(starts[1], starts[1] + kept));
    expect(both.left).toEqual(sine(90_000, 100.05));
    const seam = measureSeam(closed, both, starts, sampleRate);
    expect(seam.jump).toBeLessThanOrEqual(seam.insideJump);
    expect(seam.flux).toBeCloseTo(seam.playedFlux, 2);
  });

  it('has no step where the fade begins', () => {
    const { left } = closeSeam({ left: drifting, right: drifting }, starts, sampleRate);
    const steps = left.map((value, i) => Math.abs(value - (left[i - 1] ?? value)));
    expect(Math.max(...steps.subarray(-2300))).toBeLessThanOrEqual(
      1.05 * Math.max(...steps.subarray(0, 1000)),
    );
  });

  it('is there from the intro into the loop, and from the loop into the outro', () => {
    // Body of 20,000 frames from 15,010 on: the intro's end, the passes' ends and the outro's beginning are elsewhere in their periods.
    const seams = [15_010, 35_010, 55_010] as const;
    const sound = { left: sine(70_000, 101.3), right: sine(70_000, 77.7) };
    const loop = closeSeam(sound, seams, sampleRate);
    const intro = introInto(sound, seams, sampleRate);
    const outro = outroAfter(sound, seams, sampleRate);
    expect([intro.left.length, loop.left.length, outro.left.length]).toEqual([15_010, 20_000, 14_990]);
    for (const side of ['left', 'right'] as const) {
      const played = Float32Array.from([...intro[side], ...loop[side], ...loop[side], ...outro[side]]);
      const steps = played.map((value, i) => Math.abs(value - (played[i - 1] ?? value)));
      const most = (of: Float32Array): number => of.reduce((high, step) => Math.max(high, step), 0);
      expect(most(steps)).toBeLessThanOrEqual(1.1 * most(steps.subarray(0, 1000)));
    }
  });

  it('of a pass shorter than the fade is still whole', () => {
    const sound = { left: sine(300), right: sine(300) };
    expect(closeSeam(sound, [0, 100, 200], sampleRate).left.length).toBe(100);
  });
});
