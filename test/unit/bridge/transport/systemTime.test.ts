import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  immediately,
  isImmediate,
  SystemTime,
  timetagOf,
  timetagSeconds,
} from '../../../../bridge/transport/systemTime.ts';

it('comes back within half a microsecond', () => {
  const time = new SystemTime();
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1e9, noNaN: true }), (ms) => {
      expect(Math.abs(time.msAt(time.timetagAt(ms)) - ms)).toBeLessThan(0.0005);
    }),
  );
});

it('is the time of day', () => {
  const time = new SystemTime();
  const unix = (timetagSeconds(time.timetagAt(performance.now())) - 2_208_988_800) * 1000;
  expect(Math.abs(unix - Date.now())).toBeLessThan(20);
});

it('follows the time of day when it is set', () => {
  let offset = 0;
  const time = new SystemTime(
    () => 500,
    () => 1_000_500 + offset,
    1_000_000.5,
  );
  const before = timetagSeconds(time.timetagAt(500));
  offset = 60_000;
  expect(timetagSeconds(time.timetagAt(500)) - before).toBeCloseTo(60, 3);
});

it('carries a fraction that rounds up to a second', () => {
  expect(timetagOf(1 - 2 ** -40)).toEqual({ seconds: 1, fraction: 0 });
  expect(timetagOf(0.5)).toEqual({ seconds: 0, fraction: 2 ** 31 });
});

it('knows what means at once', () => {
  expect(isImmediate(immediately)).toBe(true);
  expect(new SystemTime(() => 42).msAt(immediately)).toBe(42);
});
