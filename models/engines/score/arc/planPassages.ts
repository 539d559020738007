/**
 * From grid and values to passages with their form: phrases that end where hits are, cadences that close or lead on, layers by energy.
 *
 * ```
 * bars  |4/4 4/4 4/4 4/4|3/4|4/4 4/4 4/4|       a passage ends with its section, its meter, and where values move with its phrase
 * form  |A              |   |B          |
 * ```
 */
import { tickToSeconds } from '../../../../bridge/protocol/tempoMap.ts';
import { chooseLayers, energyAt, phraseLengths } from '../form/planForm.ts';
import { barGrid } from '../request.ts';
import { profiles } from '../styles/profiles.ts';
import { readKey } from '../theory/scale.ts';
import { themesOf } from './themes.ts';
import type { Seconds, Ticks, Unit } from '../../../../bridge/protocol/units.ts';
import type { SeededRandom } from '../../../../bridge/protocol/seededRandom.ts';
import type { Cadence, Form, Phrase, PhraseKind } from '../form/form.ts';
import type { ScoreRequest } from '../request.ts';
import type { StyleProfile } from '../styles/styleProfile.ts';
import type { ArcValues, AskedArc } from './askedArc.ts';
import type { Passage } from './passage.ts';
import type { ArcGrid, GridBar } from './planGrid.ts';
import type { SectionTheme } from './themes.ts';

/** What passages are planned from. */
export interface PassagesRequest {
  asked: AskedArc;
  grid: ArcGrid;
  random: SeededRandom;
}

/** A phrase before its passage is known. */
interface Sketch {
  /** Index of its first bar in the grid. */
  from: number;
  bars: number;
  section: number;
  theme: SectionTheme;
  part: number;
  isLastPart: boolean;
}

/** Plans the passages. */
export function planPassages({ asked, grid, random }: PassagesRequest): Passage[] {
  const sketches = asked.isFree ? freePhrases(grid, random) : sectionPhrases(asked, grid);
  const groups = groupSketches(sketches, asked, grid);
  const last = sketches.at(-1);
  const energies = sketches.map((sketch) => energyOf(sketch, asked, grid));
  return groups.map((group, i): Passage => {
    const [first] = group;
    const end = group.at(-1);
    if (first === undefined || end === undefined) throw new RangeError('planPassages: an empty passage');
    const bar = grid.bars[first.from];
    const values = valuesOf(group, asked, grid);
    const profile = profiles[values.style];
    const bars = group.reduce((sum, one) => sum + one.bars, 0);
    const request = requestOf(values, bar ?? { tick: 0, ticks: 1920, meter: '4/4' }, bars, asked);
    const phrases = group.map((sketch, index): Phrase => {
      const at = sketches.indexOf(sketch);
      const energy = energies[at] ?? 0.5;
      const next = energies[at + 1] ?? energy;
      const kind = kindOf(sketch, profile, grid, at === 0);
      const cadence = cadenceOf(sketch, kind, sketch === last, next - energy, values, random);
      const { theme, variation } = sketch.theme;
      const startBar = sketch.from - first.from;
      const place = {
        index,
        kind,
        theme,
        part: sketch.part,
        variation,
        startBar,
        bars: sketch.bars,
        cadence,
      };
      return { ...place, energy, roles: rolesOf(place, energy, request, profile, random) };
    });
    const next = groups[i + 1]?.[0];
    return {
      tick: bar?.tick ?? 0,
      bar: first.from,
      seconds: tickToSeconds(grid.tempos, bar?.tick ?? 0),
      request,
      form: formOf(phrases, first.theme, bars, next === undefined || next.section !== end.section),
      section: first.section,
      begins: groups[i - 1]?.at(-1)?.section !== first.section,
      label: first.theme.label,
      energy: phrases.reduce((sum, { energy, bars: own }) => sum + (energy * own) / bars, 0),
    };
  });
}

/** Phrases of the sections that were asked for, ending where hits fall on a first beat. */
function sectionPhrases(asked: AskedArc, grid: ArcGrid): Sketch[] {
  const starts = grid.sections.map(({ tick }) => barAt(grid.bars, tick));
  const values = asked.sections.map(({ start, end }) => asked.valuesOver(start, end));
  const themes = themesOf(
    starts.map((_, i) => asked.sections[i] ?? { label: '', start: 0, end: 0 }),
    values,
  );
  return starts.flatMap((from, section) => {
    const to = starts[section + 1] ?? grid.bars.length;
    const lengths = stretches(grid, from, to).flatMap(({ bars }) => phraseLengths(bars));
    const theme = themes[section] ?? { theme: 'A', variation: 0, label: 'A' };
    let at = from;
    return lengths.map((bars, part): Sketch => {
      const sketch = { from: at, bars, section, theme, part, isLastPart: part === lengths.length - 1 };
      at += bars;
      return sketch;
    });
  });
}

