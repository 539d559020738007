import { expect, it } from 'vitest';
import { FrameClock } from '../../../../bridge/transport/frameClock.ts';
import { randomFromSeed } from './noise.ts';

it('converts both ways before anything was observed', () => {
  const clock = new FrameClock(48_000, 1000, 480);
  expect(clock.wallAtFrames(480 + 48)).toBeCloseTo(1001, 9);
  expect(clock.framesAtWall(1001)).toBe(528);
});

it('follows a device that runs 150 ppm fast, within a tenth of a millisecond, through 3 ms of jitter', () => {
  const clock = new FrameClock(48_000, 0);
  const random = randomFromSeed(7);
  const real = 48_000 * 1.00015;
  let worst = 0;
  for (let frames = 1024; frames < 48_000 * 120; frames += 1024) {
    const ms = (frames / real) * 1000;
    clock.observe(frames, ms + (random() - 0.5) * 3);
    if (frames > 48_000 * 60) worst = Math.max(worst, Math.abs(clock.wallAtFrames(frames) - ms));
  }
  expect(worst).toBeLessThan(0.3);
  expect(clock.drift).toBeGreaterThan(0.00012);
  expect(clock.drift).toBeLessThan(0.00018);
  expect(clock.jumps).toBe(0);
});

it('begins anew after a sleep instead of running to catch up', () => {
  const clock = new FrameClock(44_100, 0);
  for (let i = 1; i <= 100; i++) clock.observe(i * 441, i * 10);
  clock.observe(101 * 441, 61_010);
  expect(clock.jumps).toBe(1);
  expect(clock.wallAtFrames(101 * 441)).toBeCloseTo(61_010, 6);
  expect(Math.abs(clock.drift)).toBeLessThan(1e-4);
});

it('never believes in a drift that no device has', () => {
  const clock = new FrameClock(48_000, 0);
  for (let i = 1; i < 2000; i++) clock.observe(i * 480, i * 11);
  expect(clock.drift).toBeGreaterThanOrEqual(-0.0021);
  expect(clock.drift).toBeLessThanOrEqual(0.0021);
});
