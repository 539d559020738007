/** From where a draft is to be made so that it can go on at the bar that is heard. */
import { barSeconds } from '../../bridge/protocol/meter.ts';
import type { Meter } from '../../bridge/protocol/attributes.ts';
import type { BeatsPerMinute, Seconds } from '../../bridge/protocol/units.ts';

/** Below this it is as quick to make all of it. */
const headSeconds: Seconds = 4;

/** A bar (from 0) earlier than the one that is heard, since the tempo that the brief will settle on is not known for sure. */
export function draftFrom(bar: number, meter: Meter, tempo: BeatsPerMinute): Seconds {
  const from = Math.floor((bar - 1) * barSeconds(meter, tempo) * 1000) / 1000;
  return from < headSeconds ? 0 : from;
}