/** The engine's own form around the hits: phrases in pairs, every third pair another theme, a new section at a strong hit. */
function freePhrases(grid: ArcGrid, random: SeededRandom): Sketch[] {
  const lengths = stretches(grid, 0, grid.bars.length).flatMap(({ bars }) => phraseLengths(bars));
  const strong = new Set(grid.hits.filter(({ strength }) => strength >= 0.6).map(({ tick }) => tick));
  const contrastFirst = random.chance(0.5) ? 1 : 2;
  const heard = new Map<string, number>();
  const sketches: Sketch[] = [];
  let [section, part, at, sectionBars] = [0, 0, 0, 0];
  let theme: SectionTheme | undefined;
  lengths.forEach((bars, i) => {
    const isHit = strong.has(grid.bars[at]?.tick ?? -1);
    const isFull = sectionBars >= 8 || (isHit && sectionBars >= 4);
    if (theme === undefined || isFull) {
      if (theme !== undefined) section++;
      const letter = section % 3 === contrastFirst ? 'BCDEFG'.charAt(Math.floor(section / 3) % 6) : 'A';
      const variation = heard.get(letter) ?? 0;
      heard.set(letter, variation + 1);
      theme = { theme: letter, variation, label: letter + "'".repeat(Math.min(3, variation)) };
      [part, sectionBars] = [0, 0];
    }
    const next = at + bars;
    const endsHere =
      i === lengths.length - 1 ||
      sectionBars + bars >= 8 ||
      (strong.has(grid.bars[next]?.tick ?? -1) && sectionBars + bars >= 4);
    sketches.push({ from: at, bars, section, theme, part, isLastPart: endsHere });
    at = next;
    part++;
    sectionBars += bars;
  });
  return sketches;
}

/** Bars between the places where something must begin: another meter, a hit on the first beat two bars after the last. */
function stretches(grid: ArcGrid, from: number, to: number): { from: number; bars: number }[] {
  const hits = new Set(grid.hits.map(({ tick }) => tick));
  const found: { from: number; bars: number }[] = [];
  let start = from;
  for (let i = from + 1; i <= to; i++) {
    const bar = grid.bars[i];
    const isOther = bar?.meter !== grid.bars[i - 1]?.meter;
    const isHit = bar !== undefined && hits.has(bar.tick) && i - start >= 2 && to - i >= 2;
    if (i === to || isOther || isHit) {
      found.push({ from: start, bars: i - start });
      start = i;
    }
  }
  return found;
}

/** Phrases of one section, meter and set of values are composed together. */
function groupSketches(sketches: readonly Sketch[], asked: AskedArc, grid: ArcGrid): Sketch[][] {
  const groups: Sketch[][] = [];
  for (const sketch of sketches) {
    const group = groups.at(-1);
    const [first] = group ?? [];
    const joins =
      group !== undefined &&
      first !== undefined &&
      first.section === sketch.section &&
      grid.bars[first.from]?.meter === grid.bars[sketch.from]?.meter &&
      !asked.varies(...askedSpan([...group, sketch], asked, grid));
    if (joins) group.push(sketch);
    else groups.push([sketch]);
  }
  return groups;
}

function valuesOf(group: readonly Sketch[], asked: AskedArc, grid: ArcGrid): ArcValues {
  return asked.valuesOver(...askedSpan(group, asked, grid));
}

/** The stretch of time that was asked for where these phrases sound: sections begin with a bar, a little before or after their moment. */
function askedSpan(group: readonly Sketch[], asked: AskedArc, grid: ArcGrid): [Seconds, Seconds] {
  const [first] = group;
  const last = group.at(-1);
  const from = secondsAt(grid, first?.from ?? 0);
  const to = secondsAt(grid, (last?.from ?? 0) + (last?.bars ?? 1));
  const section = asked.isFree ? 0 : (first?.section ?? 0);
  const { start = 0, end = asked.seconds } = asked.sections[section] ?? {};
  const begins = grid.sections[section]?.seconds ?? 0;
  const ends = grid.sections[section + 1]?.seconds ?? grid.endSeconds;
  const scale = (end - start) / Math.max(0.001, ends - begins);
  return [start + (from - begins) * scale, start + (to - begins) * scale];
}

