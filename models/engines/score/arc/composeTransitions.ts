/**
 * Composes the way from section to section on the finished parts: what rises is driven on (crescendo, a roll or a run into the
 * border), what falls is thinned (layers leave, the rest fades). Keys are led over by the harmony before this.
 */
import { instruments } from '../../../../bridge/protocol/instruments.ts';
import { nearestPitch, pitchesWithin } from '../theory/scale.ts';
import type { Note, Part } from '../../../../bridge/protocol/score.ts';
import type { MidiNote, PitchClass, Ticks, Unit } from '../../../../bridge/protocol/units.ts';

/** A border between two sections. */
export interface Border {
  tick: Ticks;
  /** Length of the bar before it. */
  bar: Ticks;
  /** Ticks from the beginning of the section before it. */
  room: Ticks;
  /** Energy after it less energy before it. */
  rise: number;
  /** Scale of the last chord before it, and the root of the first after it. */
  scale: readonly PitchClass[];
  root: PitchClass;
}

/** What is done at a border. */
export type Transition = 'riser' | 'thinning' | 'link';

/** Less than this is no rise and no fall. */
const noticeable = 0.1;
/** From this on a whole bar rolls or thins, not half of one. */
const strong = 0.25;

/** What a border needs. */
export function transitionOf({ rise }: Pick<Border, 'rise'>): Transition {
  if (rise >= noticeable) return 'riser';
  return rise <= -noticeable ? 'thinning' : 'link';
}

/** The parts with all borders composed. */
export function composeTransitions(parts: readonly Part[], borders: readonly Border[]): Part[] {
  return borders.reduce<Part[]>(
    (done, border) => {
      switch (transitionOf(border)) {
        case 'riser':
          return rising(done, border);
        case 'thinning':
          return thinning(done, border);
        case 'link':
          return done;
      }
    },
    [...parts],
  );
}

function rising(parts: readonly Part[], border: Border): Part[] {
  const from = border.tick - Math.min(2 * border.bar, border.room / 2);
  const louder = parts.map((part) => shaded(part, from, border.tick, 16));
  const player =
    louder.find(({ role }) => role === 'percussion') ??
    louder.find(({ role }) => role === 'colour') ??
    louder.find(({ role }) => role === 'figure');
  if (player === undefined) return louder;
  const added = player.role === 'percussion' ? roll(player, border) : run(player, border);
  return louder.map((part) => (part === player ? { ...part, notes: merged(part.notes, added) } : part));
}

/** Strokes in sixteenths, from soft to loud, into the border. */
function roll({ instrument }: Part, { tick, bar, rise, root }: Border): Note[] {
  const length = rise >= strong ? bar : bar / 2;
  const count = Math.floor(length / 120);
  const pitch = rollPitch(instrument, root);
  return Array.from({ length: count }, (_, i) => ({
    tick: tick - (count - i) * 120,
    duration: 110,
    pitch,
    midiVelocity: 34 + Math.round((62 * i) / count),
  }));
}

function rollPitch(instrument: Part['instrument'], root: PitchClass): MidiNote {
  if (instruments[instrument].kit === true) return 38;
  return instrument === 'timpani' ? nearestPitch((root + 7) % 12, 46) : 52;
}

/** A run up the scale through the last beat or two. */
function run({ instrument }: Part, { tick, rise, scale }: Border): Note[] {
  const [low, high] = instruments[instrument].sweet;
  const count = rise >= strong ? 8 : 5;
  const pitches = pitchesWithin(scale, low, high).slice(-count - 2, -2);
  return pitches.map((pitch, i) => ({
    tick: tick - (pitches.length - i) * 120,
    duration: 130,
    pitch,
    midiVelocity: 46 + Math.round((44 * i) / pitches.length),
  }));
}

const leaving: ReadonlySet<string> = new Set(['percussion', 'figure', 'colour', 'counter']);

function thinning(parts: readonly Part[], border: Border): Part[] {
  const from = border.tick - Math.min(2 * border.bar, border.room / 2);
  const leavesAt = border.tick - (border.rise <= -strong ? border.bar : border.bar / 2);
  return parts.map((part) => {
    const softer = shaded(part, from, border.tick, -14);
    if (!leaving.has(part.role)) return softer;
    const notes = softer.notes.filter(({ tick }) => tick < leavesAt || tick >= border.tick - 20);
    return { ...softer, notes };
  });
}

/** Velocities moved more and more towards the border. */
function shaded(part: Part, from: Ticks, to: Ticks, most: number): Part {
  const notes = part.notes.map((note) => {
    if (note.tick < from || note.tick >= to) return note;
    const way: Unit = (note.tick - from) / Math.max(1, to - from);
    return { ...note, midiVelocity: Math.min(122, Math.max(12, note.midiVelocity + Math.round(most * way))) };
  });
  return { ...part, notes };
}

function merged(notes: readonly Note[], added: readonly Note[]): Note[] {
  return [...notes, ...added].sort((a, b) => a.tick - b.tick || a.pitch - b.pitch);
}
