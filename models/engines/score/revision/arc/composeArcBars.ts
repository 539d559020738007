/**
 * Composes a range of bars of an arc anew. The bars of each passage in the range come from what sounds before them; then all of the arc is
 * arranged, with its transitions and accents, and of that the range is put into the old parts: outside, every note is what it was.
 */
import { decisionSeed } from '../../../../../bridge/protocol/seededRandom.ts';
import { finishArc } from '../../arc/composeArc.ts';
import { profileFor } from '../../arc/profileFor.ts';
import { decisions, seedDecisions } from '../../decisions.ts';
import { pitchAt } from '../../texture/sounding.ts';
import { formIn, isPlayedIn, rangeOfBars, spansIn } from '../barRange.ts';
import { after, joinDrafts, linesOf, localPhrases, ofThePiece } from '../composeBars.ts';
import { isWithinBars } from '../governed.ts';
import { joinAtSeams } from '../joinAtSeams.ts';
import { statementsIn } from '../keptThemes.ts';
import { composePassage, seamAt } from '../passage.ts';
import { playedMelody, scoreOnRhythm } from './scoreOnRhythm.ts';
import { isSamePlayer, onOwnChannels } from './putBack.ts';
import type { GivenAttributes } from '../../../../../bridge/protocol/attributes.ts';
import type { Part, Score } from '../../../../../bridge/protocol/score.ts';
import type { ArcPiece, ComposedArc } from '../../arc/composeArc.ts';
import type { DraftedPassage } from '../../arc/composePassages.ts';
import type { SeamBefore } from '../../composition.ts';
import type { DecisionSeeds } from '../../decisions.ts';
import type { ScoreRequest } from '../../request.ts';
import type { BarRange } from '../barRange.ts';
import type { Locks } from '../locks.ts';

/** What is composed anew. */
export interface ArcBarsRequest {
  before: ArcPiece;
  own: Readonly<Record<string, number>>;
  /** First and last bar, from 1. */
  bars: readonly [number, number];
  locks: Locks;
  /** What is different in the range. */
  attributes: GivenAttributes;
  seed: number;
  /** Seeds of all decisions, to make it again. */
  seeds?: Readonly<Record<string, number>> | undefined;
}

const mostCandidates = 8;

/** Composes the bars. */
export function composeArcBars(asked: ArcBarsRequest): ComposedArc & { notes: string[] } {
  const { before, own, bars, locks, seed } = asked;
  const inPiece = locks.harmony ? ['motif'] : ofThePiece;
  const kept = Object.fromEntries(Object.entries(own).filter(([name]) => inPiece.includes(name)));
  const given = asked.seeds ?? kept;
  const isFixed = decisions.every((name) => given[name] !== undefined);
  const tried = Array.from({ length: isFixed ? 1 : mostCandidates }, (_, i) =>
    rewritten(asked, seedDecisions(decisionSeed(seed, `candidate/${i}`), given)),
  );
  const chosen = tried.reduce((best, { rating }, i) => (rating > (tried[best]?.rating ?? -1) ? i : best), 0);
  const best = tried[chosen];
  if (best === undefined) throw new RangeError('composeArcBars: no candidate');
  const draft = { ...before.draft, passages: best.passages };
  const fresh = finishArc({ ...before, draft }, before.score.title);
  const range = rangeOfBars(before.score, bars);
  const { parts, cut } = spliced(
    before.score,
    locks.rhythm ? scoreOnRhythm(before, best.passages, fresh) : fresh,
    range,
    locks,
  );
  return {
    piece: { ...before, draft, score: { ...fresh, parts } },
    seeds: { ...best.seeds },
    candidates: { tried: tried.length, chosen, score: Math.max(0, Math.round(best.rating * 1000) / 1000) },
    notes: cut === 0 ? [] : [`${cut} notes that were held over into bar ${bars[0]} end there`],
  };
}

interface Rewritten {
  passages: DraftedPassage[];
  seeds: DecisionSeeds;
  rating: number;
}

/** All passages, those in the range with their bars rewritten from one set of seeds. */
function rewritten({ before, bars, ...asked }: ArcBarsRequest, seeds: DecisionSeeds): Rewritten {
  const passages: DraftedPassage[] = [];
  let [rating, count] = [0, 0];
  for (const [i, one] of before.draft.passages.entries()) {
    const first = Math.max(0, bars[0] - 1 - one.passage.bar);
    const last = Math.min(one.passage.form.bars, bars[1] - one.passage.bar);
    if (last <= first) {
      passages.push(one);
      continue;
    }
    const next = before.draft.passages[i + 1];
    const previous = passages.at(-1);
    const own = rewrittenPassage(one, { ...asked, score: before.score, first, last, previous, next, seeds });
    passages.push(own.passage);
    rating += own.rating * (last - first);
    count += last - first;
  }
  return { passages, seeds, rating: count === 0 ? 0 : rating / count };
}

