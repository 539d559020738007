/** A piece as revisions need it: what it was composed from, and the score that sounds. */
import { isArc } from '../arc/askedArc.ts';
import { composeArcPiece } from '../arc/composeArc.ts';
import { candidatesOf, scoreOfDraft, writeDraft } from '../composeScore.ts';
import { readBrief } from '../request.ts';
import type { Part, Score } from '../../../../bridge/protocol/score.ts';
import type { ArcPiece } from '../arc/composeArc.ts';
import type { ComposedScore, ComposeRequest } from '../composeScore.ts';
import type { Draft } from '../selection/features.ts';

/** A draft with its score. After an edit by hand the lines of the draft are those of the score, rounded to the grid. */
export interface Piece extends Draft {
  score: Score;
}

/** A piece of one kind, or one that changes over time. */
export type AnyPiece = Piece | ArcPiece;

/** A piece with the decisions that made it. */
export interface ComposedPiece<P extends AnyPiece = Piece> extends Omit<ComposedScore, 'score'> {
  piece: P;
}

/** True for music that changes over time or meets hits. */
export function isArcPiece(piece: AnyPiece): piece is ArcPiece {
  return 'grid' in piece;
}

/** Composes a piece of either kind as `composeScore` does; with the seeds of a recipe, the same one. */
export function composeAnyPiece(request: ComposeRequest): ComposedPiece<AnyPiece> {
  return isArc(request.brief) ? composeArcPiece(request) : composePiece(request);
}

/** Composes a piece as `composeScore` does, of a brief that does not change over time; with the seeds of a recipe, the same one. */
export function composePiece(request: ComposeRequest): ComposedPiece {
  const asked = readBrief(request.brief);
  const { draft, ...decided } = candidatesOf(request, asked, (own) => writeDraft(asked, own, request.brief));
  return { piece: { ...draft, score: scoreOfDraft(draft, request.title ?? 'Leitmotif') }, ...decided };
}

/** A draft with parts of its own in place of those that would be arranged for it. */
export function withParts(draft: Draft, parts: readonly Part[], title: string): Piece {
  const { composition, melody, bass, voiced } = draft;
  const sounding = parts.filter(({ notes }) => notes.length > 0);
  return {
    ...{ composition, melody, bass, voiced },
    score: { ...scoreOfDraft(draft, title), parts: sounding },
  };
}
