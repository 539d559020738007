/**
 * A piece from an older one. One change at a time:
 *
 * ```
 * keep, another seed ──► reroll ──────┐
 * bars ──► composeBars ───────────────┤
 * extend ──► extendPiece ─────────────┼─► checked against the locks ─► the piece, what was kept of every part
 * edited parts ──► editPiece ─────────┤
 * attributes ──► what they govern ────┘   composed again from the same seeds, or only moved
 * ```
 * Music that changes over time or meets hits goes the same ways in `arc/reviseArc.ts`.
 * Pure and deterministic, like the engine: the same piece, change and seeds give the same piece.
 */
import { readBrief } from '../request.ts';
import { reviseArc } from './arc/reviseArc.ts';
import { checkLocks } from './checkLocks.ts';
import { compareParts } from './compareParts.ts';
import { composeBars } from './composeBars.ts';
import { editPiece } from './editPiece.ts';
import { extendPiece } from './extendPiece.ts';
import { bothLocks, readLocks } from './locks.ts';
import { isComposedAgain, isWithinBars, ungoverned } from './governed.ts';
import { reroll } from './reroll.ts';
import { isArcPiece } from './piece.ts';
import { louder, reinstrumented, retimed, transposed } from './transforms.ts';
import type { Brief } from '../../../../bridge/protocol/brief.ts';
import type { Change, KeptPart } from '../../../../bridge/protocol/revision.ts';
import type { Role } from '../../../../bridge/protocol/roles.ts';
import type { Part } from '../../../../bridge/protocol/score.ts';
import type { ScoreRequest } from '../request.ts';
import type { ComposedScore } from '../composeScore.ts';
import type { AnyPiece, Piece } from './piece.ts';

/** What is done to a piece. */
export interface ReviseRequest<P extends AnyPiece = AnyPiece> {
  before: P;
  /** Seeds of the piece before. */
  own: Readonly<Record<string, number>>;
  /** The brief of the new piece. */
  brief: Brief;
  change: Change;
  /** Master seed of what is composed anew. */
  seed: number;
  /** Seeds of all decisions, to make a revision again. */
  seeds?: Readonly<Record<string, number>> | undefined;
  /** The edited parts, where the change has a score. */
  edited?: readonly Part[] | undefined;
}

/** A revised piece. */
export interface RevisedPiece<P extends AnyPiece = AnyPiece> extends Omit<ComposedScore, 'score'> {
  piece: P;
  kept: KeptPart[];
  /** What could not be kept and why; what is otherwise worth knowing. */
  notes: string[];
}

type Done<P extends AnyPiece = Piece> = Omit<ComposedScore, 'score'> & {
  piece: P;
  notes: string[];
  moved?: ReadonlyMap<Role, number>;
};

/** Revises. A lock that did not hold is an error, not a result: `RangeError` with what is amiss. */
export function revise(asked: ReviseRequest<Piece>): RevisedPiece<Piece>;
export function revise(asked: ReviseRequest): RevisedPiece;
export function revise(asked: ReviseRequest): RevisedPiece {
  const { before, change, brief } = asked;
  const done: Done<AnyPiece> = isArcPiece(before)
    ? reviseArc({ ...asked, before })
    : changed({ ...asked, before }, readBrief(brief));
  const broken = checkLocks(before, done.piece, change);
  if (broken.length > 0) throw new RangeError(`revise: ${broken.join('; ')}`);
  return { ...done, kept: compareParts(before.score, done.piece.score, done.moved) };
}

function changed(asked: ReviseRequest<Piece>, wanted: ScoreRequest): Done {
  const { before, own, change, seed, seeds, edited } = asked;
  const { request } = before.composition;
  const again = seeds === undefined ? { seed } : { seed, seeds };
  if (edited !== undefined)
    return unchosen(editPiece(before, edited, { ...request, ...lengthOf(wanted) }), own);
  if (change.extend !== undefined)
    return extendPiece({ before, own, ...again, request: { ...request, ...lengthOf(wanted) } });
  if (change.bars !== undefined) {
    const within = withinBars(request, change);
    return composeBars({
      before,
      own,
      ...again,
      bars: change.bars,
      request: within,
      locks: readLocks(change.keep),
    });
  }
  return withAttributes(asked, wanted);
}

/** Attributes that hold within the bars only. */
function withinBars(request: ScoreRequest, { attributes }: Change): ScoreRequest {
  const given = Object.entries(attributes).filter(([name]) => isWithinBars(name));
  return { ...request, ...(Object.fromEntries(given) as Partial<ScoreRequest>) };
}

function lengthOf({ bars, seconds }: ScoreRequest): Pick<ScoreRequest, 'bars' | 'seconds'> {
  return { bars, seconds };
}

/** Nothing was decided anew. */
function unchosen(piece: Piece, own: Readonly<Record<string, number>>): Done {
  return { piece, seeds: { ...own }, candidates: { tried: 1, chosen: 0, score: 1 }, notes: [] };
}

/** First what has to be composed again, then what only moves notes. */
function withAttributes(
  { before, brief, own, change, seed, seeds }: ReviseRequest<Piece>,
  wanted: ScoreRequest,
): Done {
  const old = before.composition.request;
  const { attributes, reroll: isRolled } = change;
  const isOtherMode = wanted.key.mode !== old.key.mode;
  const names = Object.keys(attributes);
  let done = unchosen(before, own);
  if (isRolled || isOtherMode || names.some(isComposedAgain)) {
    const stays = isRolled ? [] : ungoverned(attributes, isOtherMode);
    const locks = bothLocks(readLocks(change.keep), readLocks(stays));
    // What only moves notes is done to the result.
    const request = {
      ...wanted,
      ...{ bars: old.bars, seconds: old.seconds, tempo: old.tempo, dynamics: old.dynamics },
      instruments: attributes.style === undefined ? old.instruments : wanted.instruments,
      key: isOtherMode ? wanted.key : old.key,
      sections: old.sections,
    };
    const from = isRolled
      ? { seed, ...(seeds === undefined ? {} : { seeds }) }
      : { seed, seeds: seeds ?? own };
    const asked = {
      before,
      brief,
      request,
      locks,
      title: before.score.title,
      isMelodyGiven: change.melody === 'given',
    };
    done = { ...reroll({ ...asked, ...from }), notes: [] };
  }
  return moved(done, wanted);
}

/** The changes that leave the notes as they are. */
function moved(done: Done, wanted: ScoreRequest): Done {
  let { piece } = done;
  const notes = [...done.notes];
  const request = (): ScoreRequest => piece.composition.request;
  if (JSON.stringify(request().instruments) !== JSON.stringify(wanted.instruments)) {
    const played = reinstrumented(piece, { ...request(), instruments: wanted.instruments });
    piece = played.piece;
    notes.push(...played.notes);
  }
  let steps: ReadonlyMap<Role, number> | undefined;
  if (request().key.tonic !== wanted.key.tonic) {
    const inKey = transposed(piece, { ...request(), key: wanted.key });
    piece = inKey.piece;
    steps = inKey.moved;
    notes.push(...inKey.notes);
  }
  if (request().dynamics !== wanted.dynamics)
    piece = louder(piece, { ...request(), dynamics: wanted.dynamics });
  const isRetimed = request().tempo !== wanted.tempo || request().seconds !== wanted.seconds;
  if (isRetimed) piece = retimed(piece, { ...request(), tempo: wanted.tempo, seconds: wanted.seconds });
  return { ...done, piece, notes, ...(steps === undefined ? {} : { moved: steps }) };
}
