/** Gives a draft its parts: every role's notes on its instrument, played. */
import { instruments } from '../../../../bridge/protocol/instruments.ts';
import { perform } from '../performance/perform.ts';
import { writeColour } from '../texture/writeColour.ts';
import { writeCounter } from '../texture/writeCounter.ts';
import { writeFigure } from '../texture/writeFigure.ts';
import { writePad } from '../texture/writePad.ts';
import { writePercussion } from '../texture/writePercussion.ts';
import { spanOf } from '../themes/statement.ts';
import { seatOf } from './seating.ts';
import type { RoleInstrument } from '../../../../bridge/protocol/attributes.ts';
import type { Role } from '../../../../bridge/protocol/roles.ts';
import type { Part } from '../../../../bridge/protocol/score.ts';
import type { Composition } from '../composition.ts';
import type { Ending, PlayedNote } from '../performance/perform.ts';
import type { Draft } from '../selection/features.ts';
import type { Band } from './registers.ts';

/** The parts of a draft, one a role, in the order of the brief. Roles that never play are left out. */
export function arrange(draft: Draft, bands: Readonly<Record<Role, Band>>, ending: Ending): Part[] {
  const parts = draft.composition.request.instruments.map((entry, index) => {
    const notes = notesOf(entry, draft, bands);
    return partOf(entry, index, notes, draft.composition, ending);
  });
  return parts.filter((part) => part.notes.length > 0);
}

function notesOf(entry: RoleInstrument, draft: Draft, bands: Readonly<Record<Role, Band>>): PlayedNote[] {
  const { composition, melody, bass, voiced } = draft;
  const band = bands[entry.role];
  switch (entry.role) {
    case 'lead':
      return [...melody];
    case 'bass':
      return bass.filter((note) => playsAt(composition, note.tick, 'bass'));
    case 'pad':
      return writePad(composition, voiced, melody, band);
    case 'counter':
      return writeCounter(composition, { melody, bass, voiced }, band);
    case 'figure':
      return withStated(writeFigure(composition, melody, band), composition);
    case 'percussion':
      return writePercussion(composition, entry.instrument);
    case 'colour':
      return writeColour(composition, melody, band);
  }
}

/** Where the figure states a theme, it plays that alone. */
function withStated(notes: PlayedNote[], { statements }: Composition): PlayedNote[] {
  const stated = [...(statements?.values() ?? [])].flat().filter(({ role }) => role === 'figure');
  return stated.reduce((kept, statement) => {
    const [from, to] = spanOf(statement);
    const others = kept.flatMap((note) => {
      if (note.tick >= from && note.tick < to) return [];
      return note.tick < from ? [{ ...note, duration: Math.min(note.duration, from - note.tick) }] : [note];
    });
    return [...others, ...statement.notes];
  }, notes);
}

function playsAt({ form, request }: Composition, tick: number, role: Role): boolean {
  const bar = Math.floor(tick / request.grid.bar);
  const phrase = form.phrases.find(({ startBar, bars }) => bar >= startBar && bar < startBar + bars);
  return phrase?.roles.has(role) === true;
}

function partOf(
  entry: RoleInstrument,
  index: number,
  notes: readonly PlayedNote[],
  composition: Composition,
  ending: Ending,
): Part {
  const { role, instrument, program } = entry;
  const known = instruments[instrument];
  const [low, high] = known.range;
  const playable = notes.map((note) => ({ ...note, pitch: intoRange(note.pitch, low, high) }));
  const played = perform(role, instrument, playable, composition, ending);
  const { volume, reverb } = composition.profile.performance;
  return {
    role,
    name: `${role}: ${known.title}`,
    instrument,
    program,
    channel: known.kit === true ? 9 : index < 9 ? index : index + 1,
    volume: volume[role],
    pan: seatOf(instrument, role),
    reverb: reverb[role],
    chorus: known.family === 'synth' ? 30 : 0,
    notes: played.notes,
    controllers: played.controllers,
    bends: [],
  };
}

/** Moves a note by octaves into an instrument's playable range. */
export function intoRange(pitch: number, low: number, high: number): number {
  let moved = pitch;
  while (moved < low) moved += 12;
  while (moved > high) moved -= 12;
  return moved;
}
