import { expect, it } from 'vitest';
import { beatLateness, noteLateness, pulseLateness, tickTimes } from '../../bench/bridge/schedule.ts';
import { midiClockRows } from '../../bench/bridge/midiClockRows.ts';

/** Beats at 100 BPM from bar 2 on, told half a millisecond late. */
const beats = [0, 1, 2, 3].map((i) => ({ tick: 1920 + 480 * i, due: 5000 + 600 * i, at: 4900.5 + 600 * i }));

it('times of ticks follow from the times that the beats name', () => {
  const timeOf = tickTimes(beats);
  expect(timeOf(1920)).toBe(5000);
  expect(timeOf(0)).toBe(2600);
  expect(beatLateness(beats)).toEqual([0.5, 0.5, 0.5, 0.5]);
  expect(() => tickTimes([])).toThrow();
});

it('pulses are held against their own ticks', () => {
  const timeOf = tickTimes(beats);
  const pulses = Array.from({ length: 5 }, (_, i) => 2600 + 25 * i + 0.25);
  expect(pulseLateness(pulses, timeOf)).toEqual([0.25, 0.25, 0.25, 0.25, 0.25]);
});

it('a note is held against the one of its pitch that came, and what did not come is counted', () => {
  const planned = [
    { pitch: 60, at: 100 },
    { pitch: 60, at: 200 },
    { pitch: 62, at: 200 },
    { pitch: 64, at: 300 },
  ];
  const heard = [
    { pitch: 60, at: 99 - 500 },
    { pitch: 60, at: 101 },
    { pitch: 62, at: 203 },
    { pitch: 60, at: 202 },
  ];
  expect(noteLateness(planned, heard)).toEqual({ late: [1, 2, 3], missing: 1 });
});

it('a clock that runs a hundredth of a percent fast is at the limit, one that runs true is exact', () => {
  const pulses = (interval: number): number[] => Array.from({ length: 30_000 }, (_, i) => interval * i);
  const [exact, even] = midiClockRows(pulses(25), 100, '');
  expect(exact?.meets).toBe(true);
  expect(exact?.value).toBeCloseTo(0, 6);
  expect(even?.value).toBeCloseTo(0, 6);
  const [fast] = midiClockRows(pulses(25 * 0.9998), 100, '');
  expect(fast?.value).toBeCloseTo(0.02, 4);
  expect(fast?.meets).toBe(false);
  // Of 12.5 minutes there are the first ten and the last.
  expect(fast?.samples.length).toBe(2);
});
