/** Looks up what a line sounds at a time. */
import type { MidiNote, Ticks } from '../../../../bridge/protocol/units.ts';
import type { LineNote } from '../melody/line.ts';

/** The note of a sorted monophonic line that sounds at a tick, or undefined in a rest. */
export function noteAt(line: readonly LineNote[], tick: Ticks): LineNote | undefined {
  const note = lastBefore(line, tick);
  return note !== undefined && note.tick + note.duration > tick ? note : undefined;
}

/** The pitch that sounds at a tick, or the last one before it. */
export function pitchAt(line: readonly LineNote[], tick: Ticks): MidiNote | undefined {
  return lastBefore(line, tick)?.pitch;
}

function lastBefore(line: readonly LineNote[], tick: Ticks): LineNote | undefined {
  let low = 0;
  let high = line.length - 1;
  let found: LineNote | undefined;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const note = line[middle];
    if (note !== undefined && note.tick <= tick) {
      found = note;
      low = middle + 1;
    } else {
      high = middle - 1;
    }
  }
  return found;
}
