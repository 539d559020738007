/**
 * Is what should be kept kept? Random pieces, random edits; the old and the new `score.mid` are read back and compared note by note, by
 * code that knows nothing of how a piece is revised.
 */
import { barQuarters } from '../../bridge/protocol/meter.ts';
import { seededRandom } from '../../bridge/protocol/seededRandom.ts';
import { ticksPerQuarter } from '../../bridge/protocol/units.ts';
import { isArcPiece } from '../engines/score/revision/piece.ts';
import { revise } from '../engines/score/revision/revise.ts';
import { featuresOf } from '../engines/score/selection/features.ts';
import { rateDraft } from '../engines/score/selection/rateDraft.ts';
import { profiles } from '../engines/score/styles/profiles.ts';
import { scoreToMidi } from '../rendering/midiFile.ts';
import { readMidi } from '../rendering/readMidi.ts';
import { measureHits } from '../takes/measureHits.ts';
import { measureKey } from '../takes/measureTake.ts';
import { measureThemes } from '../takes/measureThemes.ts';
import { mean } from './distribution.ts';
import { drawEdit, drawPiece, editKinds, editKindsOf, subjects } from './keptCases.ts';
import { markdownTable, percent } from './markdownTable.ts';
import type { Brief } from '../../bridge/protocol/brief.ts';
import type { Change, KeepName } from '../../bridge/protocol/revision.ts';
import type { Score } from '../../bridge/protocol/score.ts';
import type { Ticks } from '../../bridge/protocol/units.ts';
import type { AnyPiece } from '../engines/score/revision/piece.ts';
import type { MidiPart, MidiView } from '../rendering/readMidi.ts';
import type { EditKind, Subject } from './keptCases.ts';
import type { Report } from './writeResults.ts';

/** What was found over the edits of one kind. */
export interface KeptFigures {
  subject: Subject;
  kind: EditKind;
  edits: number;
  /** Share of the edits in which everything that was to be kept is. */
  whole: number;
  /** Share of all other notes that are others now. */
  changed: number;
  /** Mean rating of the pieces before and after, by the engine's own checklist; NaN for pieces that change over time, as for keys. */
  ratingBefore: number;
  ratingAfter: number;
  /** Share heard in their key, before and after. */
  inKeyBefore: number;
  inKeyAfter: number;
  /** Of the places at which themes are said to sound afterwards, those at which a matcher finds them that is given notes alone. */
  themesFound: number;
  /** Of the hits afterwards, those that are met, less the share that was met before. */
  hitsMet: number;
  hitsLost: number;
}

/** A note that begins so few ticks before a bar line is the first of the bar after it, played early. */
const early = 40;

interface Outcome {
  whole: boolean;
  /** Notes that were free, and how many of them are others. */
  free: number;
  changed: number;
  before: AnyPiece;
  after?: AnyPiece;
  brief: { before: Brief; after: Brief };
}

function keptOutcome(subject: Subject, kind: EditKind, seed: number): Outcome {
  const random = seededRandom(seed);
  const { brief, composed } = drawPiece(subject, seed, random);
  const { piece: before, seeds: own } = composed;
  const { change, brief: wanted } = drawEdit(kind, before.score, brief, random);
  const briefs = { before: brief, after: wanted };
  try {
    const { piece: after } = revise({ before, own, brief: wanted, change, seed: seed + 1 });
    return { ...compared(before.score, after.score, change), before, after, brief: briefs };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    // What is refused was not kept.
    return { whole: false, free: 0, changed: 0, before, brief: briefs };
  }
}

/** A note as it stands in the file, its length as far as the old piece goes. */
function noteTexts({ notes }: MidiPart, end: number, by = 0): string[] {
  return notes.map(
    ({ tick, duration, pitch }) => `${tick} ${Math.min(duration, Math.max(1, end - tick))} ${pitch + by}`,
  );
}

function compared(old: Score, now: Score, change: Change): Pick<Outcome, 'whole' | 'free' | 'changed'> {
  const [was, is] = [old, now].map((score) => readMidi(scoreToMidi(score)));
  if (was === undefined || is === undefined) return { whole: false, free: 0, changed: 0 };
  const lines = barLines(old);
  const range =
    change.bars === undefined
      ? undefined
      : ([lines[change.bars[0] - 1] ?? 0, lines[change.bars[1]] ?? Infinity] as const);
  const checks = [
    ...change.keep.map((name) =>
      isKept(name, old, now, was, is, Math.min(range?.[1] ?? Infinity, old.endTick)),
    ),
    ...(range === undefined ? [] : [isSameOutside(was, is, range[0], range[1]), same(was.tempos, is.tempos)]),
    ...(change.extend === undefined ? [] : [isSameOutside(was, is, old.endTick, Infinity, true)]),
    ...(change.reroll ? [] : [isMovedOnly(was, is, old.endTick)]),
  ];
  return { whole: checks.every(Boolean), ...freeNotes(was, is, change, range, old.endTick) };
}

