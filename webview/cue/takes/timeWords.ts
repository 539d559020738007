/** Times as a person reads them. */
import { t } from '@vscode/l10n';
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
  const rest = total % 60;
  const inSeconds = rest === 1 ? t('1 second') : t('{0} seconds', rest);
  if (minutes === 0) return inSeconds;
  const inMinutes = minutes === 1 ? t('1 minute') : t('{0} minutes', minutes);
  return rest === 0 ? inMinutes : `${inMinutes} ${inSeconds}`;
}

/** The distance between two marks of a ruler: a round number of seconds, at least `least`. */
export function rulerStep(least: Seconds): Seconds {
  const steps = [0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1200, 3600];
  return steps.find((step) => step >= least) ?? 7200;
}
