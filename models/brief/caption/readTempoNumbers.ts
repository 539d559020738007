/** Reads the tempi that a caption gives in numbers: "72 BPM", "♩ = 120", "tempo of 100", "80–90 bpm". */
import { attributeRanges } from '../../../bridge/protocol/attributes.ts';
import { claim, factAt, wordAt } from './captionText.ts';
import { isDash, numberOf } from './tokenizeCaption.ts';
import { phraseAt, phraseTable } from './phraseTable.ts';
import type { CaptionText } from './captionText.ts';
import type { Fact, OutsideRange, TempoSaid } from './captionFacts.ts';

/** Units that follow a number. The value is quarters per beat. */
const unitsAfter = phraseTable<number>([
  ...['bpm', 'b.p.m.', 'b.p.m', 'beats per minute', 'beats a minute', 'beats per min', 'beats/minute'].map(
    (phrase) => [phrase, 1] as const,
  ),
  ...['beats/min', 'beat per minute', 'bpms', 'beats in a minute', 'quarter notes per minute'].map(
    (phrase) => [phrase, 1] as const,
  ),
  ...['schlage pro minute', 'pulsations par minute', 'battements par minute', 'battiti al minuto'].map(
    (phrase) => [phrase, 1] as const,
  ),
  ['pulsaciones por minuto', 1],
]);

/** Names that precede a number. The value is quarters per beat; a dotted quarter is the beat of compound meters. */
const unitsBefore = phraseTable<number>([
  ...['bpm', 'tempo', 'tempo marking', 'metronome', 'mm', 'm.m.', 'm.m'].map(
    (phrase) => [phrase, 1] as const,
  ),
  ...['quarter', 'quarter note', 'crotchet', '♩', '♩.', 'dotted quarter', 'dotted quarter note'].map(
    (phrase) => [phrase, 1] as const,
  ),
  ['dotted crotchet', 1],
  ['half', 2],
  ['half note', 2],
  ['minim', 2],
  ['𝅗𝅥', 2],
  ['eighth', 0.5],
  ['eighth note', 0.5],
  ['quaver', 0.5],
  ['♪', 0.5],
]);

/** Names that mean a tempo only with an equals sign: "half = 60", but never "half 60". */
const needEquals = new Set(['quarter', 'half', 'eighth', 'crotchet', 'minim', 'quaver', 'dotted', 'mm']);

const linkWords = new Set([
  'of',
  'is',
  'at',
  'around',
  'about',
  'approximately',
  'roughly',
  'circa',
  'ca',
  'near',
]);
const rangeWords = new Set(['to', 'and', 'or', 'bis', 'a', 'through']);

/** Tempi in numbers; claims their tokens. Values outside the contract's range are clamped with a note. */
export function readTempoNumbers(caption: CaptionText, outside: OutsideRange[]): Fact<TempoSaid>[] {
  const found: Fact<TempoSaid>[] = [];
  for (let index = 0; index < caption.tokens.length; index++) {
    const span = numberWithUnit(caption, index) ?? unitWithNumber(caption, index);
    if (span === undefined) continue;
    found.push(tempoFact(caption, span, outside));
    claim(caption, span.first, span.last);
    index = span.last;
  }
  return found;
}

interface TempoSpan {
  first: number;
  last: number;
  low: number;
  high: number;
  negative: boolean;
}

function numberWithUnit(caption: CaptionText, index: number): TempoSpan | undefined {
  const range = numberRange(caption, index);
  if (range === undefined) return undefined;
  const unit = phraseAt(caption.tokens, range.last + 1, unitsAfter);
  return unit && { ...range, last: unit.last };
}

function unitWithNumber(caption: CaptionText, index: number): TempoSpan | undefined {
  const unit = phraseAt(caption.tokens, index, unitsBefore);
  if (unit === undefined) return undefined;
  let at = unit.last + 1;
  let linked = false;
  while (at <= unit.last + 3 && isLink(caption, at)) {
    linked ||= wordAt(caption, at) === '=';
    at++;
  }
  if (!linked && needEquals.has(wordAt(caption, index))) return undefined;
  const range = numberRange(caption, at);
  if (range === undefined) return undefined;
  return { ...range, first: index, low: range.low * unit.value, high: range.high * unit.value };
}

function isLink(caption: CaptionText, index: number): boolean {
  const word = wordAt(caption, index);
  return word === '=' || word === ':' || word === '~' || word === '≈' || linkWords.has(word);
}

/** One number, or two with a dash or "to" between them. A minus sign before the first makes it negative. */
function numberRange(caption: CaptionText, index: number): TempoSpan | undefined {
  const { tokens } = caption;
  const minus = isDash(tokens[index]) && tokens[index + 1]?.glued === true;
  const first = minus ? index + 1 : index;
  const low = numberOf(tokens[first]);
  if (Number.isNaN(low) || caption.claimed.has(first)) return undefined;
  const span = { first: index, last: first, low, high: low, negative: minus };
  const between = tokens[first + 1];
  const high = numberOf(tokens[first + 2]);
  const isRange = isDash(between) || (between !== undefined && rangeWords.has(between.word));
  return isRange && high >= low ? { ...span, last: first + 2, high } : span;
}

function tempoFact(caption: CaptionText, span: TempoSpan, outside: OutsideRange[]): Fact<TempoSaid> {
  const sign = span.negative ? -1 : 1;
  const low = clampTempo(sign * span.low);
  const high = clampTempo(span.negative ? -span.low : span.high);
  const fact = factAt<TempoSaid>(caption, span.first, span.last, tempoValue(low, high), 1);
  const [saidLow, saidHigh] = [sign * span.low, span.negative ? -span.low : span.high];
  if (low !== saidLow) outside.push({ name: 'tempo', text: fact.text, value: saidLow });
  else if (high !== saidHigh) outside.push({ name: 'tempo', text: fact.text, value: saidHigh });
  return fact;
}

function tempoValue(low: number, high: number): TempoSaid {
  const tempo = Math.round(((low + high) / 2) * 100) / 100;
  return { tempo, range: [low, high], said: low === high ? 'number' : 'range', local: false, negated: false };
}

function clampTempo(tempo: number): number {
  const { min, max } = attributeRanges.tempo;
  return Math.min(max, Math.max(min, tempo));
}
