/** Embellishes a line that was heard before: passing and neighbour notes in the second half of longer notes. */
import { mod } from '../theory/scale.ts';
import type { SeededRandom } from '../../../../bridge/protocol/seededRandom.ts';
import type { MidiNote, PitchClass, Ticks, Unit } from '../../../../bridge/protocol/units.ts';
import type { LineNote } from './line.ts';

/** A varied copy of a line. `scaleAt` tells the seven pitch classes that fit at a tick of the line. */
export function embellish(
  line: readonly LineNote[],
  scaleAt: (tick: Ticks) => readonly PitchClass[],
  density: Unit,
  random: SeededRandom,
): LineNote[] {
  return line.flatMap((note, i) => {
    const next = line[i + 1];
    const roll = random.next();
    const fits =
      note.stated !== true && note.duration >= 480 && note.duration % 240 === 0 && next !== undefined;
    if (!fits || roll > 0.35 + density * 0.3) return [note];
    const half = note.duration >= 960 ? note.duration - 240 : note.duration / 2;
    const between = passingNote(note.pitch, next.pitch, scaleAt(note.tick + half));
    if (between === undefined) return [note];
    return [
      { ...note, duration: half },
      { ...note, tick: note.tick + half, duration: note.duration - half, pitch: between },
    ];
  });
}

/** The note between two notes a third apart, or the upper neighbour of a note that is repeated. */
function passingNote(from: MidiNote, to: MidiNote, scale: readonly PitchClass[]): MidiNote | undefined {
  const distance = Math.abs(to - from);
  const direction = from === to ? 1 : Math.sign(to - from);
  if (distance !== 0 && (distance < 3 || distance > 4)) return undefined;
  return [1, 2].map((size) => from + direction * size).find((pitch) => scale.includes(mod(pitch, 12)));
}
