/**
 * One phrase of music that does not end: composed as a piece is, but coming from the notes, the motifs and the key before it, and
 * open towards what follows.
 *
 * ```
 * memory, values ─► plan ─► harmony (another key prepared) ─► drafts from seeds of this phrase ─► the best that is new ─► parts
 *        ▲                                                                                            │
 *        └──────────────────── motifs, last notes of every voice, key, fingerprint ◄──────────────────┘
 * ```
 *
 * Motifs have the seeds of the performance, textures those of the theme, everything else those of the phrase: themes come back and
 * are known, and no phrase is the one before.
 */
import { decisionSeed, hashText } from '../../../../bridge/protocol/seededRandom.ts';
import { draftOf } from '../composeScore.ts';
import { seedDecisions } from '../decisions.ts';
import { planPhrase } from '../form/planPhrase.ts';
import { prepareKey } from '../harmony/modulation.ts';
import { writeHarmony } from '../harmony/writeHarmony.ts';
import { writeMelody } from '../melody/writeMelody.ts';
import { arrange } from '../orchestration/arrange.ts';
import { leadBand, roleBands } from '../orchestration/registers.ts';
import { featuresOf } from '../selection/features.ts';
import { rateDraft } from '../selection/rateDraft.ts';
import { profiles } from '../styles/profiles.ts';
import { readKey } from '../theory/scale.ts';
import { pitchAt } from '../texture/sounding.ts';
import { rememberedPhrases } from './phraseMemory.ts';
import type { Part } from '../../../../bridge/protocol/score.ts';
import type { MidiNote, Ticks } from '../../../../bridge/protocol/units.ts';
import type { Composition, SeamBefore } from '../composition.ts';
import type { DecisionSeeds } from '../decisions.ts';
import type { PhrasePlan } from '../form/planPhrase.ts';
import type { Motif } from '../melody/motif.ts';
import type { ScoreRequest } from '../request.ts';
import type { Draft } from '../selection/features.ts';
import type { PhraseMemory } from './phraseMemory.ts';

/** What a phrase is composed from. */
export interface PhraseRequest {
  /** What is wanted now; bars are planned here. */
  request: Omit<ScoreRequest, 'bars'>;
  memory: PhraseMemory;
  /** Of the whole performance. */
  seed: number;
  section?: string | undefined;
}

/** A composed phrase. Ticks count from its beginning. */
export interface ComposedPhrase {
  plan: PhrasePlan;
  draft: Draft;
  parts: Part[];
  bars: number;
  endTick: Ticks;
  isLast: boolean;
}

/** Drafts to choose from. */
const candidates = 4;
/** Motifs stay while the density changes by less. */
const sameDensity = 0.25;
/** How often a phrase that was heard before is made anew. */
const attempts = 8;

/** Composes the phrase that comes next. The same request gives the same phrase on every machine. */
export function composePhrase(given: PhraseRequest): ComposedPhrase {
  const { memory, seed, section } = given;
  const profile = profiles[given.request.style];
  const plan = planPhrase({ memory, request: given.request, profile, seed, section });
  const [phrase] = plan.form.phrases;
  if (phrase === undefined) throw new RangeError('composePhrase: no phrase');
  const request: ScoreRequest = { ...given.request, bars: phrase.bars };
  let best = bestDraft(request, plan, given, 0);
  for (let attempt = 1; attempt < attempts && memory.fingerprints.includes(fingerprint(best)); attempt++)
    best = bestDraft(request, plan, given, attempt);
  const endTick = phrase.bars * request.grid.bar;
  const isLast = phrase.cadence === 'final';
  const bands = roleBands(request, leadBand(request, profile.melody.span));
  const ending = isLast
    ? { endTick, ringTicks: request.grid.bar }
    : ({ endTick, ringTicks: 0, isOpen: true } as const);
  const parts = arrange(best, bands, ending);
  return { plan, draft: best, parts, bars: phrase.bars, endTick, isLast };
}

