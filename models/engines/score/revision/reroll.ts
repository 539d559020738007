/**
 * Composes a piece anew around what is kept of an older one: form, chords, lines or parts.
 *
 *   form (kept) ─► chords, kept or found for the melody ─► lines, kept or written ─► best draft ─► parts, kept ones put back
 */
import { candidatesOf, scoreOfDraft } from '../composeScore.ts';
import { randomFor } from '../decisions.ts';
import { chooseLayers, planForm } from '../form/planForm.ts';
import { harmonizeMelody } from '../harmony/harmonizeMelody.ts';
import { writeHarmony } from '../harmony/writeHarmony.ts';
import { profiles } from '../styles/profiles.ts';
import { fitChords, harmonizeThemes } from '../themes/harmonizeThemes.ts';
import { withVoices } from '../themes/placeThemes.ts';
import { draftKept } from './draftKept.ts';
import { keptParts } from './keptParts.ts';
import { keptThemes } from './keptThemes.ts';
import { holdsForm } from './locks.ts';
import { withParts } from './piece.ts';
import type { Brief } from '../../../../bridge/protocol/brief.ts';
import type { ComposeRequest } from '../composeScore.ts';
import type { DecisionSeeds } from '../decisions.ts';
import type { Form } from '../form/form.ts';
import type { ChordSpan } from '../harmony/writeHarmony.ts';
import type { ScoreRequest } from '../request.ts';
import type { Statements } from '../themes/placeThemes.ts';
import type { Locks } from './locks.ts';
import type { ComposedPiece, Piece } from './piece.ts';

/** What is composed anew. */
export interface RerollRequest extends Pick<ComposeRequest, 'seed' | 'seeds' | 'candidates'> {
  before: Piece;
  /** Whose themes are stated. */
  brief: Brief;
  /** What the piece is to be now; its bars are those that it had. */
  request: ScoreRequest;
  locks: Locks;
  title: string;
  /** The melody is not the engine's: chords are found under all of it, cadences too. */
  isMelodyGiven?: boolean;
}

/** Composes anew. */
export function reroll(asked: RerollRequest): ComposedPiece {
  const { brief, before, request, locks, title } = asked;
  const profile = profiles[request.style];
  const played = before.score.parts.find(({ role }) => role === 'lead')?.notes ?? [];
  const { draft, ...decided } = candidatesOf(asked, request, (seeds) => {
    const planned = formOf(asked, seeds);
    const statements = keptThemes({ brief, before, form: planned, request, profile, locks });
    const form = statements === undefined ? planned : withVoices(planned, statements);
    const spans = chordsOf(asked, form, seeds, statements);
    return draftKept({ request, profile, form, spans, seeds, statements }, { ...before, played }, locks);
  });
  const { parts } = scoreOfDraft(draft, title);
  return { piece: withParts(draft, keptParts(before, draft, parts, locks), title), ...decided };
}

function formOf({ before, request, locks }: RerollRequest, seeds: DecisionSeeds): Form {
  const { form } = before.composition;
  if (holdsForm(locks)) return withLayers(form, before.composition.request, request, seeds);
  const { sections } = before.composition.request;
  return planForm({
    bars: request.bars,
    profile: profiles[request.style],
    // Sections that a person gave stay where they are.
    sections: sections.length === 0 ? [] : form.sections.map(({ label, bars }) => ({ label, bars })),
    roles: request.instruments.map(({ role }) => role),
    density: request.density,
    tension: request.tension,
    random: randomFor(seeds, 'form', 'form'),
  });
}

/** The same bars with more or fewer roles in them, where density, style or instruments are others. */
function withLayers(form: Form, old: ScoreRequest, request: ScoreRequest, seeds: DecisionSeeds): Form {
  const before = old.instruments.map(({ role }) => role);
  const roles = request.instruments.map(({ role }) => role);
  const isSame =
    old.density === request.density &&
    old.style === request.style &&
    before.length === roles.length &&
    before.every((role) => roles.includes(role));
  if (isSame) return form;
  const { density, tension } = request;
  const random = randomFor(seeds, 'form', 'layers');
  const layers = { bars: form.bars, profile: profiles[request.style], roles, density, tension, random };
  const phrases = form.phrases.map((phrase) => {
    const isFull = before.every((role) => phrase.roles.has(role));
    return { ...phrase, roles: isFull ? new Set(roles) : chooseLayers(phrase, phrase.energy, layers) };
  });
  const sections = form.sections.map((section) => ({
    ...section,
    phrases: section.phrases.flatMap(({ index }) => phrases[index] ?? []),
  }));
  return { ...form, phrases, sections };
}

function chordsOf(
  { before, request, locks, isMelodyGiven = false }: RerollRequest,
  form: Form,
  seeds: DecisionSeeds,
  statements: Statements | undefined,
): readonly ChordSpan[] {
  if (locks.harmony) return before.composition.spans;
  if (locks.melody && isMelodyGiven)
    return harmonizeMelody(form, before.melody, request, profiles[request.style], seeds);
  const written = writeHarmony(form, request, profiles[request.style], seeds);
  const carrying = harmonizeThemes(written, [...(statements?.values() ?? [])].flat(), request);
  if (!locks.melody) return carrying;
  return fitChords(carrying, before.melody, [[0, form.bars * request.grid.bar]], request);
}