/** Where every bar begins. */
function barLines({ meters, endTick }: Score): Ticks[] {
  return meters.flatMap(({ tick, meter }, i) => {
    const until = meters[i + 1]?.tick ?? endTick;
    const bar = barQuarters(meter) * ticksPerQuarter;
    return Array.from({ length: Math.round((until - tick) / bar) }, (_, n) => tick + n * bar);
  });
}

function partOf({ parts }: MidiView, role: string): MidiPart | undefined {
  return parts.find(({ name }) => name.startsWith(`${role}:`));
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function isKept(name: KeepName, old: Score, now: Score, was: MidiView, is: MidiView, end: number): boolean {
  if (name === 'harmony') return same(soundingChords(old), soundingChords(now));
  if (name === 'instruments')
    return is.parts.every(
      (part) =>
        (was.parts.find(({ name: own }) => own === part.name)?.program ?? part.program) === part.program,
    );
  const role = name === 'melody' || name === 'rhythm' ? 'lead' : name;
  const [before, after] = [partOf(was, role), partOf(is, role)].map((part) =>
    part === undefined ? [] : noteTexts(part, old.endTick),
  );
  if (name !== 'rhythm') return same(before, after);
  const rhythm = (texts: readonly string[] = []): string[] =>
    texts.map((text) => {
      const [tick = '0', length = '0'] = text.split(' ');
      // A held note ends at the end of the range.
      const most = Number(tick) + early < end ? end - Number(tick) : Infinity;
      return `${tick} ${Math.min(Number(length), most)}`;
    });
  return same(rhythm(before), rhythm(after));
}

/** The chord at every change, by its tones. */
function soundingChords({ chords }: Score): string[] {
  const all = chords.map(({ tick, tones, bass }) => [tick, `${bass}/${tones.join()}`] as const);
  return all.filter(([, text], i) => all[i - 1]?.[1] !== text).map(([tick, text]) => `${tick} ${text}`);
}

/**
 * Notes outside of a range, their sound up to it, and what every controller is set to at each of their onsets. A final fade begins within the
 * last beat; it is what an extension takes away.
 */
function isSameOutside(was: MidiView, is: MidiView, start: Ticks, end: Ticks, losesFade = false): boolean {
  const names = new Set([...was.parts, ...is.parts].map(({ name }) => name));
  return [...names].every((name) => {
    const [before, after] = [was, is].map(({ parts }) => parts.find((part) => part.name === name));
    const outside = (part: MidiPart | undefined): string[] =>
      (part?.notes ?? [])
        .filter(({ tick }) => tick + early < start || tick + early >= end)
        .map(({ tick, duration, pitch, midiVelocity }) => {
          const heard = tick < start ? Math.min(duration, Math.max(1, start - tick)) : duration;
          const isFading = losesFade && tick >= start - 240;
          return `${tick} ${heard} ${pitch} ${midiVelocity} ${isFading ? '' : settings(part, tick)}`;
        });
    return same(outside(before), outside(after));
  });
}

/** Pedal, expression and modulation at a tick. */
function settings(part: MidiPart | undefined, tick: number): string {
  return [64, 11, 1]
    .map(
      (number) =>
        part?.controllers.findLast((event) => event.controller === number && event.tick <= tick)?.value ?? 0,
    )
    .join(',');
}

/** The same notes, all moved by the same interval in a part. */
function isMovedOnly(was: MidiView, is: MidiView, end: number): boolean {
  return was.parts.every((part) => {
    const after = is.parts.find(({ name }) => name === part.name);
    const by = (after?.notes[0]?.pitch ?? 0) - (part.notes[0]?.pitch ?? 0);
    return after !== undefined && same(noteTexts(part, end, by), noteTexts(after, end));
  });
}

/** Notes that nothing keeps, and how many of them are not there any more. */
function freeNotes(
  was: MidiView,
  is: MidiView,
  { keep, extend, reroll }: Change,
  range: readonly [number, number] | undefined,
  end: number,
): Pick<Outcome, 'free' | 'changed'> {
  if (!reroll || extend !== undefined) return { free: 0, changed: 0 };
  const held = new Set<string>(keep.map((name) => (name === 'melody' ? 'lead' : name)));
  let [free, changed] = [0, 0];
  for (const part of was.parts) {
    if (held.has(part.name.split(':')[0] ?? '')) continue;
    const after = is.parts.find(({ name }) => name === part.name);
    const there = new Set(after === undefined ? [] : noteTexts(after, end));
    const texts = noteTexts(part, end).filter((text) => {
      const tick = Number(text.split(' ')[0]) + early;
      return range === undefined || (tick >= range[0] && tick < range[1]);
    });
    free += texts.length;
    changed += texts.filter((text) => !there.has(text)).length;
  }
  return { free, changed };
}

/** Makes edits of one kind and measures them. */
export function keptFigures(subject: Subject, kind: EditKind, edits: number, firstSeed: number): KeptFigures {
  const outcomes = Array.from({ length: edits }, (_, i) => keptOutcome(subject, kind, firstSeed + i));
  const sum = (value: (one: Outcome) => number): number =>
    outcomes.reduce((total, one) => total + value(one), 0);
  const made = outcomes.flatMap(({ after, before, brief }) =>
    after === undefined ? [] : [{ after, before, brief }],
  );
  const inKey = (piece: AnyPiece, brief: Brief): number =>
    isArcPiece(piece) ? Number.NaN : Number(measureKey(piece.score, brief).agrees);
  const themes = made.flatMap(({ after, brief }) => measureThemes(after.score, brief.after.themes));
  const hits = made.map(({ after, before, brief }) => ({
    asked: brief.before.hits.length,
    before: metHits(before, brief.before),
    after: metHits(after, brief.after),
  }));
  const asked = hits.reduce((total, one) => total + one.asked, 0);
  return {
    subject,
    kind,
    edits,
    whole: sum(({ whole }) => Number(whole)) / edits,
    changed: sum(({ changed }) => changed) / sum(({ free }) => free),
    ratingBefore: mean(made.map(({ before }) => rating(before))),
    ratingAfter: mean(made.map(({ after }) => rating(after))),
    inKeyBefore: mean(made.map(({ before, brief }) => inKey(before, brief.before))),
    inKeyAfter: mean(made.map(({ after, brief }) => inKey(after, brief.after))),
    themesFound: themes.filter(({ found }) => found).length / themes.length,
    hitsMet: hits.reduce((total, one) => total + one.after, 0) / asked,
    hitsLost: hits.reduce((total, one) => total + Math.max(0, one.before - one.after), 0),
  };
}

function rating(piece: AnyPiece): number {
  if (isArcPiece(piece)) return Number.NaN;
  return rateDraft(featuresOf(piece), profiles[piece.composition.request.style]);
}

function metHits({ score }: AnyPiece, { hits }: Brief): number {
  return measureHits(score, hits).filter(({ met }) => met).length;
}

/** The report over so many random edits of plain pieces, and half as many of each other subject. */
export function keptReport(edits: number): Report {
  const each = Math.ceil(edits / editKinds.length);
  const figures = subjects.flatMap((subject, s) =>
    editKindsOf(subject).map((kind, i) =>
      keptFigures(
        subject,
        kind,
        subject === 'plain' ? each : Math.ceil(each / 2),
        20_000 + 1000 * (i + 20 * s),
      ),
    ),
  );
  const rows = figures.map((one) => [
    `${subjectNames[one.subject]}: ${one.kind}`,
    one.edits,
    percent(one.whole),
    percent(one.changed),
    one.ratingBefore,
    one.ratingAfter,
    percent(one.inKeyBefore),
    percent(one.inKeyAfter),
    percent(one.themesFound),
    percent(one.hitsMet),
  ]);
  const all = figures.reduce((sum, one) => sum + one.edits, 0);
  const whole = figures.reduce((sum, one) => sum + one.whole * one.edits, 0) / all;
  const lost = figures.reduce((sum, one) => sum + one.hitsLost, 0);
  const head = [
    'piece: edit',
    'edits',
    'kept whole',
    'free notes that changed',
    'rating before',
    'rating after',
    'in key before',
    'in key after',
    'themes found where told',
    'hits met',
  ];
  return {
    name: 'kept',
    title: 'Keep this, change that',
    figures,
    text: `Random pieces of all styles, meters and modes, 8 to 40 bars: of one mood, with themes, and with two scenes, themes and hits. ${all} random edits,
of which ${Math.round(whole * all)} kept whole what they were to keep; ${lost} hits that were met before were not met afterwards. Old and
new score.mid are read back and compared note by note (onset, length, pitch; outside of bars velocity and controllers too); chords by their
tones. A revision that is refused counts as not kept. \`tempo\`, \`dynamics\` and \`key\` are to keep every note, in a key moved by one interval a
part. The rating is the engine's own checklist on form, chords and outer voices. A key is measured without the further tries that a take has.
Themes are looked for afterwards by a matcher that is given notes alone.

${markdownTable(head, rows)}`,
  };
}

const subjectNames: Readonly<Record<Subject, string>> = {
  plain: 'one mood',
  themes: 'with themes',
  arc: 'scenes and hits',
};
