/**
 * Brief to score: the story of the score engine.
 *
 * ```
 * brief ─► form ─► harmony ─► motif, melody ─► bass ─► voicing ─► draft ─┐ several candidates
 *                                                                        ▼
 *                      score ◄── tempo map, parts ◄── arrange, perform ◄── the best draft
 * ```
 * What changes over time or has moments to meet goes another way: `arc/composeArc.ts`, passage by passage with these same rooms.
 * Pure and deterministic on every machine: integers, a fixed generator, no clock. Nothing but the tempo map depends on
 * the tempo, so changing it changes no pitch.
 */

import { decisionSeed } from '../../../bridge/protocol/seededRandom.ts';
import { barSeconds } from '../../../bridge/protocol/meter.ts';
import { secondsToTick, tickToSeconds } from '../../../bridge/protocol/tempoMap.ts';
import { isArc } from './arc/askedArc.ts';
import { composeArc } from './arc/composeArc.ts';
import { decisions, randomFor, seedDecisions } from './decisions.ts';
import { planForm } from './form/planForm.ts';
import { writeHarmony } from './harmony/writeHarmony.ts';
import { writeMelody } from './melody/writeMelody.ts';
import { arrange } from './orchestration/arrange.ts';
import { leadBand, roleBands } from './orchestration/registers.ts';
import { tempoMap } from './performance/tempo.ts';
import { harmonizeThemes } from './themes/harmonizeThemes.ts';
import { placeThemes, toldThemes, withVoices } from './themes/placeThemes.ts';
import { planThemes, statesThemes } from './themes/planThemes.ts';
import { readBrief } from './request.ts';
import { featuresOf } from './selection/features.ts';
import { rateDraft } from './selection/rateDraft.ts';
import { profiles } from './styles/profiles.ts';
import { writeBass } from './texture/writeBass.ts';
import { voiceHarmony } from './texture/writePad.ts';
import type { Brief } from '../../../bridge/protocol/brief.ts';
import type { Marker, Score, TempoChange } from '../../../bridge/protocol/score.ts';
import type { Unit } from '../../../bridge/protocol/units.ts';
import type { Composition } from './composition.ts';
import type { DecisionSeeds } from './decisions.ts';
import type { Form } from './form/form.ts';
import type { ScoreRequest } from './request.ts';
import type { Draft } from './selection/features.ts';
import type { ThemeRoom } from './themes/planThemes.ts';

/** Version of the engine. Another version may make another score of the same brief and seed. */
export const scoreEngineVersion = 1;

/** What the engine is asked. */
export interface ComposeRequest {
  brief: Brief;
  /** Master seed, 32 bit, of all decisions that `seeds` does not name. */
  seed: number;
  /** Seeds of single decisions (form, harmony, motif, melody …); with all of them given there is one candidate. */
  seeds?: Readonly<Record<string, number>>;
  /** Drafts to choose from; 8 unless told. */
  candidates?: number;
  title?: string;
}

/** What the engine answers. */
export interface ComposedScore {
  score: Score;
  /** The seed of every decision of the chosen draft. */
  seeds: Record<string, number>;
  candidates: { tried: number; chosen: number; score: Unit };
}

interface Candidate {
  draft: Draft;
  rating: Unit;
}

/** Composes a score. The brief must be complete; its ranges are the contract's. */
export function composeScore(request: ComposeRequest): ComposedScore {
  if (isArc(request.brief)) return composeArc(request);
  const asked = readBrief(request.brief);
  const { draft, seeds, candidates } = candidatesOf(request, asked, (own) =>
    writeDraft(asked, own, request.brief),
  );
  return { score: scoreOfDraft(draft, request.title ?? 'Leitmotif'), seeds, candidates };
}

/** Writes several drafts and keeps the best; one where every decision has its seed. */
export function candidatesOf(
  request: Pick<ComposeRequest, 'seed' | 'seeds' | 'candidates'>,
  { style }: Pick<ScoreRequest, 'style'>,
  write: (seeds: DecisionSeeds) => Draft,
): Omit<ComposedScore, 'score'> & { draft: Draft } {
  const given = request.seeds ?? {};
  const isFixed = decisions.every((name) => given[name] !== undefined);
  const tried = isFixed ? 1 : Math.max(1, request.candidates ?? 8);
  const candidates = Array.from({ length: tried }, (_, i) => {
    const seeds = seedDecisions(decisionSeed(request.seed, `candidate/${i}`), given);
    const draft = write(seeds);
    return { draft, rating: rateDraft(featuresOf(draft), profiles[style]) };
  });
  const chosen = bestOf(candidates);
  const best = candidates[chosen];
  if (best === undefined) throw new RangeError('composeScore: no candidate');
  return {
    draft: best.draft,
    seeds: { ...best.draft.composition.seeds },
    candidates: { tried, chosen, score: Math.round(best.rating * 1000) / 1000 },
  };
}

