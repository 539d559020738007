/** How long a piece rings after its last bar. */
import { secondsToTick } from '../../../../bridge/protocol/tempoMap.ts';
import type { Score } from '../../../../bridge/protocol/score.ts';
import type { Ticks } from '../../../../bridge/protocol/units.ts';

/** Whole ticks from the end of the last bar to the end of the take. */
export function ringTicks({
  tempos,
  endTick,
  seconds,
}: Pick<Score, 'tempos' | 'endTick' | 'seconds'>): Ticks {
  return Math.max(0, Math.floor(secondsToTick(tempos, seconds)) - endTick);
}
