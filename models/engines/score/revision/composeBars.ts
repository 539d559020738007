/**
 * Composes a range of bars anew and leaves all others as they are.
 *
 *   phrases of the range, last notes before it ─► passage ─► parts joined at the seams, chords and lines put in
 */
import { profiles } from '../styles/profiles.ts';
import { formIn, linesIn, spansIn, voicedIn } from './barRange.ts';
import { joinAtSeams } from './joinAtSeams.ts';
import { keptParts } from './keptParts.ts';
import { statementsIn } from './keptThemes.ts';
import { composePassage, seamAt } from './passage.ts';
import { withParts } from './piece.ts';
import { ringTicks } from './ringTicks.ts';
import { pitchAt } from '../texture/sounding.ts';
import type { ComposeRequest } from '../composeScore.ts';
import type { ScoreRequest } from '../request.ts';
import type { Draft } from '../selection/features.ts';
import type { Part, Score } from '../../../../bridge/protocol/score.ts';
import type { BarRange } from './barRange.ts';
import type { KeptLines } from './draftKept.ts';
import type { Locks } from './locks.ts';
import type { ComposedPiece, Piece } from './piece.ts';
import type { ComposedPassage } from './passage.ts';

/** What is composed anew. */
export interface BarsRequest extends Pick<ComposeRequest, 'seed' | 'seeds' | 'candidates'> {
  before: Piece;
  /** What the range is to be like. */
  request: ScoreRequest;
  /** Seeds of the piece: what a texture is like stays where the chords change. */
  own: Readonly<Record<string, number>>;
  /** First and last bar, from 1. */
  bars: readonly [number, number];
  locks: Locks;
}

/** Decisions that make the range a part of its piece, while its chords are others. */
export const ofThePiece = ['motif', 'figure', 'bass', 'voicing', 'colour'];

/** Composes the bars. */
export function composeBars(asked: BarsRequest): ComposedPiece & { notes: string[] } {
  const { before, request, own, bars, locks } = asked;
  const { composition, score } = before;
  const { bar } = composition.request.grid;
  const [from, to] = [bars[0] - 1, bars[1]];
  const range = { start: from * bar, end: to * bar };
  const { form, phrases } = formIn(composition.form, from, to);
  const isEnd = range.end === score.endTick;
  const inPiece = locks.harmony ? ['motif'] : ofThePiece;
  const kept = Object.fromEntries(Object.entries(own).filter(([name]) => inPiece.includes(name)));
  const spans = localPhrases(spansIn(composition.spans, range), phrases);
  const passage = composePassage({
    ...asked,
    seeds: asked.seeds ?? kept,
    request: { ...request, bars: to - from },
    profile: profiles[request.style],
    form: () => form,
    before: seamAt(before, range.start),
    ...(isEnd ? {} : { after: after(before, range) }),
    kept: { ...linesOf(before, range, phrases), spans },
    statements: statementsIn(composition.statements, range, phrases),
    close:
      form.phrases.at(-1)?.cadence === 'open'
        ? spans.filter(({ tick }) => tick >= range.end - range.start - bar)
        : [],
    ending: isEnd
      ? { endTick: range.end - range.start, ringTicks: ringTicks(score) }
      : { endTick: range.end - range.start, ringTicks: 0, isOpen: true },
  });
  const joined = joinParts(before, passage, isEnd ? { ...range, end: Infinity } : range, locks);
  const draft = joinDrafts(before, passage.draft, range, phrases);
  const cut = joined.reduce((sum, one) => sum + one.cut, 0);
  return {
    piece: withParts(
      draft,
      joined.map(({ part }) => part),
      score.title,
    ),
    seeds: passage.seeds,
    candidates: passage.candidates,
    notes: cut === 0 ? [] : [`${cut} notes that were held over into bar ${bars[0]} end there`],
  };
}

/** The first notes of the outer voices after a range. */
export function after(
  { melody, bass }: Pick<Draft, 'melody' | 'bass'>,
  { end }: Pick<BarRange, 'end'>,
): { melody?: number | undefined; bass?: number | undefined } {
  return { melody: melody.find(({ tick }) => tick >= end)?.pitch, bass: pitchAt(bass, end) };
}

/** Chords with the phrases of the range for those of the piece. */
export function localPhrases<S extends { phrase: number }>(
  spans: readonly S[],
  phrases: readonly number[],
): S[] {
  return spans.map((span) => ({ ...span, phrase: Math.max(0, phrases.indexOf(span.phrase)) }));
}

