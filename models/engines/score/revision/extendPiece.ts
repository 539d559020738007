/**
 * Goes on with a piece for some bars more. The old bars keep their notes; the final cadence becomes the end of a section.
 *
 *   last notes, motifs ─► form of the new bars, its themes counted on ─► passage with the ending ─► behind the old parts
 */
import { randomFor } from '../decisions.ts';
import { planForm } from '../form/planForm.ts';
import { seated } from './keptParts.ts';
import { noLocks } from './locks.ts';
import { composePassage, seamAt } from './passage.ts';
import { withParts } from './piece.ts';
import { ringTicks } from './ringTicks.ts';
import { profiles } from '../styles/profiles.ts';
import { tempoMap } from '../performance/tempo.ts';
import type { ComposeRequest } from '../composeScore.ts';
import type { DecisionSeeds } from '../decisions.ts';
import type { Form, Phrase, Section } from '../form/form.ts';
import type { ScoreRequest } from '../request.ts';
import type { Draft } from '../selection/features.ts';
import type { StyleProfile } from '../styles/styleProfile.ts';
import type { Part } from '../../../../bridge/protocol/score.ts';
import type { Ticks } from '../../../../bridge/protocol/units.ts';
import type { ComposedPiece, Piece } from './piece.ts';

/** What is added. */
export interface ExtendRequest extends Pick<ComposeRequest, 'seed' | 'seeds' | 'candidates'> {
  before: Piece;
  /** The whole piece with its new bars. */
  request: ScoreRequest;
  /** Seeds of the piece. */
  own: Readonly<Record<string, number>>;
}

/** Textures and motif of the piece go on. */
const ofThePiece = ['motif', 'figure', 'bass', 'voicing', 'colour', 'percussion'];
/** How long before the last bar line a final chord begins to fade, as `performance/controllers.ts` has it. */
const fadeBegins: Ticks = 240;
const expression = 11;

/** Extends. */
export function extendPiece(asked: ExtendRequest): ComposedPiece & { notes: string[] } {
  const { before, request, own } = asked;
  const { composition, score } = before;
  const old = composition.form;
  const bars = request.bars - old.bars;
  const profile = profiles[request.style];
  // No second beginning: it comes from the energy that there was.
  const going = {
    ...profile,
    intro: false,
    arc: { ...profile.arc, start: old.phrases.at(-1)?.energy ?? 0.5 },
  };
  const passage = composePassage({
    ...asked,
    seeds:
      asked.seeds ?? Object.fromEntries(Object.entries(own).filter(([name]) => ofThePiece.includes(name))),
    request: { ...request, bars },
    profile: going,
    form: (seeds) => countedOn(formOf(request, bars, going, seeds), old),
    before: seamAt(before, score.endTick),
    locks: noLocks,
    kept: { melody: [], bass: [], voiced: [], played: [], spans: [] },
    close: [],
    ending: { endTick: bars * request.grid.bar, ringTicks: ringOf(request) },
  });
  return {
    piece: withParts(
      joinDrafts(before, passage.draft, request),
      joinParts(before, passage.parts, request),
      score.title,
    ),
    seeds: passage.seeds,
    candidates: passage.candidates,
    notes: [
      `bars 1–${old.bars} keep their notes; the old final cadence in bar ${old.bars} is the end of a section now: it does not slow down or fade, and its last notes end with the bar`,
    ],
  };
}

/** A chord or note of the new bars, in ticks of the piece. */
function placed<T extends { tick: Ticks }>(one: T, start: Ticks): T {
  return { ...one, tick: one.tick + start };
}

