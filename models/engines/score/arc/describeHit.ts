/** How a hit was met, in words. */
import { beatQuarters } from '../../../../bridge/protocol/meter.ts';
import { ticksPerQuarter } from '../../../../bridge/protocol/units.ts';
import type { GridBar, HitPlace } from './planGrid.ts';

/** Its bar from 1 and a clause: `on the first beat of bar 9, after a bar of 2/4, at 101.2 % of the tempo`. */
export function describeHit(
  { tick, factor, change, hits }: HitPlace,
  bar: GridBar | undefined,
  index: number,
): string {
  const beat = (bar === undefined ? 1 : beatQuarters(bar.meter)) * ticksPerQuarter;
  const offset = tick - (bar?.tick ?? 0);
  const place = offset === 0 ? 'on the first beat' : placeName(offset / beat);
  const before = change === undefined ? '' : `, after a bar of ${change.meter}`;
  const percent = Math.round(factor * 1000) / 10;
  const tempo = percent === 100 ? ', at the tempo itself' : `, at ${percent} % of the tempo`;
  const together = hits.length > 1 ? `, one accent for ${hits.length} hits` : '';
  return `${place} of bar ${index + 1}${before}${tempo}${together}`;
}

function placeName(beats: number): string {
  const whole = Math.floor(beats + 1e-9);
  const isOnBeat = Math.abs(beats - whole) < 1e-6;
  return isOnBeat ? `on beat ${whole + 1}` : `after beat ${whole + 1}`;
}
