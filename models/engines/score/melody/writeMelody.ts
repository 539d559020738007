/**
 * Writes the leading voice: motifs in phrases, pitches by search. A theme that returns brings its notes back.
 *
 * ```
 * motif ──► phrase layout (statement, answer, fragment, cadence) ──► slots ──► chooseLine ──► notes
 * ```
 */
import { instruments } from '../../../../bridge/protocol/instruments.ts';
import { chordAt, splitBar } from '../harmony/writeHarmony.ts';
import { randomFor } from '../decisions.ts';
import { chooseLine } from './chooseLine.ts';
import { embellish } from './embellish.ts';
import { fragment, inventMotif, invert } from './motif.ts';
import { motifOfTheme, spanOf } from '../themes/statement.ts';
import type { MidiNote, Ticks } from '../../../../bridge/protocol/units.ts';
import type { Composition } from '../composition.ts';
import type { Phrase } from '../form/form.ts';
import type { Statement } from '../themes/statement.ts';
import type { Band } from '../orchestration/registers.ts';
import type { LineSlot } from './chooseLine.ts';
import type { LineNote } from './line.ts';
import type { Motif } from './motif.ts';

/** A note of a phrase that waits for its pitch. */
export interface SkeletonNote {
  offset: Ticks;
  duration: Ticks;
  interval: number | undefined;
  motif: boolean;
  goal: boolean;
  /** The pitch of a theme's note. */
  fixed?: MidiNote;
}

/** The melody with the motif of each theme. */
export interface Melody {
  notes: LineNote[];
  motifs: ReadonlyMap<string, Motif>;
}

/** Writes the melody of every phrase in which the lead plays. */
export function writeMelody(composition: Composition, band: Band): Melody {
  const motifs = new Map<string, Motif>(composition.before?.motifs);
  const known = new Map<string, LineNote[]>();
  const notes: LineNote[] = [];
  beginWithTheme(composition, motifs);
  for (const phrase of composition.form.phrases) {
    const motif = motifOf(phrase.theme, composition, motifs);
    if (!phrase.roles.has('lead')) continue;
    const start = phrase.startBar * composition.request.grid.bar;
    const stated = statementOf(phrase, composition);
    const place = `${phrase.theme}${phrase.part}/${phrase.bars}/${phrase.cadence}/${phrase.kind}${statedName(stated)}`;
    const before = notes.at(-1)?.pitch ?? composition.before?.melody;
    const line = known.get(place) ?? writePhrase(phrase, motif, composition, band, before);
    known.set(place, line);
    const varied =
      phrase.variation > 0 ? varyPhrase(lift(line, phrase, composition), phrase, composition) : line;
    notes.push(...varied.map((note) => ({ ...note, tick: note.tick + start })));
  }
  return { notes, motifs };
}

/** What the lead states in a phrase. */
export function statementOf(phrase: Phrase, { statements }: Composition): Statement | undefined {
  return statements?.get(phrase.index)?.find(({ role }) => role === 'lead');
}

/** Phrases that state something else are other phrases. */
export function statedName(statement: Statement | undefined): string {
  return statement === undefined ? '' : `/${statement.theme.id}*${statement.factor}`;
}

/** A piece that states a theme has the theme's head for its motif. */
function beginWithTheme(composition: Composition, motifs: Map<string, Motif>): void {
  const first = composition.form.phrases.map((phrase) => statementOf(phrase, composition)).find((one) => one);
  if (first === undefined || motifs.has('A')) return;
  const motif = motifOfTheme(first.theme.motif, 1, composition.request.grid.bar);
  if (motif !== undefined) motifs.set('A', motif);
}

/** The motif of a theme: A's is invented; the others are made from it, so that the piece is of one kind. */
function motifOf(theme: string, composition: Composition, motifs: Map<string, Motif>): Motif {
  const known = motifs.get(theme);
  if (known !== undefined) return known;
  const { request, profile, seeds } = composition;
  const random = randomFor(seeds, 'motif', theme);
  const own = inventMotif({ grid: request.grid, melody: profile.melody, density: request.density, random });
  const first = theme === 'A' ? own : motifOf('A', composition, motifs);
  const motif = theme === 'A' || theme === 'C' || theme === 'F' ? own : invert(first);
  motifs.set(theme, motif);
  return motif;
}

