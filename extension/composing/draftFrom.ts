/** From where a draft is to be made so that it can go on at the bar that is heard. */
import { barSeconds } from '../../bridge/protocol/meter.ts';
import type { Meter } from '../../bridge/protocol/attributes.ts';
import type { BeatsPerMinute, Seconds } from '../../bridge/protocol/units.ts';

/** Below this it is as quick to make all of it. */
const headSeconds: Seconds = 1;

/**
 * A bar earlier than the place that is heard, since the tempo that the brief will settle on is not known for sure. No more than that: all
 * that is made before the place is heard later by as long as it takes to make.
 *
 * @param place in bars from 0, with the share of the bar that is over
 */
export function draftFrom(place: number, meter: Meter, tempo: BeatsPerMinute): Seconds {
  const from = Math.floor((place - 1) * barSeconds(meter, tempo) * 1000) / 1000;
  return from < headSeconds ? 0 : from;
}