/** What is remembered where a phrase is left at a tick; before half of it, its place in the section is still open. */
export function memoryAfter(
  before: PhraseMemory,
  { plan, draft, parts }: ComposedPhrase,
  at: Ticks,
): PhraseMemory {
  const { request, form } = draft.composition;
  const { theme, part, variation, label } = plan.section;
  const isHeard = 2 * at >= form.bars * request.grid.bar;
  const { melody, bass, voiced } = draft;
  return {
    phrase: before.phrase + 1,
    sections: before.sections + (plan.isNewSection ? 1 : 0),
    key: `${request.key.tonic} ${request.key.mode}`,
    meter: request.grid.meter,
    density: keepsMotifs(before, request) ? (before.density ?? request.density) : request.density,
    motifs: Object.fromEntries(motifsOf(draft)),
    heard: plan.isNewSection ? { ...before.heard, [theme]: variation + 1 } : before.heard,
    labels: plan.labels,
    open: { theme, variation, label, part: part + (isHeard ? 1 : 0) },
    melody: pitchAt(melody, at - 1) ?? before.melody,
    bass: pitchAt(bass, at - 1) ?? before.bass,
    counter: lastPitch(parts, at) ?? before.counter,
    voicing: voiced.findLast(({ span }) => span.tick < at)?.pitches ?? before.voicing,
    fingerprints: [...before.fingerprints, fingerprint(draft)].slice(-rememberedPhrases),
    isOver: form.phrases[0]?.cadence === 'final' ? true : undefined,
  };
}

function lastPitch(parts: readonly Part[], at: Ticks): MidiNote | undefined {
  return parts.find(({ role }) => role === 'counter')?.notes.findLast(({ tick }) => tick < at)?.pitch;
}

function bestDraft(request: ScoreRequest, plan: PhrasePlan, given: PhraseRequest, attempt: number): Draft {
  const profile = profiles[request.style];
  const before = seamOf(given.memory, request);
  let best: { draft: Draft; rating: number } | undefined;
  for (let i = 0; i < candidates; i++) {
    const seeds = phraseSeeds(given, plan, `${attempt}/${i}`);
    const spans = preparedHarmony(request, plan, given.memory, seeds);
    const draft = draftOf({ request, profile, form: plan.form, spans, seeds, before });
    const rating = rateDraft(featuresOf(draft), profile);
    if (best === undefined || rating > best.rating) best = { draft, rating };
  }
  if (best === undefined) throw new RangeError('composePhrase: no draft');
  return best.draft;
}

function preparedHarmony(
  request: ScoreRequest,
  { form }: PhrasePlan,
  { key }: PhraseMemory,
  seeds: DecisionSeeds,
): Composition['spans'] {
  const spans = writeHarmony(form, request, profiles[request.style], seeds);
  const isSame = key === '' || key === `${request.key.tonic} ${request.key.mode}`;
  return isSame ? spans : prepareKey(spans, readKey(key), request.key, request.grid);
}

function phraseSeeds({ seed, memory }: PhraseRequest, { section }: PhrasePlan, draft: string): DecisionSeeds {
  const own = decisionSeed(seed, `endless/phrase/${memory.phrase}`);
  const texture = decisionSeed(seed, `endless/theme/${section.theme}/${Math.floor(section.variation / 2)}`);
  const motif = decisionSeed(seed, 'endless/motif');
  const ofDraft = decisionSeed(own, draft);
  const { figure, percussion, bass, voicing, colour } = seedDecisions(texture);
  return { ...seedDecisions(ofDraft), motif, figure, percussion, bass, voicing, colour };
}

/** Motifs of another meter would not fit its bars; of another density they are invented anew from the same seeds: the theme, busier or calmer. */
function seamOf(memory: PhraseMemory, request: ScoreRequest): SeamBefore {
  const { melody, bass, counter, voicing, motifs } = memory;
  const known: [string, Motif][] = keepsMotifs(memory, request) ? Object.entries(motifs) : [];
  return { melody, bass, counter, voicing, motifs: new Map(known) };
}

function keepsMotifs(
  { meter, density }: PhraseMemory,
  request: Pick<ScoreRequest, 'grid' | 'density'>,
): boolean {
  if (meter !== request.grid.meter) return false;
  return density === undefined || Math.abs(density - request.density) <= sameDensity;
}

function motifsOf({ composition }: Draft): [string, Motif][] {
  const band = leadBand(composition.request, composition.profile.melody.span);
  return [...writeMelody(composition, band).motifs];
}

/** Melody and harmony of a phrase as one number. */
function fingerprint({ melody, composition }: Draft): number {
  const notes = melody.map(({ tick, duration, pitch }) => `${tick}:${duration}:${pitch}`);
  const chords = composition.spans.map(({ tick, chord }) => `${tick}:${chord.root}:${chord.numeral}`);
  return hashText([...notes, ...chords].join(' '));
}
