/**
 * Plans the form: bars first, then phrases of four in pairs, sections, an energy arc, and layers that enter and leave at
 * phrase borders. Nothing here depends on tempo.
 */
import type { Role } from '../../../../bridge/protocol/roles.ts';
import type { SeededRandom } from '../../../../bridge/protocol/seededRandom.ts';
import type { Unit } from '../../../../bridge/protocol/units.ts';
import type { EnergyArc, StyleProfile } from '../styles/styleProfile.ts';
import type { GivenSection } from './givenSections.ts';
import type { Cadence, Form, Phrase, PhraseKind, Section } from './form.ts';

/** What the form depends on. */
export interface FormRequest {
  bars: number;
  profile: StyleProfile;
  /** Sections that the cue gives; the engine's own form where there are none. */
  sections?: readonly GivenSection[];
  /** Roles of the brief. */
  roles: readonly Role[];
  density: Unit;
  tension: Unit;
  random: SeededRandom;
}

/** A phrase before it has its place. */
export interface PhraseSketch {
  kind: PhraseKind;
  theme: string;
  part: number;
  variation: number;
  bars: number;
  cadence: Cadence;
}

/** Plans the form of a piece of `bars` bars (at least 1). */
export function planForm(request: FormRequest): Form {
  const given = request.sections ?? [];
  const sections = given.length > 0 ? sketchGiven(given, request) : sketchOwn(request);
  const last = sections.at(-1)?.at(-1);
  if (last !== undefined) last.cadence = 'final';
  return layOut(
    sections,
    request,
    given.map(({ label }) => label),
  );
}

/** The engine's own form. */
function sketchOwn(request: FormRequest): PhraseSketch[][] {
  const { bars, profile, random } = request;
  const { sectionPhrases } = profile;
  const { intro, outro } =
    sectionPhrases === undefined ? frame(bars, profile.intro) : frameOfChoruses(bars, sectionPhrases * 4);
  const groups = groupPhrases(phraseLengths(bars - intro - outro), random, sectionPhrases);
  const themes = themeOrder(groups.length, random);
  const sections = groups.map((lengths, i) =>
    sketchSection(lengths, themes[i] ?? { theme: 'A', variation: i }, request),
  );
  if (intro > 0) sections.unshift([sketch('intro', 'A', intro, 'open')]);
  if (outro > 0) sections.push([sketch('outro', 'A', outro, 'final')]);
  return sections;
}

