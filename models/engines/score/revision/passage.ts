/** A stretch of a piece that is composed by itself, coming from the music before it: bars that are replaced or added. */
import { candidatesOf } from '../composeScore.ts';
import { arrange } from '../orchestration/arrange.ts';
import { leadBand, roleBands } from '../orchestration/registers.ts';
import { writeHarmony } from '../harmony/writeHarmony.ts';
import { writeMelody } from '../melody/writeMelody.ts';
import { fitChords, harmonizeThemes } from '../themes/harmonizeThemes.ts';
import { featuresOf } from '../selection/features.ts';
import { rateDraft } from '../selection/rateDraft.ts';
import { pitchAt } from '../texture/sounding.ts';
import { draftKept } from './draftKept.ts';
import type { Part, Score } from '../../../../bridge/protocol/score.ts';
import type { MidiNote, Ticks } from '../../../../bridge/protocol/units.ts';
import type { ComposedScore, ComposeRequest } from '../composeScore.ts';
import type { SeamBefore } from '../composition.ts';
import type { DecisionSeeds } from '../decisions.ts';
import type { Form } from '../form/form.ts';
import type { ChordSpan } from '../harmony/writeHarmony.ts';
import type { Ending } from '../performance/perform.ts';
import type { Draft } from '../selection/features.ts';
import type { ScoreRequest } from '../request.ts';
import type { StyleProfile } from '../styles/styleProfile.ts';
import type { Statements } from '../themes/placeThemes.ts';
import type { KeptLines } from './draftKept.ts';
import type { Locks } from './locks.ts';

/** What is composed. Ticks count from the beginning of the passage. */
export interface PassageRequest extends Pick<ComposeRequest, 'seed' | 'seeds' | 'candidates'> {
  /** Its bars are those of the passage. */
  request: ScoreRequest;
  profile: StyleProfile;
  form: (seeds: DecisionSeeds) => Form;
  before: SeamBefore;
  /** What follows it; nothing where it ends the piece. */
  after?: { melody?: MidiNote | undefined; bass?: MidiNote | undefined };
  locks: Locks;
  kept: KeptLines & { spans: readonly ChordSpan[] };
  /** Themes that its phrases state. */
  statements?: Statements | undefined;
  /** Chords of its end that stay, so that what follows is reached as it was. */
  close: readonly ChordSpan[];
  ending: Ending;
}

/** A composed passage. */
export interface ComposedPassage extends Omit<ComposedScore, 'score'> {
  draft: Draft;
  parts: Part[];
}

/** The last notes of every voice before a tick, and the motifs of the piece. */
export function seamAt(piece: Draft & { score: Pick<Score, 'parts'> }, tick: Ticks): SeamBefore {
  const { composition, melody, bass, voiced, score } = piece;
  const band = leadBand(composition.request, composition.profile.melody.span);
  const counter = score.parts.find(({ role }) => role === 'counter');
  return {
    melody: tick === 0 ? undefined : pitchAt(melody, tick - 1),
    bass: tick === 0 ? undefined : pitchAt(bass, tick - 1),
    counter: counter?.notes.findLast((note) => note.tick < tick)?.pitch,
    voicing: voiced.findLast(({ span }) => span.tick < tick)?.pitches,
    motifs: writeMelody(composition, band).motifs,
  };
}

/** Composes several drafts and keeps the one that is best by itself and at its seams. */
export function composePassage(asked: PassageRequest): ComposedPassage {
  const { request, profile, locks, kept, before, statements } = asked;
  const drafts = new Map<Draft, number>();
  const write = (seeds: DecisionSeeds): Draft => {
    const form = asked.form(seeds);
    const spans = chordsOf(asked, form, seeds);
    const draft = draftKept({ request, profile, form, spans, seeds, before, statements }, kept, locks);
    drafts.set(draft, rateDraft(featuresOf(draft), profile) - seamCost(draft, asked));
    return draft;
  };
  const found = candidatesOf(asked, request, write);
  const tried = [...drafts];
  const [best] = [...tried].sort((a, b) => b[1] - a[1]);
  const [draft, rating] = best ?? [found.draft, found.candidates.score];
  const chosen = tried.findIndex(([one]) => one === draft);
  const bands = roleBands(request, leadBand(request, profile.melody.span));
  return {
    draft,
    parts: arrange(draft, bands, asked.ending),
    seeds: { ...draft.composition.seeds },
    candidates: {
      tried: tried.length,
      chosen: Math.max(0, chosen),
      score: Math.max(0, Math.round(rating * 1000) / 1000),
    },
  };
}

function chordsOf(asked: PassageRequest, form: Form, seeds: DecisionSeeds): readonly ChordSpan[] {
  const { request, profile, locks, kept, close, statements } = asked;
  if (locks.harmony) return kept.spans;
  const written = writeHarmony(form, request, profile, seeds);
  const end = form.bars * request.grid.bar;
  const carrying = harmonizeThemes(written, [...(statements?.values() ?? [])].flat(), request);
  const spans = withClose(carrying, close);
  return locks.melody ? fitChords(spans, kept.melody, [[0, close[0]?.tick ?? end]], request) : spans;
}

function withClose(spans: readonly ChordSpan[], close: readonly ChordSpan[]): ChordSpan[] {
  const [first] = close;
  if (first === undefined) return [...spans];
  const open = spans.flatMap((span) =>
    span.tick >= first.tick ? [] : [{ ...span, duration: Math.min(span.duration, first.tick - span.tick) }],
  );
  return [...open, ...close];
}

/** Semitones that a voice may move into the passage or out of it without being noticed. */
const easyStep = 5;

/** How far the outer voices leap at the seams; a bass may leap. */
function seamCost({ melody, bass }: Draft, { before, after }: PassageRequest): number {
  const leaps = [
    [before.melody, melody[0]?.pitch, 1],
    [melody.at(-1)?.pitch, after?.melody, 1],
    [before.bass, bass[0]?.pitch, 0.4],
    [bass.at(-1)?.pitch, after?.bass, 0.4],
  ] as const;
  return leaps.reduce((sum, [from, to, weight]) => {
    if (from === undefined || to === undefined) return sum;
    return sum + weight * 0.015 * Math.max(0, Math.abs(to - from) - easyStep);
  }, 0);
}