/** A theme that returns with the piece's full energy is heard an octave higher, where the instrument sings there. */
export function lift(
  line: readonly LineNote[],
  phrase: Phrase,
  { request }: Composition,
): readonly LineNote[] {
  const lead = request.instruments.find((entry) => entry.role === 'lead');
  if (lead === undefined || phrase.energy < 0.8) return line;
  const [, high] = instruments[lead.instrument].sweet;
  const top = Math.max(...line.map((note) => note.pitch));
  return top + 12 > high ? line : line.map((note) => ({ ...note, pitch: note.pitch + 12 }));
}

function varyPhrase(line: readonly LineNote[], phrase: Phrase, composition: Composition): LineNote[] {
  const random = randomFor(
    composition.seeds,
    'melody',
    `variation/${phrase.theme}${phrase.part}/${phrase.variation}`,
  );
  const start = phrase.startBar * composition.request.grid.bar;
  return embellish(
    line,
    (tick) => chordAt(composition.spans, tick + start).chord.scale,
    composition.request.density,
    random,
  );
}

function writePhrase(
  phrase: Phrase,
  motif: Motif,
  composition: Composition,
  band: Band,
  before: MidiNote | undefined,
): LineNote[] {
  const place = `${phrase.theme}${phrase.part}/${phrase.bars}/${phrase.kind}`;
  const random = randomFor(composition.seeds, 'melody', place);
  const inverted = random.chance(0.5);
  const statement = statementOf(phrase, composition);
  const skeleton =
    statement === undefined
      ? layOutPhrase(phrase, motif, composition, inverted)
      : layOutStatement(statement, phrase, motif, composition, inverted);
  const slots = skeleton.map((note, i) => {
    const slot = slotOf(note, i / Math.max(1, skeleton.length - 1), phrase, composition, band);
    const mayLean =
      i > 0 &&
      skeleton[i + 1] !== undefined &&
      !note.goal &&
      note.fixed === undefined &&
      note.duration <= 960;
    const leans = random.chance(0.16 + composition.request.tension * 0.2) && mayLean && slot.strong;
    return leans ? { ...slot, leans } : slot;
  });
  const { melody } = composition.profile;
  const tension = composition.request.tension;
  const pitches = chooseLine(
    slots,
    band,
    { leap: melody.leapCost, dissonance: melody.dissonanceCost * (1.25 - tension * 0.4), motif: 1.5 },
    random,
    before,
  );
  return skeleton.map((note, i) => ({
    tick: note.offset,
    duration: note.duration,
    pitch: pitches[i] ?? band.centre,
    motif: note.motif,
    ...(note.fixed === undefined ? {} : { stated: true as const }),
  }));
}

/** Statement, answer, fragments and cadence, fitted to the bars of the phrase. */
function layOutPhrase(
  phrase: Phrase,
  motif: Motif,
  composition: Composition,
  inverted: boolean,
): SkeletonNote[] {
  const { bar } = composition.request.grid;
  const notes: SkeletonNote[] = [];
  const free = phrase.bars - 1;
  let at = 0;
  let statements = 0;
  while (at < free) {
    const fits = at + motif.bars <= free;
    const isFragment = !fits || statements === 2 || (motif.bars === 2 && statements === 1 && free - at < 2);
    const answer = statements % 2 === 1 && inverted && phrase.part > 0;
    const form = isFragment ? fragment(motif, bar) : answer ? invert(motif) : motif;
    notes.push(...place(form, at * bar));
    at += form.bars;
    statements = isFragment ? 0 : statements + 1;
  }
  notes.push(...cadence(phrase, motif, composition, free * bar));
  return notes;
}

/** A theme, what remains of its last bar filled up in the manner of the motif, then fragments of it, and the cadence. */
function layOutStatement(
  statement: Statement,
  phrase: Phrase,
  motif: Motif,
  composition: Composition,
  inverted: boolean,
): SkeletonNote[] {
  const { bar, beat } = composition.request.grid;
  const start = phrase.startBar * bar;
  const stated = statement.notes.map(({ tick, duration, pitch }): SkeletonNote => {
    const note = { offset: tick - start, duration, interval: undefined };
    return { ...note, motif: true, goal: false, fixed: pitch };
  });
  const end = spanOf(statement)[1] - start;
  const bars = Math.ceil(end / bar);
  const own = motifOfTheme(statement.theme.motif, statement.factor, bar) ?? motif;
  const rest = layOutPhrase(phrase, own, composition, inverted).filter(({ offset }) => offset >= bars * bar);
  const gap = bars * bar - end;
  const fill = gap < 2 * beat ? [] : place(fragment(own, bar), (bars - 1) * bar);
  return [...stated, ...fill.filter(({ offset }) => offset >= end + beat / 2), ...rest];
}

