/** Empty beat rate, as in MusPy `empty_beat_rate`. */
import { ticksPerQuarter } from '../../../bridge/protocol/units.ts';
import type { Unit } from '../../../bridge/protocol/units.ts';
import type { Piece } from '../piece.ts';

/** EBR = (quarters in which no note sounds) / (quarters of the piece). Drums count. 0 for an empty span. */
export function emptyBeatRate(piece: Piece): Unit {
  const first = piece.bars[0] ?? 0;
  const beats = Math.ceil((piece.end - first) / ticksPerQuarter);
  if (beats <= 0) return 0;
  const touched = new Uint8Array(beats);
  for (const note of [...piece.lines, ...piece.drums].flat()) {
    const from = Math.floor((note.tick - first) / ticksPerQuarter);
    const to = Math.ceil((note.tick + note.duration - first) / ticksPerQuarter);
    touched.fill(1, Math.max(0, from), Math.max(0, Math.min(beats, to)));
  }
  return 1 - touched.reduce((sum, beat) => sum + beat, 0) / beats;
}
