/**
 * An arc from an older one, by the same changes as a piece of one kind. Its grid has nothing of chance: as long as the brief asks for the same
 * moments, bars, tempi and hits are where they were, whatever is composed anew.
 */
import { composeArcPiece } from '../../arc/composeArc.ts';
import { isComposedAgain, ungoverned } from '../governed.ts';
import { bothLocks, holdsForm, noLocks, readLocks } from '../locks.ts';
import { composeArcBars } from './composeArcBars.ts';
import { editArc } from './editArc.ts';
import { playedMelody, scoreOnRhythm } from './scoreOnRhythm.ts';
import { putBack } from './putBack.ts';
import type { ArcPiece, ComposedArc } from '../../arc/composeArc.ts';
import type { Locks } from '../locks.ts';
import type { ReviseRequest } from '../revise.ts';

/** What is done to an arc. */
type ReviseArcRequest = ReviseRequest<ArcPiece>;

/** Revises an arc. @throws RangeError with what cannot be done */
export function reviseArc(asked: ReviseArcRequest): ComposedArc & { notes: string[] } {
  const { before, own, change, seed, seeds, edited } = asked;
  if (edited !== undefined) return unchosen(editArc(before, edited), own);
  if (change.extend !== undefined)
    throw new RangeError('revise: music that changes over time ends where its sections end');
  if (change.bars !== undefined) {
    const { bars, keep, attributes } = change;
    return composeArcBars({ before, own, bars, locks: readLocks(keep), attributes, seed, seeds });
  }
  if (change.reroll) {
    const locks = readLocks(change.keep);
    const given = seeds ?? (holdsForm(locks) ? seedOf(own, 'form') : {});
    return { ...composedAround(asked, locks, { seed, seeds: given }), notes: [] };
  }
  if (isLouderOnly(asked)) return unchosen(louderArc(asked), own);
  return { ...withAttributes(asked), notes: [] };
}

function seedOf(own: Readonly<Record<string, number>>, name: string): Record<string, number> {
  const value = own[name];
  return value === undefined ? {} : { [name]: value };
}

function unchosen(piece: ArcPiece, own: Readonly<Record<string, number>>): ComposedArc & { notes: string[] } {
  return { piece, seeds: { ...own }, candidates: { tried: 1, chosen: 0, score: 1 }, notes: [] };
}

interface Seeds {
  seed: number;
  seeds: Readonly<Record<string, number>>;
}

function composedAround(
  { before, brief }: ReviseArcRequest,
  locks: Locks,
  { seed, seeds }: Seeds,
): ComposedArc {
  const { title } = before.score;
  const request = { brief, seed, seeds, title };
  if (!holdsForm(locks)) return composeArcPiece(request);
  const { passages } = before.draft;
  const old = before.score.parts;
  const played = passages.map((one) => playedMelody(before.score, one));
  return composeArcPiece(request, {
    lines: { passages, played, locks },
    putBack: (finished, now) =>
      putBack(old, (locks.rhythm ? scoreOnRhythm(before, now, finished) : finished).parts, locks),
  });
}

/** Composed again from its own seeds: what the attributes do not govern stays, where the bars stay where they are. */
function withAttributes(asked: ReviseArcRequest): ComposedArc {
  const { own, change, seed, seeds } = asked;
  const from = { seed, seeds: seeds ?? own };
  const kept = readLocks(change.keep);
  const locks = bothLocks(kept, ungovernedLocks(asked));
  try {
    return composedAround(asked, locks, from);
  } catch (cause) {
    if (!(cause instanceof RangeError) || holdsForm(kept)) throw cause;
    return composedAround(asked, noLocks, from);
  }
}

function ungovernedLocks({ change: { attributes }, before }: ReviseArcRequest): Locks {
  const names = Object.keys(attributes);
  if (names.some((name) => !isComposedAgain(name) && name !== 'instruments')) return noLocks;
  const { instruments, ...others } = attributes;
  const stays = ungoverned(others, false);
  if (instruments === undefined) return readLocks(stays);
  if (Object.keys(others).length > 0) return noLocks;
  const roles = before.score.parts.map(({ role }) => role);
  const same = roles.filter((role) => instruments.every((player) => player.role !== role));
  return { ...readLocks(['harmony']), roles: new Set(same), melody: same.includes('lead') };
}

/** True where the loudness of all of it is changed and nothing else: no keyframe and no section says its own. */
function isLouderOnly({ brief, change: { attributes } }: ReviseArcRequest): boolean {
  const names = Object.keys(attributes);
  const isOwn = brief.sections.some((section) => section.attributes?.dynamics !== undefined);
  return names.length === 1 && names[0] === 'dynamics' && brief.keyframes?.dynamics === undefined && !isOwn;
}

/** Steps of MIDI velocity a unit of dynamics, as `performance/perform.ts` plays. */
const velocitySpan = 66;

function louderArc({ before, brief }: ReviseArcRequest): ArcPiece {
  const [first] = before.draft.passages;
  const now = brief.attributes.dynamics.value;
  const by = Math.round(velocitySpan * (now - (first?.passage.request.dynamics ?? now)));
  const { draft, score } = before;
  const parts = score.parts.map((part) => ({
    ...part,
    notes: part.notes.map((note) => ({
      ...note,
      midiVelocity: Math.min(122, Math.max(14, note.midiVelocity + by)),
    })),
  }));
  const passages = draft.passages.map((one) => ({
    ...one,
    passage: { ...one.passage, request: { ...one.passage.request, dynamics: now } },
  }));
  return { ...before, draft: { ...draft, passages }, score: { ...score, parts } };
}
