/**
 * Composes the accent of a hit on the finished parts: everybody who plays strikes at its moment, exactly on the tick; strong ones
 * have chord, bass and percussion under them and a breath of silence before.
 */
import { instruments } from '../../../../bridge/protocol/instruments.ts';
import { mod, nearestPitch } from '../theory/scale.ts';
import { cleaned } from './joinParts.ts';
import type { ChordChange, Note, Part } from '../../../../bridge/protocol/score.ts';
import type { MidiNote, MidiVelocity, Ticks, Unit } from '../../../../bridge/protocol/units.ts';

/** An accent. */
export interface Accent {
  tick: Ticks;
  strength: Unit;
  /** The chord that sounds. */
  chord: Pick<ChordChange, 'root' | 'tones'>;
  /** Ticks of silence before it; 0 where something leads into it. */
  silence: Ticks;
}

/** Onsets nearer than this to the moment are the accent's own, played early or late. */
const own: Ticks = 45;
/** A note that goes on longer than this after the moment is struck again. */
const goesOn: Ticks = 120;

/** The parts with all accents. */
export function composeAccents(parts: readonly Part[], accents: readonly Accent[]): Part[] {
  return accents.reduce<Part[]>(
    (done, accent, i) => {
      const near = [accents[i - 1], accents[i + 1]].map((other) =>
        Math.abs((other?.tick ?? -1920) - accent.tick),
      );
      const reach = Math.min(own, Math.floor(Math.min(...near) / 2));
      return done.map((part) => strike(silenced(part, accent), accent, reach, done));
    },
    [...parts],
  );
}

function strike(part: Part, accent: Accent, reach: Ticks, all: readonly Part[]): Part {
  const { tick, strength } = accent;
  const boost = Math.round(8 + 16 * strength);
  const struck = part.notes.flatMap((note): Note[] => {
    const end = note.tick + note.duration;
    if (Math.abs(note.tick - tick) <= reach)
      return [{ ...note, tick, duration: Math.max(60, end - tick), midiVelocity: louder(note, boost) }];
    if (note.tick < tick && end > tick + goesOn)
      return [
        { ...note, duration: tick - note.tick - 1 },
        { ...note, tick, duration: end - tick, midiVelocity: louder(note, boost) },
      ];
    return [note];
  });
  const sounds = struck.some((note) => note.tick === tick);
  const added = addedTo(part, accent, sounds, all);
  return cleaned({ ...part, notes: [...added, ...struck] });
}

function louder({ midiVelocity }: Note, boost: number): MidiVelocity {
  return Math.min(124, midiVelocity + boost);
}

function addedTo(
  part: Part,
  { tick, strength, chord }: Accent,
  sounds: boolean,
  all: readonly Part[],
): Note[] {
  const velocity = Math.round(62 + 56 * strength);
  const note = (pitch: MidiNote, duration: Ticks): Note => ({
    tick,
    duration,
    pitch,
    midiVelocity: velocity,
  });
  switch (part.role) {
    case 'percussion':
      return strength < 0.3 ? [] : strokes(part, chord.root).map((pitch) => note(pitch, 240));
    case 'bass':
      return sounds || strength < 0.4 ? [] : [note(within(part, nearestPitch(chord.root, 40)), 480)];
    case 'pad':
    case 'figure':
      return sounds || part !== chordPlayer(all)
        ? []
        : chordNotes(part, chord).map((pitch) => note(pitch, 480));
    case 'lead':
      // Where nobody plays chords, the one who leads strikes one note, and a whole chord on keys or strings of its own.
      if (chordPlayer(all) !== undefined || sounds) return [];
      return chordNotes(part, chord)
        .slice(-1)
        .map((pitch) => note(pitch, 480));
    default:
      return [];
  }
}

/** Who strikes the chord: the pad, else the figure. */
function chordPlayer(parts: readonly Part[]): Part | undefined {
  return parts.find(({ role }) => role === 'pad') ?? parts.find(({ role }) => role === 'figure');
}

function chordNotes(part: Part, { tones }: Accent['chord']): MidiNote[] {
  const pitches = tones.slice(0, 4).map((tone) => within(part, nearestPitch(tone, 62)));
  return [...new Set(pitches)].sort((a, b) => a - b);
}

/** A cymbal and the deep drum of a kit, the root on timpani, the low skin of others. */
function strokes({ instrument }: Part, root: number): MidiNote[] {
  if (instruments[instrument].kit === true) return [36, instrument === 'orchestral-kit' ? 57 : 49];
  return instrument === 'timpani' ? [nearestPitch(root, 43)] : [43];
}

function within({ instrument }: Part, pitch: MidiNote): MidiNote {
  const [low, high] = instruments[instrument].range;
  let moved = pitch;
  while (moved < low) moved += 12;
  while (moved > high) moved -= 12;
  return moved < low ? low + mod(pitch - low, 12) : moved;
}

const pedal = 64;

/** Nothing sounds on before the moment, and a held pedal is let go. */
function silenced(part: Part, { tick, silence }: Accent): Part {
  if (silence === 0) return part;
  const from = tick - silence;
  const notes = part.notes.flatMap((note): Note[] => {
    if (note.tick >= from && note.tick < tick - own) return [];
    const hangsOver = note.tick < from && note.tick + note.duration > from;
    // What goes on through the moment is struck again there.
    const goes = note.tick + note.duration > tick + goesOn;
    if (!hangsOver) return [note];
    const cut = { ...note, duration: from - note.tick };
    return goes ? [cut, { ...note, tick, duration: note.tick + note.duration - tick }] : [cut];
  });
  const held = part.controllers.some(({ controller }) => controller === pedal);
  if (!held) return { ...part, notes };
  const controllers = [
    ...part.controllers.filter(
      (event) => event.controller !== pedal || event.tick < from || event.tick >= tick,
    ),
    { tick: from, controller: pedal, value: 0 },
    { tick: tick + 24, controller: pedal, value: 127 },
  ].sort((a, b) => a.tick - b.tick || a.controller - b.controller);
  return { ...part, notes, controllers };
}