function requestOf(values: ArcValues, { meter }: GridBar, bars: number, asked: AskedArc): ScoreRequest {
  const { tempo, style, valence, arousal, tension, density, brightness, dynamics, register, instruments } =
    values;
  return {
    key: readKey(values.key),
    grid: barGrid(meter),
    bars,
    tempo,
    seconds: asked.seconds,
    ...{ style, valence, arousal, tension, density, brightness, dynamics, register, instruments },
    sections: [],
  };
}

/** Energy of a phrase: the style's own arc where nothing else is asked for, else arousal, loudness and fullness as asked. */
function energyOf(sketch: Sketch, asked: AskedArc, grid: ArcGrid): Unit {
  const from = secondsAt(grid, sketch.from);
  const to = secondsAt(grid, sketch.from + sketch.bars);
  const values = valuesOf([sketch], asked, grid);
  const { arc } = profiles[values.style];
  const own = energyAt(arc, Math.min(1, (from + to) / 2 / Math.max(1, grid.endSeconds)));
  if (asked.isFree) return clamp(own + (sketch.theme.theme === 'A' ? 0 : 0.1));
  const { arousal, dynamics, density } = values;
  const wanted = 0.5 + 0.3 * arousal + 0.3 * (dynamics - 0.5) + 0.2 * (density - 0.5);
  return clamp(wanted + 0.15 * (own - 0.6));
}

function clamp(value: number): Unit {
  return Math.min(1, Math.max(0.08, value));
}

function kindOf(sketch: Sketch, profile: StyleProfile, grid: ArcGrid, isFirst: boolean): PhraseKind {
  if (/^(intro|introduction|opening)\b/i.test(sketch.theme.label)) return 'intro';
  if (/^(outro|coda|ending)\b/i.test(sketch.theme.label)) return 'outro';
  const isLong = grid.bars.length >= 16 && sketch.bars <= 4;
  const isHit = grid.hits.some(({ seconds }) => seconds < secondsAt(grid, sketch.bars) - 0.1);
  if (isFirst && profile.intro && isLong && !isHit && !sketch.isLastPart) return 'intro';
  return sketch.isLastPart && sketch.part > 0 ? 'consequent' : 'antecedent';
}

function cadenceOf(
  sketch: Sketch,
  kind: PhraseKind,
  isFinal: boolean,
  rise: number,
  { tension }: ArcValues,
  random: SeededRandom,
): Cadence {
  if (isFinal) return 'final';
  if (kind === 'intro' || sketch.bars === 1) return 'open';
  if (!sketch.isLastPart) return 'half';
  // What rises is led on by the dominant; what falls has come to its end.
  if (rise > 0.08) return 'half';
  return tension > 0.55 && random.chance(tension - 0.4) ? 'deceptive' : 'authentic';
}

function rolesOf(
  phrase: Parameters<typeof chooseLayers>[0],
  energy: Unit,
  request: ScoreRequest,
  profile: StyleProfile,
  random: SeededRandom,
): Phrase['roles'] {
  const roles = request.instruments.map(({ role }) => role);
  if (energy > 0.82 && phrase.kind !== 'intro') return new Set(roles);
  const { density, tension } = request;
  return chooseLayers(phrase, energy, { bars: phrase.bars, profile, roles, density, tension, random });
}

/** A section that goes on is longer than its passage: nobody breathes in the middle of it. */
function formOf(
  phrases: Phrase[],
  { theme, variation, label }: SectionTheme,
  bars: number,
  ends: boolean,
): Form {
  const section = { label, theme, variation, startBar: 0, bars: ends ? bars : bars + 4, phrases };
  return { bars, sections: [section, { ...section, startBar: section.bars, phrases: [] }], phrases };
}

/** The bar that begins at a tick or before it. */
export function barAt(bars: readonly GridBar[], tick: Ticks): number {
  return Math.max(
    0,
    bars.findLastIndex((bar) => bar.tick <= tick),
  );
}

function secondsAt(grid: ArcGrid, bar: number): Seconds {
  return tickToSeconds(grid.tempos, grid.bars[bar]?.tick ?? grid.endTick);
}
