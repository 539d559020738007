/** A monophonic line before it is performed: notes on the grid. */
import type { MidiNote, Ticks } from '../../../../bridge/protocol/units.ts';

/** One note of a line. */
export interface LineNote {
  tick: Ticks;
  duration: Ticks;
  pitch: MidiNote;
  /** True where the note belongs to a form of the motif. */
  motif: boolean;
  /** True where it belongs to the statement of a theme, which nothing changes. */
  stated?: true;
}
