/**
 * Fits the harmony to the themes: a chord that most of a theme's notes are foreign to gives way to a triad of the key that carries them.
 * The last chord of a phrase stays: it makes the cadence.
 */
import { joinRepeats, splitBar } from '../harmony/writeHarmony.ts';
import { parseChord } from '../theory/chord.ts';
import { mod } from '../theory/scale.ts';
import { spanOf } from './statement.ts';
import type { Ticks } from '../../../../bridge/protocol/units.ts';
import type { ChordSpan } from '../harmony/writeHarmony.ts';
import type { ScoreRequest } from '../request.ts';
import type { Chord } from '../theory/chord.ts';
import type { StatedNote, Statement } from './statement.ts';

/** Share of a theme's sounding time that may be foreign to a chord: passing notes. */
const mostForeign = 0.34;

/** Triads by how readily they stand for another; the cost of a step away from the tonic. */
const triads: readonly (readonly [string, number])[] = [
  ['1', 0],
  ['4', 0.5],
  ['5', 0.5],
  ['6', 0.6],
  ['2', 1],
  ['3', 1.3],
  ['7', 2],
];

/** The chords under the statements, changed where they have to be. */
export function harmonizeThemes(
  spans: readonly ChordSpan[],
  statements: readonly Statement[],
  request: Pick<ScoreRequest, 'key' | 'grid'>,
): ChordSpan[] {
  if (statements.length === 0) return [...spans];
  const notes = statements.flatMap((statement) => statement.notes);
  return fitChords(spans, notes, statements.map(spanOf), request);
}

/** The chords within ranges of ticks, changed where most of the notes over them are foreign to them. */
export function fitChords(
  spans: readonly ChordSpan[],
  notes: readonly StatedNote[],
  ranges: readonly (readonly [Ticks, Ticks])[],
  { key, grid }: Pick<ScoreRequest, 'key' | 'grid'>,
): ChordSpan[] {
  const fitted: ChordSpan[] = [];
  spans.forEach((span, i) => {
    const isUnder = ranges.some(([from, to]) => span.tick < to && span.tick + span.duration > from);
    const closes = spans[i + 1]?.phrase !== span.phrase;
    if (!isUnder || (closes && span.duration <= grid.bar)) {
      fitted.push(span);
      return;
    }
    for (const part of cutToBars(span, grid.bar)) {
      const foreign = foreignTo(part.chord, part, notes);
      const isLast = closes && part.tick + part.duration === span.tick + span.duration;
      if (isLast || foreign <= mostForeign) {
        fitted.push(part);
        continue;
      }
      const whole = bestTriad(part, notes, key, fitted.at(-1));
      const halves = cutToHalves(part, grid);
      if (halves.length < 2 || foreignTo(whole, part, notes) <= mostForeign) {
        fitted.push({ ...part, chord: whole });
        continue;
      }
      for (const half of halves) fitted.push({ ...half, chord: bestTriad(half, notes, key, fitted.at(-1)) });
    }
  });
  return joinRepeats(fitted);
}

function cutToBars(span: ChordSpan, bar: number): ChordSpan[] {
  const parts: ChordSpan[] = [];
  const end = span.tick + span.duration;
  for (let tick = span.tick; tick < end;) {
    const next = Math.min(end, (Math.floor(tick / bar) + 1) * bar);
    parts.push({ ...span, tick, duration: next - tick });
    tick = next;
  }
  return parts;
}

function cutToHalves(part: ChordSpan, { bar, groups }: ScoreRequest['grid']): ChordSpan[] {
  if (part.duration !== bar) return [part];
  let tick = part.tick;
  return splitBar(groups).map((duration) => {
    const half = { ...part, tick, duration };
    tick += duration;
    return half;
  });
}

/** Share of the notes' time within a span that is foreign to a chord; what is foreign to its scale as well counts twice. */
function foreignTo(
  chord: Chord,
  { tick, duration }: Pick<ChordSpan, 'tick' | 'duration'>,
  notes: readonly StatedNote[],
): number {
  let [foreign, total] = [0, 0];
  for (const note of notes) {
    const sounding = Math.min(note.tick + note.duration, tick + duration) - Math.max(note.tick, tick);
    if (sounding <= 0) continue;
    const weight = sounding * (note.tick === tick ? 1.5 : 1);
    const pitchClass = mod(note.pitch, 12);
    total += weight;
    if (!chord.scale.includes(pitchClass)) foreign += 2 * weight;
    else if (!chord.tones.includes(pitchClass)) foreign += weight;
  }
  return total === 0 ? 0 : foreign / total;
}

function bestTriad(
  place: ChordSpan,
  notes: readonly StatedNote[],
  key: ScoreRequest['key'],
  before: ChordSpan | undefined,
): Chord {
  const choices = triads.map(([spec, step]) => {
    const chord = parseChord(spec, key);
    const again = before?.chord.root === chord.root ? 0.8 : 0;
    return { chord, cost: 10 * foreignTo(chord, place, notes) + step + again };
  });
  const best = choices.reduce((least, one) => (one.cost < least.cost ? one : least));
  return best.chord;
}
