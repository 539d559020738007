/**
 * The themes of a piece that is revised: where the form stays, every phrase states what it did; where it is new, themes are planned anew.
 *
 * What is heard is told, and nothing else: notes that stay keep their statement, a part that was edited keeps those that are still in it.
 */
import { ticksPerQuarter } from '../../../../bridge/protocol/units.ts';
import { roomsOf } from '../composeScore.ts';
import { placeThemes } from '../themes/placeThemes.ts';
import { planThemes, statesThemes } from '../themes/planThemes.ts';
import { holdsForm } from './locks.ts';
import type { Brief } from '../../../../bridge/protocol/brief.ts';
import type { Part } from '../../../../bridge/protocol/score.ts';
import type { Role } from '../../../../bridge/protocol/roles.ts';
import type { Ticks } from '../../../../bridge/protocol/units.ts';
import type { Form } from '../form/form.ts';
import type { ScoreRequest } from '../request.ts';
import type { StyleProfile } from '../styles/styleProfile.ts';
import type { Statements } from '../themes/placeThemes.ts';
import type { Statement } from '../themes/statement.ts';
import type { BarRange } from './barRange.ts';
import type { Locks } from './locks.ts';
import type { Piece } from './piece.ts';

/** What the themes of a piece that is composed anew follow from. */
export interface KeptThemesRequest {
  brief: Pick<Brief, 'themes' | 'appearances' | 'sections'>;
  before: Piece;
  form: Form;
  request: ScoreRequest;
  profile: StyleProfile;
  locks: Locks;
}

/** What the phrases of a piece state that is composed anew; nothing where it has no themes. */
export function keptThemes({ brief, before, ...frame }: KeptThemesRequest): Statements | undefined {
  const { form, request, profile, locks } = frame;
  const { statements } = before.composition;
  if (holdsForm(locks)) return statements === undefined ? undefined : restated(statements, frame);
  if (!statesThemes(brief)) return undefined;
  return placeThemes(planThemes(brief, roomsOf(form, request)), form, request, profile);
}

/** The same themes in the same phrases, in the key of now; parts that stay keep the very notes. */
export function restated(
  old: Statements,
  { form, request, profile, locks }: Pick<KeptThemesRequest, 'form' | 'request' | 'profile' | 'locks'>,
): Statements {
  const placed = placeThemes(old, form, request, profile);
  const isKept = ({ role }: Statement): boolean => locks.roles.has(role);
  return new Map(
    [...old].map(([index, own]) => {
      const fresh = (placed.get(index) ?? []).filter((statement) => !isKept(statement));
      return [index, [...own.filter(isKept), ...fresh]];
    }),
  );
}

/** What is stated in a range of bars, in ticks of the range and by its own phrases; notes count where they begin. */
export function statementsIn(
  statements: Statements | undefined,
  { start, end }: BarRange,
  phrases: readonly number[],
): Statements | undefined {
  if (statements === undefined) return undefined;
  const local = phrases.map((index, own): [number, Statement[]] => [
    own,
    (statements.get(index) ?? []).flatMap((statement) => {
      const notes = statement.notes
        .filter(({ tick }) => tick >= start && tick < end)
        .map((note) => ({
          ...note,
          tick: note.tick - start,
          duration: Math.min(note.duration, end - note.tick),
        }));
      return notes.length === 0 ? [] : [{ ...statement, notes }];
    }),
  ]);
  return new Map(local.filter(([, own]) => own.length > 0));
}

/** Statements with their pitches moved, by role. */
export function movedStatements(
  statements: Statements | undefined,
  stepsOf: (role: Role) => number,
): Statements | undefined {
  if (statements === undefined) return undefined;
  const moved = ({ notes, ...use }: Statement): Statement => ({
    ...use,
    notes: notes.map((note) => ({ ...note, pitch: note.pitch + stepsOf(use.role) })),
  });
  return new Map([...statements].map(([index, own]) => [index, own.map(moved)]));
}

/** How far a player may be from the notated onset: a swung eighth, late. */
const mostOff: Ticks = ticksPerQuarter / 3;

/** The statements that are still in the notes of the parts, an octave higher or lower perhaps. */
export function statementsHeard(
  statements: Statements | undefined,
  parts: readonly Part[],
): Statements | undefined {
  if (statements === undefined) return undefined;
  const kept = [...statements].map(([index, own]): [number, Statement[]] => [
    index,
    own.filter((statement) => isHeard(statement, parts)),
  ]);
  return new Map(kept.filter(([, own]) => own.length > 0));
}

function isHeard({ role, notes }: Statement, parts: readonly Part[]): boolean {
  const played = parts.filter((part) => part.role === role).flatMap((part) => part.notes);
  return [-12, 0, 12].some((octave) =>
    notes.every(({ tick, pitch }) =>
      played.some((note) => Math.abs(note.tick - tick) <= mostOff && note.pitch === pitch + octave),
    ),
  );
}
