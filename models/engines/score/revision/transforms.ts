/** Changes that leave the notes as they are: another tempo, another tonic, louder or softer, other players. */
import { instruments } from '../../../../bridge/protocol/instruments.ts';
import { intoRange } from '../orchestration/arrange.ts';
import { pedalOf, expressionOf, vibratoOf } from '../performance/controllers.ts';
import { seatOf } from '../orchestration/seating.ts';
import { parseChord } from '../theory/chord.ts';
import { mod } from '../theory/scale.ts';
import { seated } from './keptParts.ts';
import { movedStatements } from './keptThemes.ts';
import { withParts } from './piece.ts';
import { ringTicks } from './ringTicks.ts';
import type { RoleInstrument } from '../../../../bridge/protocol/attributes.ts';
import type { Part, Score } from '../../../../bridge/protocol/score.ts';
import type { Role } from '../../../../bridge/protocol/roles.ts';
import type { Ticks } from '../../../../bridge/protocol/units.ts';
import type { LineNote } from '../melody/line.ts';
import type { ScoreRequest } from '../request.ts';
import type { Piece } from './piece.ts';

/** The piece under another request, its parts changed by a function of old part and new score. */
function under(piece: Piece, request: ScoreRequest, change: (part: Part, score: Score) => Part): Piece {
  const { composition, score } = piece;
  const same = { ...piece, composition: { ...composition, request } };
  const { score: now } = withParts(same, score.parts, score.title);
  return withParts(
    same,
    score.parts.map((part) => change(part, now)),
    score.title,
  );
}

/** Another tempo or length of the ring-out: what rings on after the last bar rings for its share of it. */
export function retimed(piece: Piece, request: ScoreRequest): Piece {
  const { endTick } = piece.score;
  const old = ringTicks(piece.score);
  return under(piece, request, (part, score) => {
    const ratio = old === 0 ? 1 : ringTicks(score) / old;
    const moved = (tick: Ticks): Ticks =>
      tick <= endTick ? tick : endTick + Math.round((tick - endTick) * ratio);
    return {
      ...part,
      notes: part.notes.map((note) => ({
        ...note,
        duration: Math.max(1, moved(note.tick + note.duration) - note.tick),
      })),
      controllers: part.controllers.map((event) => ({ ...event, tick: moved(event.tick) })),
      bends: part.bends.map((event) => ({ ...event, tick: moved(event.tick) })),
    };
  });
}

/** Loudness of the level that `performance/perform.ts` plays at, in steps of MIDI velocity a unit of dynamics. */
const velocitySpan = 66;

/** Louder or softer: every velocity by as much as the level moves. */
export function louder(piece: Piece, request: ScoreRequest): Piece {
  const by = Math.round(velocitySpan * (request.dynamics - piece.composition.request.dynamics));
  return under(piece, request, (part) => ({
    ...part,
    notes: part.notes.map((note) => ({
      ...note,
      midiVelocity: Math.min(122, Math.max(14, note.midiVelocity + by)),
    })),
  }));
}

/** A piece in a new key of the same mode, and by how many semitones each role was moved. */
export interface TransposedPiece {
  piece: Piece;
  moved: ReadonlyMap<Role, number>;
  notes: string[];
}

/** Moves all that has a pitch to another tonic, the shorter way; a part that would leave its instrument goes an octave further. */
export function transposed(piece: Piece, request: ScoreRequest): TransposedPiece {
  const { composition, melody, bass, voiced } = piece;
  const up = mod(request.key.tonicClass - composition.request.key.tonicClass, 12);
  const by = up > 6 ? up - 12 : up;
  const moved = new Map<Role, number>();
  const notes: string[] = [];
  const spans = composition.spans.map((span) => ({
    ...span,
    chord: parseChord(span.chord.spec, request.key),
  }));
  const line = (old: readonly LineNote[]): LineNote[] =>
    old.map((note) => ({ ...note, pitch: note.pitch + by }));
  const lines = {
    melody: line(melody),
    bass: line(bass),
    voiced: voiced.map(({ pitches }, i) => ({
      span: spans[i] ?? { tick: 0, duration: 0, chord: parseChord('1', request.key), phrase: 0 },
      pitches: pitches.map((pitch) => pitch + by),
    })),
  };
  const parts = piece.score.parts.map((part) => {
    if (!hasPitch(part)) return part;
    const [low, high] = instruments[part.instrument].range;
    const own = [by, by - 12, by + 12]
      .sort((a, b) => Math.abs(a) - Math.abs(b))
      .find((steps) => part.notes.every(({ pitch }) => pitch + steps >= low && pitch + steps <= high));
    moved.set(part.role, own ?? by);
    if (own === undefined)
      notes.push(`some notes of the ${part.role} went an octave further, into its range`);
    return {
      ...part,
      notes: part.notes.map((note) => {
        const pitch = note.pitch + (own ?? by);
        return { ...note, pitch: own === undefined ? intoRange(pitch, low, high) : pitch };
      }),
    };
  });
  const statements = movedStatements(composition.statements, (role) => moved.get(role) ?? by);
  const draft = { ...lines, composition: { ...composition, request, spans, statements } };
  return { piece: withParts(draft, parts, piece.score.title), moved, notes };
}

/** False for kits and drums without a pitch; timpani have one. */
function hasPitch({ instrument }: Part): boolean {
  const { kit, family } = instruments[instrument];
  return kit !== true && (family !== 'drums' || instrument === 'timpani');
}

/** The same notes on other players. Notes that a player has not are moved by octaves, and told. */
export function reinstrumented(piece: Piece, request: ScoreRequest): { piece: Piece; notes: string[] } {
  const { composition, score } = piece;
  const told: string[] = [];
  const parts = request.instruments.flatMap((player, index) => {
    const old = score.parts.find(({ role }) => role === player.role);
    if (old === undefined) return [];
    if (old.instrument === player.instrument) return [seated(old, player, index)];
    const { part, moved } = onPlayer(old, player, piece);
    if (moved > 0) told.push(`${moved} notes of the ${player.role} went by octaves into the new range`);
    return [seated(part, player, index)];
  });
  const draft = { ...piece, composition: { ...composition, request } };
  return { piece: withParts(draft, parts, score.title), notes: told };
}

function onPlayer(old: Part, player: RoleInstrument, piece: Piece): { part: Part; moved: number } {
  const known = instruments[player.instrument];
  const [low, high] = known.range;
  const notes = old.notes.map((note) => ({ ...note, pitch: intoRange(note.pitch, low, high) }));
  const moved = notes.filter(({ pitch }, i) => pitch !== old.notes[i]?.pitch).length;
  const ending = { endTick: piece.score.endTick, ringTicks: ringTicks(piece.score) };
  const { composition } = piece;
  const controllers = [
    ...pedalOf(player.instrument, player.role, composition.spans, ending),
    ...expressionOf(known.excitation, player.role, composition, ending),
    ...vibratoOf(known.excitation, player.role, notes),
  ].sort((a, b) => a.tick - b.tick || a.controller - b.controller);
  const part = {
    ...old,
    name: `${player.role}: ${known.title}`,
    instrument: player.instrument,
    program: player.program,
    pan: seatOf(player.instrument, player.role),
    chorus: known.family === 'synth' ? 30 : 0,
    notes,
    controllers,
  };
  return { part, moved };
}
