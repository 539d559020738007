/**
 * The notes of a score as training reads them, one row a note:
 *
 *   role (0 melody: lead, counter; 1 chords: pad, figure, colour; 2 bass; 3 drums), MIDI pitch, onset in s, duration in s,
 *   velocity 0…1, General MIDI program 0…127 (drums: that of the kit, or 116 for taiko)
 *
 * A note that began before the span and still sounds in it has a negative onset. Durations last as long as the key or the
 * pedal is held.
 */
import { instruments } from '../../../../bridge/protocol/instruments.ts';
import { tickToSeconds } from '../../../../bridge/protocol/tempoMap.ts';
import { matrixOf } from '../../../runtime/npyFile.ts';
import type { Role } from '../../../../bridge/protocol/roles.ts';
import type { ControllerEvent, Note, Part, Score } from '../../../../bridge/protocol/score.ts';
import type { MidiNote, Seconds, Ticks } from '../../../../bridge/protocol/units.ts';
import type { Matrix } from '../../../runtime/npyFile.ts';

/** Numbers of a note. */
export const noteColumns = 6;

const drums = 3;
const groups: Readonly<Record<Role, number>> = {
  lead: 0,
  counter: 0,
  pad: 1,
  figure: 1,
  colour: 1,
  bass: 2,
  percussion: drums,
};
const sustainPedal = 64;
/** From this value on the pedal is down (MIDI 1.0). */
const pedalDown = 64;

/** A note as its six numbers, in double precision. */
export type NoteRow = readonly number[];

/** All notes of a score, onsets in seconds from its start, in no particular order. */
export function noteRows(score: Score): NoteRow[] {
  return score.parts.flatMap((part) => partRows(part, score));
}

/** The notes that sound between `from` and `from + seconds`, onsets from there, by onset, then role, then pitch; float32 [n, 6]. */
export function notesWithin(rows: readonly NoteRow[], from: Seconds, seconds: Seconds): Matrix {
  const heard = rows
    .map(([role = 0, pitch = 0, onset = 0, ...rest]) => [role, pitch, onset - from, ...rest])
    .filter(([, , onset = 0, duration = 0]) => onset < seconds && onset + duration > 0);
  heard.sort((a, b) => (a[2] ?? 0) - (b[2] ?? 0) || (a[0] ?? 0) - (b[0] ?? 0) || (a[1] ?? 0) - (b[1] ?? 0));
  return matrixOf(heard, noteColumns);
}

/** As {@link notesWithin}, of a score. */
export function scoreNotes(score: Score, from: Seconds, seconds: Seconds): Matrix {
  return notesWithin(noteRows(score), from, seconds);
}

/** Kits, and taiko, whose pitch is only how deep it is. Timpani are tuned: they count as a bass. */
function isDrums({ instrument }: Part): boolean {
  return instruments[instrument].family === 'drums' && instrument !== 'timpani';
}

/** The key of a drum in General MIDI's map; taiko become its toms: 41 low, 45 middle, 48 high. */
function drumKey({ instrument }: Part, pitch: MidiNote): MidiNote {
  if (instrument !== 'taiko') return pitch;
  if (pitch < 46) return 41;
  return pitch < 50 ? 45 : 48;
}

function partRows(part: Part, { tempos }: Score): number[][] {
  const unpitched = isDrums(part);
  const tuned = part.role === 'percussion' ? groups.bass : groups[part.role];
  const role = unpitched ? drums : tuned;
  const { program } = part;
  const pedal = unpitched ? [] : pedalSpans(part.controllers);
  return part.notes.map((note) => {
    const onset = tickToSeconds(tempos, note.tick);
    const end = tickToSeconds(tempos, soundingEnd(note, pedal));
    const pitch = unpitched ? drumKey(part, note.pitch) : note.pitch;
    return [role, pitch, onset, end - onset, note.midiVelocity / 127, program];
  });
}

/** Spans in which the pedal is down, in the order of time. */
function pedalSpans(controllers: readonly ControllerEvent[]): [Ticks, Ticks][] {
  const spans: [Ticks, Ticks][] = [];
  let down: Ticks | undefined;
  for (const { tick, controller, value } of controllers) {
    if (controller !== sustainPedal) continue;
    if (value >= pedalDown) down ??= tick;
    else if (down !== undefined) {
      spans.push([down, tick]);
      down = undefined;
    }
  }
  return spans;
}

function soundingEnd({ tick, duration }: Note, pedal: readonly [Ticks, Ticks][]): Ticks {
  const end = tick + duration;
  const held = pedal.find(([down, up]) => down <= end && end < up);
  return held === undefined ? end : held[1];
}