/** The form that the cue gives: one theme for each label, its returns told by primes or by the same label. */
function sketchGiven(given: readonly GivenSection[], request: FormRequest): PhraseSketch[][] {
  const themes = new Map<string, { theme: string; variation: number }>();
  return given.map(({ label, bars }) => {
    const name = label.replace(/['’\d\s]+$/, '').toLowerCase();
    if (/^(intro|introduction|opening)$/.test(name)) return [sketch('intro', 'A', bars, 'open')];
    if (/^(outro|coda|ending)$/.test(name)) return [sketch('outro', 'A', bars, 'authentic')];
    const known = themes.get(name);
    const material =
      known === undefined
        ? { theme: letters.charAt(themes.size % letters.length), variation: 0 }
        : { theme: known.theme, variation: known.variation + 1 };
    themes.set(name, material);
    return sketchSection(phraseLengths(bars), material, request);
  });
}

function sketch(kind: PhraseKind, theme: string, bars: number, cadence: Cadence): PhraseSketch {
  return { kind, theme, part: 0, variation: 0, bars, cadence };
}

/** Lengths of the phrases of the body: fours, with what is left over lengthening a cadence. */
export function phraseLengths(bars: number): number[] {
  if (bars < 6) return [bars];
  const lengths = Array.from({ length: Math.floor(bars / 4) }, () => 4);
  const rest = bars % 4;
  const last = lengths.length - 1;
  if (rest === 3 && lengths.length > 1) {
    lengths[last] = 5;
    lengths[Math.floor(last / 2)] = (lengths[Math.floor(last / 2)] ?? 4) + 2;
  } else {
    lengths[last] = (lengths[last] ?? 4) + rest;
  }
  return lengths;
}

/** Bars of intro and outro that leave a body of whole phrases; the fewest bars lost to odd phrases win. */
function frame(bars: number, wantsIntro: boolean): { intro: number; outro: number } {
  if (bars < 12) return { intro: 0, outro: 0 };
  const intros = wantsIntro ? (bars >= 48 ? [4, 2] : bars >= 24 ? [2, 4] : [2, 4, 0]) : [0];
  const outros = bars >= 48 ? [4, 2] : bars >= 20 ? [2, 4] : [2, 0];
  const pairs = intros.flatMap((intro) => outros.map((outro) => ({ intro, outro })));
  const usable = pairs.filter(({ intro, outro }) => bars - intro - outro >= 8);
  const whole = usable.find(({ intro, outro }) => (bars - intro - outro) % 4 === 0);
  return whole ?? usable[0] ?? { intro: 0, outro: 0 };
}

/** Bars of intro and outro that leave whole choruses of `chorus` bars; none where there is not one. */
function frameOfChoruses(bars: number, chorus: number): { intro: number; outro: number } {
  const rest = bars % chorus;
  if (bars < chorus || rest === 0 || rest > 8) return { intro: 0, outro: 0 };
  return rest <= 4 ? { intro: 0, outro: rest } : { intro: 4, outro: rest - 4 };
}

/** Phrases in sections: pairs; three make A B A of single phrases, four may make A A B A; or as many as the style has. */
function groupPhrases(lengths: readonly number[], random: SeededRandom, size?: number): number[][] {
  const count = lengths.length;
  const singles = random.chance(0.5);
  const sizes = size === undefined ? sectionSizes(count, singles) : chorusSizes(count, size);
  let from = 0;
  return sizes.map((size) => {
    const group = lengths.slice(from, from + size);
    from += size;
    return group;
  });
}

function sectionSizes(count: number, singles: boolean): number[] {
  if (count <= 2) return [count];
  if (count === 3 || (count === 4 && singles)) return Array.from({ length: count }, () => 1);
  const sizes = Array.from({ length: Math.ceil(count / 2) }, () => 2);
  if (count % 2 === 1) sizes[sizes.length - 2] = 1;
  return sizes;
}

function chorusSizes(count: number, size: number): number[] {
  const whole = Array.from({ length: Math.floor(count / size) }, () => size);
  return count % size === 0 ? whole : [...whole, count % size];
}

const shortOrders: readonly (readonly string[])[][] = [
  [['A']],
  [
    ['A', 'A'],
    ['A', 'B'],
  ],
  [['A', 'B', 'A']],
  [
    ['A', 'A', 'B', 'A'],
    ['A', 'B', 'A', 'B'],
    ['A', 'B', 'C', 'A'],
  ],
  [
    ['A', 'A', 'B', 'B', 'A'],
    ['A', 'B', 'A', 'C', 'A'],
  ],
  [
    ['A', 'A', 'B', 'A', 'C', 'A'],
    ['A', 'B', 'A', 'C', 'B', 'A'],
  ],
];
const contrasts = 'BCDEFGH';
const letters = `A${contrasts}`;

function themeOrder(count: number, random: SeededRandom): { theme: string; variation: number }[] {
  const short = shortOrders[count - 1];
  const letters = short === undefined ? rondo(count) : random.pick(short);
  const heard = new Map<string, number>();
  return letters.map((theme) => {
    const variation = heard.get(theme) ?? 0;
    heard.set(theme, variation + 1);
    return { theme, variation };
  });
}

function rondo(count: number): string[] {
  return Array.from({ length: count }, (_, i) => {
    if (i % 3 !== 1 || i === count - 1) return 'A';
    return contrasts.charAt(Math.floor(i / 3) % contrasts.length);
  });
}

function sketchSection(
  lengths: readonly number[],
  material: { theme: string; variation: number },
  request: FormRequest,
): PhraseSketch[] {
  return lengths.map((bars, part) => {
    const isLast = part === lengths.length - 1;
    const deceptive = request.tension > 0.55 && request.random.chance(request.tension - 0.4);
    const close: Cadence = deceptive ? 'deceptive' : 'authentic';
    return {
      kind: isLast && lengths.length > 1 ? 'consequent' : 'antecedent',
      ...material,
      part,
      bars,
      cadence: isLast && !(lengths.length === 1 && leadsOn(material)) ? close : 'half',
    };
  });
}

/** A single phrase that opens the piece or contrasts leads on to the next; the others close. */
function leadsOn(material: { theme: string; variation: number }): boolean {
  return material.theme !== 'A' || material.variation === 0;
}

function layOut(sketches: readonly PhraseSketch[][], request: FormRequest, labels: readonly string[]): Form {
  const sections: Section[] = [];
  const phrases: Phrase[] = [];
  const peak = peakSection(sketches, request);
  let bar = 0;
  for (const group of sketches) {
    const startBar = bar;
    const own = group.map((item) => {
      const position = (bar + item.bars / 2) / request.bars;
      const energy = phraseEnergy(item, position, request.profile.arc);
      const phrase: Phrase = {
        ...item,
        index: phrases.length,
        startBar: bar,
        energy,
        roles: group === peak ? new Set(request.roles) : chooseLayers(item, energy, request),
      };
      bar += item.bars;
      phrases.push(phrase);
      return phrase;
    });
    const [first] = own;
    if (first === undefined) continue;
    sections.push({
      label: labels[sections.length] ?? labelOf(first),
      theme: first.theme,
      variation: first.variation,
      startBar,
      bars: bar - startBar,
      phrases: own,
    });
  }
  return { bars: request.bars, sections, phrases };
}

/** The section with the most energy: there every role of the brief is heard. */
function peakSection(
  sketches: readonly PhraseSketch[][],
  { bars, profile }: FormRequest,
): readonly PhraseSketch[] | undefined {
  let bar = 0;
  let best: { group: readonly PhraseSketch[]; energy: Unit } | undefined;
  for (const group of sketches) {
    const length = group.reduce((sum, item) => sum + item.bars, 0);
    const [first] = group;
    const isBody = first !== undefined && first.kind !== 'intro' && first.kind !== 'outro';
    const energy = isBody ? phraseEnergy(first, (bar + length / 2) / bars, profile.arc) : 0;
    if (isBody && energy > (best?.energy ?? 0)) best = { group, energy };
    bar += length;
  }
  return best?.group;
}

function labelOf(phrase: Phrase): string {
  if (phrase.kind === 'intro') return 'Intro';
  if (phrase.kind === 'outro') return 'Outro';
  return phrase.theme + "'".repeat(Math.min(3, phrase.variation));
}

/** Energy at a position 0…1: a line up to the peak and a line down. */
export function energyAt(arc: EnergyArc, position: Unit): Unit {
  if (position <= arc.peakAt) return arc.start + ((arc.peak - arc.start) * position) / arc.peakAt;
  return arc.peak + ((arc.end - arc.peak) * (position - arc.peakAt)) / (1 - arc.peakAt);
}

function phraseEnergy(item: PhraseSketch, position: number, arc: EnergyArc): Unit {
  const base = energyAt(arc, position);
  if (item.kind === 'intro') return base * 0.7;
  if (item.kind === 'outro') return Math.min(base, arc.end);
  const contrast = item.theme === 'A' ? 0 : 0.1;
  return Math.min(1, base + contrast + (item.kind === 'consequent' ? 0.05 : 0));
}

/** The roles of a phrase: more of them with more energy and density, the style's own order of entry. */
export function chooseLayers(item: PhraseSketch, energy: Unit, request: FormRequest): Set<Role> {
  const { profile, roles, density } = request;
  const order = profile.texture.layers.filter((role) => roles.includes(role));
  if (item.kind === 'intro') {
    const opening = profile.texture.intro.filter((role) => roles.includes(role)).slice(0, 2);
    return new Set(opening.length > 0 ? opening : order.slice(0, 1));
  }
  const fewest = Math.min(order.length, Math.max(2, Math.round(order.length * 0.45)));
  const drive = Math.min(1, energy * 0.75 + density * 0.35);
  const count = fewest + Math.round((order.length - fewest) * drive);
  const kept = order.slice(0, item.kind === 'outro' ? Math.max(3, count - 1) : count);
  const needed: Role[] = item.cadence === 'final' ? ['lead', 'bass'] : ['lead'];
  return new Set([...kept, ...needed.filter((role) => roles.includes(role))]);
}
