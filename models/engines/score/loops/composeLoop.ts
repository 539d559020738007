/**
 * Music for games: an introduction that is heard once, a body that goes round, and an ending for when it is over.
 *
 * ```
 * brief ─► form: Intro │ A B A … │ Outro ─► drafts ─► the best ─► score, whose body leads back into itself
 * ```
 *
 * The brief's bars are those of the body. Its last phrase ends on a half cadence, which its own first bar answers and the outro
 * answers as well; every role of the brief plays in all of it, so that layers of it are whole.
 */
import { decisionSeed } from '../../../../bridge/protocol/seededRandom.ts';
import { candidatesOf, draftOf, scoreOfDraft } from '../composeScore.ts';
import { randomFor } from '../decisions.ts';
import { planForm } from '../form/planForm.ts';
import { writeHarmony } from '../harmony/writeHarmony.ts';
import { readBrief } from '../request.ts';
import { profiles } from '../styles/profiles.ts';
import type { Score } from '../../../../bridge/protocol/score.ts';
import type { ComposedScore, ComposeRequest } from '../composeScore.ts';
import type { DecisionSeeds } from '../decisions.ts';
import type { Form, Phrase } from '../form/form.ts';
import type { GivenSection } from '../form/givenSections.ts';
import type { ScoreRequest } from '../request.ts';
import type { Draft } from '../selection/features.ts';

/** Bars of the three; intro and outro may be 0. */
export interface LoopBars {
  intro: number;
  body: number;
  outro: number;
}

/** What is asked for. The brief's bars are the body's. */
export interface LoopRequest extends ComposeRequest {
  intro: number;
  outro: number;
}

/** A score of intro, body and outro, each heard once. */
export interface ComposedLoop extends ComposedScore {
  bars: LoopBars;
}

/** Bars of a section of the body. */
const sectionBars = 8;

/** Composes the three. Pure; the same request gives the same notes on every machine. */
export function composeLoop(request: LoopRequest): ComposedLoop {
  const { intro, outro } = request;
  const whole = readBrief(request.brief);
  const bars: LoopBars = { intro, body: whole.bars, outro };
  const asked: ScoreRequest = {
    ...whole,
    bars: intro + whole.bars + outro,
    sections: sectionsOf(bars),
    // The ring-out is the last chord's: intro and outro last what their bars last.
    seconds: 0,
  };
  const chosen = candidatesOf(request, asked, (seeds) => writeLoopDraft(asked, bars, seeds));
  const { draft, seeds, candidates } = chosen;
  return { score: scoreOfDraft(draft, request.title ?? 'Leitmotif'), seeds, candidates, bars };
}

/** Seeds of another try where the first is not in key; see `composeInKey`. */
export function loopSeed(seed: number, tries: number): number {
  return tries === 1 ? seed : decisionSeed(seed, `key/${tries}`);
}

function writeLoopDraft(request: ScoreRequest, bars: LoopBars, seeds: DecisionSeeds): Draft {
  const profile = profiles[request.style];
  const roles = request.instruments.map(({ role }) => role);
  const form = looping(
    planForm({
      bars: request.bars,
      profile,
      sections: request.sections,
      roles,
      density: request.density,
      tension: request.tension,
      random: randomFor(seeds, 'form', 'form'),
    }),
    bars,
    new Set(roles),
  );
  return draftOf({ request, profile, form, spans: writeHarmony(form, request, profile, seeds), seeds });
}

/** The form with a body in which all play and whose end is open. */
function looping(form: Form, { intro, body }: LoopBars, roles: Phrase['roles']): Form {
  const changed = new Map(
    form.phrases.map((phrase): [number, Phrase] => {
      const end = phrase.startBar + phrase.bars;
      const isBody = phrase.startBar >= intro && end <= intro + body;
      if (!isBody) return [phrase.index, phrase];
      return [phrase.index, { ...phrase, roles, ...(end === intro + body ? { cadence: 'half' } : {}) }];
    }),
  );
  const own = (phrase: Phrase): Phrase => changed.get(phrase.index) ?? phrase;
  return {
    ...form,
    phrases: form.phrases.map(own),
    sections: form.sections.map((section) => ({ ...section, phrases: section.phrases.map(own) })),
  };
}

function sectionsOf({ intro, body, outro }: LoopBars): GivenSection[] {
  const count = Math.max(1, Math.floor(body / sectionBars));
  const sections = Array.from({ length: count }, (_, i) => ({
    label: letterOf(i, count),
    bars: i === count - 1 ? body - sectionBars * (count - 1) : sectionBars,
  }));
  return [
    ...(intro > 0 ? [{ label: 'Intro', bars: intro }] : []),
    ...sections,
    ...(outro > 0 ? [{ label: 'Outro', bars: outro }] : []),
  ];
}

/** A, A B, A B A, A B A C …: the last is never the first again where there are two. */
function letterOf(index: number, count: number): string {
  if (index % 2 === 0) return 'A';
  return count === 2 ? 'B' : 'BC'.charAt(Math.floor(index / 2) % 2);
}

/** Where the body begins and ends, in ticks. */
export function bodyTicks(score: Score, { intro, body, outro }: LoopBars): { start: number; end: number } {
  const bar = score.endTick / (intro + body + outro);
  return { start: intro * bar, end: (intro + body) * bar };
}
