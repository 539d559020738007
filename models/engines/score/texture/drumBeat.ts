/** Strokes of a bar before they are given a key of a kit or a pitch. */
import type { Ticks, Unit } from '../../../../bridge/protocol/units.ts';

/** What a stroke sounds like. */
export type Sound =
  | 'low'
  | 'high'
  | 'back'
  | 'tick'
  | 'open'
  | 'crash'
  | 'tom'
  | 'shake'
  | 'ride'
  | 'rim'
  | 'foot'
  | 'clap'
  | 'block'
  | 'triangle';

/** A stroke of a pattern. */
export interface Beat {
  sound: Sound;
  /** Place in the bar. */
  offset: Ticks;
  weight: Unit;
}

/** The strokes of a bar with these beat groups; `odd` is true for every second bar of a phrase. */
export type PatternOf = (groups: readonly Ticks[], drive: Unit, choice: Unit, odd: boolean) => Beat[];

/** Strokes for each beat group. */
export function onGroups(
  groups: readonly Ticks[],
  make: (group: number, offset: Ticks, length: Ticks) => Beat[],
): Beat[] {
  let offset = 0;
  return groups.flatMap((length, group) => {
    const beats = make(group, offset, length);
    offset += length;
    return beats;
  });
}