function joinDrafts(before: Piece, added: Draft, request: ScoreRequest): Draft {
  const { composition, melody, bass, voiced, score } = before;
  const { form: old } = composition;
  const start = score.endTick;
  const inPiece = <S extends { tick: Ticks; phrase: number }>(span: S): S => ({
    ...placed(span, start),
    phrase: span.phrase + old.phrases.length,
  });
  return {
    composition: {
      ...composition,
      request,
      form: joinForms(old, added.composition.form),
      spans: [...composition.spans, ...added.composition.spans.map(inPiece)],
    },
    melody: [...melody, ...added.melody.map((note) => placed(note, start))],
    bass: [...bass, ...added.bass.map((note) => placed(note, start))],
    voiced: [...voiced, ...added.voiced.map(({ span, pitches }) => ({ span: inPiece(span), pitches }))],
  };
}

function joinParts({ score }: Piece, added: readonly Part[], request: ScoreRequest): Part[] {
  const start = score.endTick;
  return request.instruments.flatMap((player, index): Part[] => {
    const [first, then] = [score.parts, added].map((list) => list.find(({ role }) => role === player.role));
    const part = first ?? then;
    if (part === undefined) return [];
    const opened = first === undefined ? { notes: [], controllers: [], bends: [] } : openEnd(first, start);
    const joined = {
      ...part,
      notes: [...opened.notes, ...(then?.notes ?? []).map((note) => placed(note, start))],
      controllers: [...opened.controllers, ...(then?.controllers ?? []).map((event) => placed(event, start))],
      bends: opened.bends,
    };
    return [seated(joined, player, index)];
  });
}

function formOf(request: ScoreRequest, bars: number, profile: StyleProfile, seeds: DecisionSeeds): Form {
  return planForm({
    bars,
    profile,
    roles: request.instruments.map(({ role }) => role),
    density: request.density,
    tension: request.tension,
    random: randomFor(seeds, 'form', 'form'),
  });
}

/** Themes that were heard come back as their next variation. */
function countedOn(form: Form, old: Form): Form {
  const heard = new Map<string, number>();
  for (const { theme, variation } of old.sections)
    heard.set(theme, Math.max(heard.get(theme) ?? 0, variation + 1));
  const sections = form.sections.map((section): Section => {
    const variation = section.variation + (heard.get(section.theme) ?? 0);
    const isOutro = section.phrases.every(({ kind }) => kind === 'outro');
    return {
      ...section,
      variation,
      label: isOutro ? section.label : section.theme + "'".repeat(Math.min(3, variation)),
      phrases: section.phrases.map((phrase) => ({ ...phrase, variation })),
    };
  });
  return { ...form, sections, phrases: sections.flatMap(({ phrases }) => phrases) };
}

function joinForms(old: Form, added: Form): Form {
  const last = old.phrases.length - 1;
  const closed = (phrase: Phrase): Phrase =>
    phrase.index === last ? { ...phrase, cadence: 'authentic' } : phrase;
  const moved = (phrase: Phrase): Phrase => ({
    ...phrase,
    index: phrase.index + old.phrases.length,
    startBar: phrase.startBar + old.bars,
  });
  const sections = [
    ...old.sections.map((section) => ({ ...section, phrases: section.phrases.map(closed) })),
    ...added.sections.map((section) => ({
      ...section,
      startBar: section.startBar + old.bars,
      phrases: section.phrases.map(moved),
    })),
  ];
  return { bars: old.bars + added.bars, sections, phrases: sections.flatMap(({ phrases }) => phrases) };
}

/** A part without its ending: nothing rings or fades over what follows. */
function openEnd(
  { notes, controllers, bends }: Part,
  end: Ticks,
): Pick<Part, 'notes' | 'controllers' | 'bends'> {
  return {
    notes: notes.map((note) => ({
      ...note,
      duration: Math.max(1, Math.min(note.duration, end - note.tick)),
    })),
    controllers: controllers.filter(
      ({ tick, controller }) => tick < (controller === expression ? end - fadeBegins : end),
    ),
    bends: bends.filter(({ tick }) => tick < end),
  };
}

/** The ring-out of the longer piece, in its own ticks. */
function ringOf(request: ScoreRequest): Ticks {
  const tempos = tempoMap(request);
  return ringTicks({ tempos, endTick: request.bars * request.grid.bar, seconds: request.seconds });
}
