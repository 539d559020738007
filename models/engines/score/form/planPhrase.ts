/**
 * The form of music that does not end: one phrase at a time, two in a section, the first theme coming back between contrasts, and
 * energy in waves of the style's own arc. A section that was asked for comes next.
 */
import { closingSection } from '../../../../bridge/protocol/performance.ts';
import { decisionSeed, seededRandom } from '../../../../bridge/protocol/seededRandom.ts';
import { chooseLayers, energyAt } from './planForm.ts';
import type { Role } from '../../../../bridge/protocol/roles.ts';
import type { Unit } from '../../../../bridge/protocol/units.ts';
import type { OpenSection, PhraseMemory } from '../endless/phraseMemory.ts';
import type { ScoreRequest } from '../request.ts';
import type { StyleProfile } from '../styles/styleProfile.ts';
import type { Cadence, Form, Phrase, PhraseKind } from './form.ts';

/** What a phrase is planned from. */
export interface PhrasePlanRequest {
  memory: PhraseMemory;
  request: Omit<ScoreRequest, 'bars'>;
  profile: StyleProfile;
  seed: number;
  /** The section that was asked for. */
  section?: string | undefined;
}

/** A planned phrase. */
export interface PhrasePlan {
  form: Form;
  section: OpenSection;
  isNewSection: boolean;
  /** Themes of labels, the new one among them. */
  labels: Record<string, string>;
}

const phrasesInSection = 2;
/** Phrases from one rise of energy to the next. */
const wave = 12;
const themes = 'ABCDEFGH';

/** Plans the phrase that comes next. */
export function planPhrase(given: PhrasePlanRequest): PhrasePlan {
  const { memory, profile } = given;
  const { section, isNewSection, labels } = sectionOf(given);
  const random = seededRandom(decisionSeed(given.seed, `endless/form/${memory.phrase}`));
  const isClosing = section.label === closingSection;
  const isOpening = memory.phrase === 0 && profile.intro && given.section === undefined;
  const isLastPart = section.part === phrasesInSection - 1;
  const kind: PhraseKind = isClosing
    ? 'outro'
    : isOpening
      ? 'intro'
      : isLastPart
        ? 'consequent'
        : 'antecedent';
  const isSlow = (profile.harmony.chordsPerBar[0] ?? 1) < 1;
  const phrase = {
    kind,
    theme: section.theme,
    part: section.part,
    variation: section.variation,
    bars: isClosing || isOpening ? 4 : random.pick(isSlow ? [4, 8, 8] : [4, 4, 4, 4, 6, 8]),
    cadence: cadenceOf(kind, given.request.tension, random.next()),
  };
  const energy = phraseEnergy(memory.phrase, given, kind);
  const laidOut: Phrase = { ...phrase, index: 0, startBar: 0, energy, roles: rolesOf(phrase, energy, given) };
  return { form: formOf(laidOut, section, isClosing || isLastPart), section, isNewSection, labels };
}

function sectionOf({ memory, section }: PhrasePlanRequest): Omit<PhrasePlan, 'form'> {
  const { open, sections, heard, labels } = memory;
  if (section === undefined && open !== undefined && open.part < phrasesInSection)
    return { section: open, isNewSection: false, labels };
  const name = section?.replace(/['’\s]+$/, '').toLowerCase();
  const theme = name === undefined ? usualTheme(sections) : (labels[name] ?? themeNamed(name, labels));
  const variation = heard[theme] ?? 0;
  const label =
    name === closingSection ? closingSection : (section ?? theme + "'".repeat(Math.min(3, variation)));
  const known = name === undefined ? labels : { ...labels, [name]: theme };
  return { section: { theme, variation, label, part: 0 }, isNewSection: true, labels: known };
}

/** A, B, A, A, C, A, A, D, … : every third section contrasts. */
function usualTheme(sections: number): string {
  return sections % 3 === 1 ? themes.charAt(1 + (Math.floor(sections / 3) % (themes.length - 1))) : 'A';
}

/** A letter is that theme; the end is of the first one; another name gets the next letter. */
function themeNamed(name: string, labels: Readonly<Record<string, string>>): string {
  if (name === closingSection) return 'A';
  const letter = name.toUpperCase();
  if (letter.length === 1 && themes.includes(letter)) return letter;
  return themes.charAt(Object.keys(labels).length % themes.length);
}

function cadenceOf(kind: PhraseKind, tension: Unit, chance: number): Cadence {
  if (kind === 'outro') return 'final';
  if (kind === 'intro') return 'open';
  if (kind === 'antecedent') return 'half';
  return tension > 0.55 && chance < tension - 0.4 ? 'deceptive' : 'authentic';
}

function phraseEnergy(
  index: number,
  { profile, request, section }: PhrasePlanRequest,
  kind: PhraseKind,
): Unit {
  const base = energyAt(profile.arc, ((index % wave) + 0.5) / wave) + 0.12 * request.arousal;
  if (kind === 'intro') return clamp(base * 0.7);
  if (kind === 'outro') return Math.min(clamp(base), profile.arc.end);
  return clamp(base + (section === undefined ? 0 : 0.1) + (kind === 'consequent' ? 0.05 : 0));
}

function clamp(value: number): Unit {
  return Math.min(1, Math.max(0.1, value));
}

function rolesOf(
  phrase: Pick<Phrase, 'kind' | 'theme' | 'part' | 'variation' | 'bars' | 'cadence'>,
  energy: Unit,
  { request, profile, seed }: PhrasePlanRequest,
): ReadonlySet<Role> {
  const roles = request.instruments.map(({ role }) => role);
  if (energy > 0.92 * profile.arc.peak && phrase.kind !== 'intro' && phrase.kind !== 'outro')
    return new Set(roles);
  const { density, tension } = request;
  return chooseLayers(phrase, energy, {
    bars: phrase.bars,
    profile,
    roles,
    density,
    tension,
    random: seededRandom(seed),
  });
}

/** A section that goes on is longer than its phrase: nobody breathes in the middle of it. */
function formOf(phrase: Phrase, { label, theme, variation }: OpenSection, ends: boolean): Form {
  const bars = ends ? phrase.bars : phrase.bars + 4;
  const section = { label, theme, variation, startBar: 0, bars, phrases: [phrase] };
  // The end of a section is told by the beginning of the next.
  const next = { ...section, startBar: bars, phrases: [] };
  return { bars: phrase.bars, sections: [section, next], phrases: [phrase] };
}