interface PassageBars extends Pick<ArcBarsRequest, 'locks' | 'attributes' | 'seed'> {
  /** As it was. */
  score: Score;
  /** The first bar, and the one after the last, from 0, of the passage. */
  first: number;
  last: number;
  previous: DraftedPassage | undefined;
  next: DraftedPassage | undefined;
  seeds: DecisionSeeds;
}

function rewrittenPassage(
  one: DraftedPassage,
  { score, first, last, previous, next, seeds, locks, attributes, seed }: PassageBars,
): { passage: DraftedPassage; rating: number } {
  const { passage, draft } = one;
  const { composition } = draft;
  const { bar } = passage.request.grid;
  const length = passage.form.bars * bar;
  const range = { start: first * bar, end: last * bar };
  const { form, phrases } = formIn(composition.form, first, last);
  const within = Object.entries(attributes).filter(([name]) => isWithinBars(name));
  const request = {
    ...passage.request,
    ...(Object.fromEntries(within) as Partial<ScoreRequest>),
    bars: last - first,
  };
  const lead = score.parts.filter(({ role }) => role === 'lead').slice(0, 1);
  const parts = lead.map((part) => ({ ...part, notes: playedMelody(score, one) }));
  const piece = { ...draft, score: { parts, endTick: length } };
  const spans = localPhrases(spansIn(composition.spans, range), phrases);
  const isEnd = range.end === length && next === undefined;
  const leadsOn = form.phrases.at(-1)?.cadence === 'open' || (range.end === length && next !== undefined);
  const following = range.end < length ? after(draft, range) : next && after(next.draft, { end: 0 });
  const composed = composePassage({
    request,
    profile: profileFor(request.style, request.density),
    form: () => form,
    before: first > 0 ? seamAt(piece, range.start) : seamOf(composition.before, previous),
    ...(following === undefined ? {} : { after: following }),
    locks,
    kept: { ...linesOf(piece, range, phrases), spans },
    // What follows is reached as it was, in another key perhaps.
    close: leadsOn ? spans.filter(({ tick }) => tick >= range.end - range.start - bar) : [],
    ending: { endTick: range.end - range.start, ringTicks: 0, ...(isEnd ? {} : { isOpen: true as const }) },
    statements: statementsIn(composition.statements, range, phrases),
    seed,
    seeds,
  });
  const joined = joinDrafts(piece, composed.draft, range, phrases);
  return {
    passage: { ...one, draft: { ...joined, composition: { ...joined.composition, seeds } } },
    rating: composed.candidates.score,
  };
}

/** Where a passage comes from whose predecessor may have other notes now. */
function seamOf(before: SeamBefore | undefined, previous: DraftedPassage | undefined): SeamBefore {
  const { motifs = new Map(), ...known } = before ?? {};
  if (previous === undefined) return { ...known, motifs };
  const { melody, bass, voiced, composition } = previous.draft;
  const end = composition.form.bars * composition.request.grid.bar;
  return {
    ...known,
    melody: pitchAt(melody, end - 1),
    bass: pitchAt(bass, end - 1),
    voicing: voiced.at(-1)?.pitches,
    motifs,
  };
}

/** The range of the fresh score in the parts of the old one. */
function spliced(old: Score, fresh: Score, range: BarRange, locks: Locks): { parts: Part[]; cut: number } {
  const added = fresh.parts.filter((part) => !old.parts.some((one) => isSamePlayer(one, part)));
  const joined = [...old.parts, ...added.map(silent)].map((part) => {
    if (locks.roles.has(part.role)) return { part, cut: 0 };
    const now = fresh.parts.find((one) => isSamePlayer(one, part));
    if (locks.rhythm && part.role === 'lead' && now !== undefined)
      return { part: repitchedIn(part, now, range), cut: 0 };
    return joinAtSeams(part, now === undefined ? undefined : inRange(now, range), range);
  });
  const sounding = joined.map(({ part }) => part).filter(({ notes }) => notes.length > 0);
  return {
    parts: onOwnChannels(sounding, old.parts),
    cut: joined.reduce((sum, one) => sum + one.cut, 0),
  };
}

/** On its old rhythm a part has other pitches in the range and nothing else: what is held over a seam stays held. */
function repitchedIn(part: Part, now: Part, range: BarRange): Part {
  const notes = part.notes.map((note, i) => (isPlayedIn(note, range) ? (now.notes[i] ?? note) : note));
  return { ...part, notes };
}

function silent(part: Part): Part {
  return { ...part, notes: [], controllers: [], bends: [] };
}

/** What is played in the range, in its ticks. */
function inRange(part: Part, range: BarRange): Part {
  const { start, end } = range;
  return {
    ...part,
    notes: part.notes
      .filter((note) => isPlayedIn(note, range))
      .map((note) => ({ ...note, tick: note.tick - start })),
    controllers: part.controllers
      .filter(({ tick }) => tick >= start && tick < end)
      .map((event) => ({ ...event, tick: event.tick - start })),
    bends: [],
  };
}
