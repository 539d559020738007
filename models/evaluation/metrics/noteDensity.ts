/** How many notes there are, and how many at a time. */
import { ticksPerQuarter } from '../../../bridge/protocol/units.ts';
import type { Line, Piece } from '../piece.ts';

/** Notes that begin in a quarter, on average over the piece. In quarters, not seconds: corpora seldom name a tempo. */
export function noteDensity(notes: Line, piece: Piece): number {
  const quarters = (piece.end - (piece.bars[0] ?? 0)) / ticksPerQuarter;
  return quarters <= 0 ? 0 : notes.length / quarters;
}

/** Mean number of notes that sound together, over the time in which any sounds (MusPy `polyphony`). */
export function polyphony(notes: Line): number {
  const edges = notes.flatMap((note) => [
    { tick: note.tick, change: 1 },
    { tick: note.tick + note.duration, change: -1 },
  ]);
  edges.sort((a, b) => a.tick - b.tick);
  let [sounding, last, covered, sum] = [0, 0, 0, 0];
  for (const { tick, change } of edges) {
    if (sounding > 0) {
      covered += tick - last;
      sum += sounding * (tick - last);
    }
    sounding += change;
    last = tick;
  }
  return covered === 0 ? 0 : sum / covered;
}