function bestOf(candidates: readonly Candidate[]): number {
  return candidates.reduce(
    (best, { rating }, i) => (rating > (candidates[best]?.rating ?? -1) ? i : best),
    0,
  );
}

/** Form, harmony and the outer voices of one candidate. */
export function writeDraft(request: ScoreRequest, seeds: DecisionSeeds, brief?: Brief): Draft {
  const profile = profiles[request.style];
  const form = planForm({
    bars: request.bars,
    profile,
    sections: request.sections,
    roles: request.instruments.map((entry) => entry.role),
    density: request.density,
    tension: request.tension,
    random: randomFor(seeds, 'form', 'form'),
  });
  const spans = writeHarmony(form, request, profile, seeds);
  if (brief === undefined || !statesThemes(brief)) return draftOf({ request, profile, form, spans, seeds });
  const statements = placeThemes(planThemes(brief, roomsOf(form, request)), form, request, profile);
  const fitted = harmonizeThemes(spans, [...statements.values()].flat(), request);
  return draftOf({ request, profile, form: withVoices(form, statements), spans: fitted, seeds, statements });
}

/** The phrases of a piece of one kind, as themes see them. */
export function roomsOf(form: Form, request: ScoreRequest): ThemeRoom[] {
  const bar = barSeconds(request.grid.meter, request.tempo);
  const { grid, instruments } = request;
  return form.sections.flatMap(({ startBar, bars, phrases }) =>
    phrases.map((phrase) => ({
      from: startBar * bar,
      to: (startBar + bars) * bar,
      kind: phrase.kind,
      bars: phrase.bars,
      bar: grid.bar,
      request,
      roles: instruments.map(({ role }) => role),
    })),
  );
}

/** The outer voices and the voicing of a form with its harmony. */
export function draftOf(composition: Composition): Draft {
  const { request, profile } = composition;
  const lead = leadBand(request, profile.melody.span);
  const bands = roleBands(request, lead);
  const melody = writeMelody(composition, lead).notes;
  const bass = writeBass(composition, melody, bands.bass);
  return { composition, melody, bass, voiced: voiceHarmony(composition, melody, bass, bands.pad) };
}

/** The score of a draft: its outer voices with all that goes between them, played. */
export function scoreOfDraft(draft: Draft, title: string): Score {
  const { request, form, spans, profile, statements } = draft.composition;
  const tempos = tempoMap(request);
  const endTick = form.bars * request.grid.bar;
  const endSeconds = tickToSeconds(tempos, endTick);
  const seconds = Math.max(request.seconds, endSeconds);
  const ringTicks = Math.max(0, Math.floor(secondsToTick(tempos, seconds)) - endTick);
  const bands = roleBands(request, leadBand(request, profile.melody.span));
  return {
    title,
    parts: arrange(draft, bands, { endTick, ringTicks }),
    tempos,
    meters: [{ tick: 0, meter: request.grid.meter }],
    keys: [{ tick: 0, tonic: request.key.tonic, mode: request.key.mode }],
    sections: form.sections.map(({ label, startBar, bars }) => ({
      label,
      tick: startBar * request.grid.bar,
      bar: startBar + 1,
      bars,
    })),
    chords: spans.map(({ tick, duration, chord }) => ({
      tick,
      duration,
      root: chord.root,
      tones: chord.tones,
      bass: chord.bass,
      numeral: chord.numeral,
    })),
    markers: markersOf(tempos),
    ...(statements === undefined ? {} : { themes: toldThemes(statements, request) }),
    bars: form.bars,
    endTick,
    seconds,
  };
}

/** Moments beside the sections, which have their own list: where the ritardando begins. */
function markersOf(tempos: readonly TempoChange[]): Marker[] {
  const slowing = tempos.find((tempo) => tempo.ritardando === true);
  return slowing === undefined ? [] : [{ tick: slowing.tick, text: 'rit.' }];
}
