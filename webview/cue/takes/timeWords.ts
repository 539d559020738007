/** Times as a person reads them. */
import type { Seconds } from '../../../bridge/protocol/units.ts';

/** `0:07`, `12:30`, `1:02:03`; with `tenths` also `0:07.4`. */
export function clockTime(seconds: Seconds, tenths = false): string {
  const step = tenths ? 10 : 1;
  const whole = Math.floor(Math.max(0, seconds) * step + 1e-6);
  const total = Math.floor(whole / step);
  const hours = Math.floor(total / 3600);
  const minutes = Math.floor((total % 3600) / 60);
  const two = (n: number) => String(n).padStart(2, '0');
  const front = hours > 0 ? `${hours}:${two(minutes)}` : String(minutes);
  return `${front}:${two(total % 60)}${tenths ? `.${whole % 10}` : ''}`;
}

/** `7 seconds`, `12 minutes 30 seconds`, for a screen reader. */
export function spokenTime(seconds: Seconds): string {
  const total = Math.round(Math.max(0, seconds));
  const minutes = Math.floor(total / 60);
  const many = (n: number, unit: string) => `${n} ${unit}${n === 1 ? '' : 's'}`;
  if (minutes === 0) return many(total, 'second');
  return total % 60 === 0
    ? many(minutes, 'minute')
    : `${many(minutes, 'minute')} ${many(total % 60, 'second')}`;
}

/** The distance between two marks of a ruler: a round number of seconds, at least `least`. */
export function rulerStep(least: Seconds): Seconds {
  const steps = [0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1200, 3600];
  return steps.find((step) => step >= least) ?? 7200;
}
