/** MIDI cannot say which of two sounding notes of one pitch ends, so no part may need to. */
import type { Note } from '../../bridge/protocol/score.ts';
import type { MidiNote } from '../../bridge/protocol/units.ts';

/**
 * The notes, sorted by tick and pitch, where a note ends at the latest when its pitch is struck again. Of two notes of one
 * pitch at one tick the longer stays.
 */
export function endOverlaps(notes: readonly Note[]): Note[] {
  const sorted = [...notes].sort((a, b) => a.tick - b.tick || a.pitch - b.pitch || b.duration - a.duration);
  const kept: Note[] = [];
  const lastOfPitch = new Map<MidiNote, Note>();
  for (const note of sorted) {
    const last = lastOfPitch.get(note.pitch);
    if (last?.tick === note.tick) continue;
    if (last !== undefined) last.duration = Math.min(last.duration, note.tick - last.tick);
    const copy = { ...note };
    lastOfPitch.set(note.pitch, copy);
    kept.push(copy);
  }
  return kept;
}