function place(motif: Motif, offset: Ticks): SkeletonNote[] {
  return motif.notes.map((note, i) => {
    const before = motif.notes[i - 1];
    return {
      offset: offset + note.offset,
      duration: note.duration,
      interval: before === undefined ? undefined : note.step - before.step,
      motif: true,
      goal: false,
    };
  });
}

/** The last bar: the motif's opening rhythm leads to the goal, which is held until the breath. */
function cadence(phrase: Phrase, motif: Motif, composition: Composition, offset: Ticks): SkeletonNote[] {
  const { request, spans, profile } = composition;
  const { bar, groups } = request.grid;
  const start = phrase.startBar * bar + offset;
  const lastChord = chordAt(spans, start + bar - 1);
  const isFinal = phrase.cadence === 'final';
  const [firstHalf = 0] = splitBar(groups);
  const goalAt = isFinal ? 0 : lastChord.tick - start;
  const reached = Math.min(Math.max(0, goalAt), bar - (groups.at(-1) ?? bar));
  const lead = reached === 0 ? [] : approach(motif, reached, firstHalf, offset);
  const breath = isFinal ? 0 : Math.round((profile.melody.breath * bar) / 120) * 120;
  const held = Math.max(groups.at(-1) ?? bar, bar - reached - breath);
  return [
    ...lead,
    {
      offset: offset + reached,
      duration: Math.min(held, bar - reached),
      interval: undefined,
      motif: false,
      goal: true,
    },
  ];
}

function approach(motif: Motif, length: Ticks, group: Ticks, offset: Ticks): SkeletonNote[] {
  const opening = motif.notes.filter((note) => note.offset < length);
  const useMotif = opening.length > 1;
  const notes = useMotif ? opening : [{ offset: 0, duration: Math.min(group, length), step: 0 }];
  return notes.map((note, i) => ({
    offset: offset + note.offset,
    duration: Math.min(note.duration, length - note.offset),
    interval: i === 0 || !useMotif ? undefined : note.step - (notes[i - 1]?.step ?? 0),
    motif: useMotif,
    goal: false,
  }));
}

/** What is asked of the pitch of a note at a position 0…1 of its phrase. */
export function slotOf(
  note: SkeletonNote,
  position: number,
  phrase: Phrase,
  { request, spans, profile }: Composition,
  band: Band,
): LineSlot {
  const { grid } = request;
  const tick = phrase.startBar * grid.bar + note.offset;
  const { chord } = chordAt(spans, tick);
  const inBar = note.offset % grid.bar;
  const [firstHalf = grid.bar] = splitBar(grid.groups);
  const onBeat = inBar === 0 || inBar === firstHalf;
  return {
    tick,
    duration: note.duration,
    interval: note.interval,
    motif: note.motif,
    strong: onBeat || note.duration >= grid.beat * 1.5,
    scale: chord.scale,
    tones: chord.tones,
    ...(note.fixed === undefined ? {} : { fixed: note.fixed }),
    goal: note.goal ? goalClasses(phrase, chord.tones, request.key.tonicClass) : [],
    arch: archAt(position, phrase, band, profile.melody.span),
  };
}

function goalClasses(phrase: Phrase, tones: readonly number[], tonic: number): number[] {
  const [root = tonic, third = tonic, fifth = tonic] = tones;
  switch (phrase.cadence) {
    case 'final':
      return [tonic];
    case 'authentic':
      return root === tonic ? [tonic, third] : [root, third];
    case 'half':
      return [fifth, third, root];
    default:
      return [third, root, fifth];
  }
}

/** The pitch that the phrase's arch passes through: up to a peak past the middle, then down; higher with energy. */
function archAt(position: number, phrase: Phrase, band: Band, span: number): MidiNote {
  const peakAt = phrase.part === 0 ? 0.65 : 0.4;
  const rise = position < peakAt ? position / peakAt : (1 - position) / (1 - peakAt);
  const lift = (phrase.energy - 0.5) * span * 0.3 + (phrase.theme === 'A' ? 0 : span * 0.12);
  const closes = phrase.cadence === 'authentic' || phrase.cadence === 'final';
  const fall = closes && position > peakAt ? (position - peakAt) * span * 0.2 : 0;
  return band.centre + (rise - 0.5) * span * 0.45 + lift - fall;
}