/** The lines of a range, in its ticks. */
export function linesOf(
  before: Draft & { score: Pick<Score, 'parts'> },
  range: BarRange,
  phrases: readonly number[],
): KeptLines {
  const { melody, bass, voiced, score } = before;
  const lead = score.parts.find(({ role }) => role === 'lead')?.notes ?? [];
  const first = melody.findIndex(({ tick }) => tick >= range.start);
  const own = linesIn(melody, range);
  return {
    melody: own,
    played: first < 0 ? [] : lead.slice(first, first + own.length),
    playedBefore: lead[first - 1],
    playedAfter: first < 0 ? undefined : lead[first + own.length],
    bass: linesIn(bass, range),
    voiced: voicedIn(voiced, range).map(({ span, pitches }) => ({
      span: localPhrases([span], phrases)[0] ?? span,
      pitches,
    })),
  };
}

function joinParts(
  before: Piece,
  { draft, parts }: ComposedPassage,
  range: BarRange,
  locks: Locks,
): { part: Part; cut: number }[] {
  const inRange = cutPiece(before, range, draft);
  const fresh = keptParts(inRange, draft, parts, { ...locks, roles: new Set() });
  return before.composition.request.instruments.flatMap(({ role }) => {
    const old = before.score.parts.find((part) => part.role === role);
    const own = fresh.find((part) => part.role === role);
    if (locks.roles.has(role)) return old === undefined ? [] : [{ part: old, cut: 0 }];
    if (old !== undefined) return [joinAtSeams(old, own, range)];
    if (own === undefined) return [];
    const silent = { ...own, notes: [], controllers: [], bends: [] };
    return [joinAtSeams(silent, own, range)];
  });
}

/** The parts of the range as a piece, for what is kept of them. */
function cutPiece(before: Piece, range: BarRange, draft: Draft): Piece {
  const { score } = before;
  const first = before.melody.findIndex(({ tick }) => tick >= range.start);
  const count = linesIn(before.melody, range).length;
  const parts = score.parts.map((part) => {
    const notes = part.role === 'lead' && first >= 0 ? part.notes.slice(first, first + count) : [];
    return {
      ...part,
      notes: notes.map((note) => ({ ...note, tick: note.tick - range.start })),
      controllers: part.controllers
        .filter(({ tick }) => tick >= range.start && tick < range.end)
        .map((event) => ({ ...event, tick: event.tick - range.start })),
      bends: [],
    };
  });
  return { ...before, ...draft, score: { ...score, parts } };
}

/** A draft with that of a range in its place. */
export function joinDrafts(
  before: Draft & { score: Pick<Score, 'endTick'> },
  fresh: Draft,
  range: BarRange,
  phrases: readonly number[],
): Draft {
  const { composition, melody, bass, voiced, score } = before;
  const { start, end } = range;
  const isOutside = ({ tick }: { tick: number }): boolean => tick < start || tick >= end;
  const placed = <T extends { tick: number }>(one: T): T => ({ ...one, tick: one.tick + start });
  const inPiece = <S extends { tick: number; phrase: number }>(span: S): S => ({
    ...placed(span),
    phrase: phrases[span.phrase] ?? span.phrase,
  });
  const [opening, closing] = [
    { start: 0, end: start },
    { start: end, end: score.endTick },
  ];
  const byTick = (a: { tick: number }, b: { tick: number }): number => a.tick - b.tick;
  const spans = [
    ...spansIn(composition.spans, opening),
    ...fresh.composition.spans.map(inPiece),
    ...spansIn(composition.spans, closing).map((span) => ({ ...span, tick: span.tick + end })),
  ];
  return {
    composition: { ...composition, spans },
    melody: [...melody.filter(isOutside), ...fresh.melody.map(placed)].sort(byTick),
    bass: [...bass.filter(isOutside), ...fresh.bass.map(placed)].sort(byTick),
    voiced: [
      ...voicedIn(voiced, opening),
      ...fresh.voiced.map(({ span, pitches }) => ({ span: inPiece(span), pitches })),
      ...voicedIn(voiced, closing).map(({ span, pitches }) => ({
        span: { ...span, tick: span.tick + end },
        pitches,
      })),
    ],
  };
}
