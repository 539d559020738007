/** Notes of a take beside those that Ardour finds in its session. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cutMidi } from '../../bridge/daw/cutMidi.ts';
import { ticksPerQuarter } from '../../bridge/protocol/units.ts';
import { readMidi } from '../../models/rendering/readMidi.ts';

/** Notes of a span of the take in Ardour's ticks, as its read-back writes them. */
export function expectedNotes(folder: string, from: number, to: number): string[] {
  const score = readFileSync(join(folder, 'score.mid'));
  const bytes = cutMidi(score, { from: from * ticksPerQuarter, to: to * ticksPerQuarter });
  return readMidi(bytes)
    .parts.flatMap(({ notes, channel }) =>
      notes.map(({ pitch, tick, duration, midiVelocity }) =>
        [pitch, tick * 4, duration * 4, midiVelocity, channel].join(),
      ),
    )
    .sort();
}

/** Notes that Ardour found on a track. */
export function notesOn(track: string, lines: readonly string[][]): string[] {
  return lines
    .filter(([kind, name]) => kind === 'NOTE' && name === track)
    .map((line) => line.slice(2).join())
    .sort();
}
