/** Reads how long the music is to be: "16 bars", "30 seconds", "1:30", "two and a half minutes", "a minute long". */
import { attributeRanges } from '../../../bridge/protocol/attributes.ts';
import { claim, clauseEndsAt, factAt, wordAt } from './captionText.ts';
import { numberOf } from './tokenizeCaption.ts';
import type { CaptionText } from './captionText.ts';
import type { Fact, OutsideRange } from './captionFacts.ts';
import type { Seconds } from '../../../bridge/protocol/units.ts';

const barUnits = new Set([
  'bar',
  'bars',
  'measure',
  'measures',
  'takte',
  'takt',
  'mesures',
  'battute',
  'compases',
]);
const secondUnits = new Set([
  'second',
  'seconds',
  'sec',
  'secs',
  's',
  'sekunden',
  'secondes',
  'secondi',
  'segundos',
  'seconde',
  'sekunde',
]);
const minuteUnits = new Set(['minute', 'minutes', 'min', 'mins', 'minuten', 'minuti', 'minuto', 'minutos']);

const hourUnits = new Set(['hour', 'hours', 'hr', 'hrs', 'stunde', 'stunden', 'heures', 'ore', 'horas']);
/** What is played for hours; "three hours of waiting" is a story, not a length. */
const played = new Set([
  ...['music', 'musik', 'musique', 'musica', 'música', 'ambience', 'ambient', 'soundscape', 'soundscapes'],
  ...['sound', 'sounds', 'noise', 'drone', 'drones', 'loop', 'track', 'tracks', 'piano', 'strings', 'beats'],
]);

const numberNames = new Map(
  ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve']
    .map((word, i): [string, number] => [word, i + 1])
    .concat([
      ['a', 1],
      ['an', 1],
      ['half a', 0.5],
      ['fifteen', 15],
      ['sixteen', 16],
      ['twenty', 20],
      ['thirty', 30],
      ['forty', 40],
      ['fifty', 50],
      ['sixty', 60],
      ['ninety', 90],
      ['zwei', 2],
      ['deux', 2],
      ['due', 2],
      ['dos', 2],
      ['drei', 3],
      ['trois', 3],
      ['tre', 3],
      ['tres', 3],
    ]),
);

/** Bars and seconds that were said, within the contract's ranges, and those that were outside. */
export interface LengthsSaid {
  bars: Fact<number>[];
  seconds: Fact<Seconds>[];
  outside: OutsideRange[];
}

interface Amount {
  last: number;
  value: number;
}

/** Lengths; claims their tokens. */
export function readLengths(caption: CaptionText): LengthsSaid {
  const found: LengthsSaid = { bars: [], seconds: [], outside: [] };
  for (let index = 0; index < caption.tokens.length; index++) {
    if (caption.claimed.has(index)) continue;
    const bars = barsAt(caption, index);
    const seconds = bars === undefined ? (clockAt(caption, index) ?? secondsAt(caption, index)) : undefined;
    const length = bars ?? seconds;
    if (length === undefined) continue;
    if (bars !== undefined) found.bars.push(lengthFact(caption, index, bars, 'bars', found));
    if (seconds !== undefined) found.seconds.push(lengthFact(caption, index, seconds, 'seconds', found));
    claim(caption, index, length.last);
    index = length.last;
  }
  return found;
}

function lengthFact(
  caption: CaptionText,
  first: number,
  { last, value }: Amount,
  name: 'bars' | 'seconds',
  { outside }: LengthsSaid,
): Fact<number> {
  const { min, max } = attributeRanges[name];
  const clamped = Math.min(max, Math.max(min, name === 'bars' ? Math.round(value) : value));
  const fact = factAt(caption, first, last, clamped, 1);
  if (value < min || value > max) outside.push({ name, text: fact.text, value });
  return fact;
}

/** A number in figures or in words: `16`, `two`, `a`. */
function amountAt(caption: CaptionText, index: number): Amount | undefined {
  const token = caption.tokens[index];
  const value = token?.kind === 'number' ? numberOf(token) : numberNames.get(token?.word ?? '');
  return value === undefined ? undefined : { last: index, value };
}

function barsAt(caption: CaptionText, index: number): Amount | undefined {
  const amount = amountAt(caption, index);
  if (amount === undefined || !barUnits.has(wordAt(caption, amount.last + 1))) return undefined;
  if (wordAt(caption, index) === 'a' || wordAt(caption, amount.last + 2) === 'blues') return undefined;
  // "2 bars of intro", "every 4 bars" and "an 8 bar phrase" speak of parts.
  const before = wordAt(caption, index - 1);
  const after = wordAt(caption, amount.last + 2);
  if (['every', 'each', 'after', 'at', 'last', 'first'].includes(before)) return undefined;
  if (['intro', 'phrase', 'phrases', 'loopable', 'outro', 'in'].includes(after)) return undefined;
  return { last: amount.last + 1, value: amount.value };
}

/** `1:30`, `0:45`. */
function clockAt(caption: CaptionText, index: number): Amount | undefined {
  const [minutes, colon, seconds] = caption.tokens.slice(index, index + 3);
  if (colon?.word !== ':' || !colon.glued || seconds?.glued !== true || !/^\d\d$/u.test(seconds.word))
    return undefined;
  if (minutes?.kind !== 'number' || !/^\d{1,2}$/u.test(minutes.word)) return undefined;
  const value = Number(minutes.word) * 60 + Number(seconds.word);
  if (Number(seconds.word) > 59 || isTimeOfDay(caption, index)) return undefined;
  return { last: index + 2, value };
}

/** "at 5:30", "5:30 am" are times of day. */
function isTimeOfDay(caption: CaptionText, index: number): boolean {
  const after = wordAt(caption, index + 3);
  return wordAt(caption, index - 1) === 'at' || after === 'am' || after === 'pm' || after === "o'clock";
}

function secondsAt(caption: CaptionText, index: number): Amount | undefined {
  const amount = amountAt(caption, index) ?? halfMinute(caption, index);
  if (amount === undefined) return undefined;
  const unit = wordAt(caption, amount.last + 1);
  if (isRate(caption, amount.last + 2) || isPart(caption, index)) return undefined;
  if (secondUnits.has(unit)) {
    const isNumber = caption.tokens[index]?.kind === 'number';
    if (!isNumber && amount.value === 1) return undefined;
    return isDecade(caption, index, amount.value)
      ? undefined
      : { last: amount.last + 1, value: amount.value };
  }
  if (hourUnits.has(unit)) return hours(caption, index, amount);
  return minuteUnits.has(unit) ? withTail(caption, amount) : undefined;
}

/** "10 hours of sleep music", "two hours long". */
function hours(caption: CaptionText, index: number, { last, value }: Amount): Amount | undefined {
  const after = wordAt(caption, last + 2);
  const next = [3, 4, 5, 6].map((offset) => wordAt(caption, last + offset));
  const isLength =
    after === 'long' || played.has(after) || (after === 'of' && next.some((word) => played.has(word)));
  const isVague = wordAt(caption, index) === 'a' && after !== 'long';
  return isLength && !isVague ? { last: last + 1, value: value * 3600 } : undefined;
}

/** "half a minute". */
function halfMinute(caption: CaptionText, index: number): Amount | undefined {
  const isHalf = wordAt(caption, index) === 'half' && wordAt(caption, index + 1) === 'a';
  return isHalf ? { last: index + 1, value: 0.5 } : undefined;
}

/** Minutes with what follows: "two minutes thirty seconds", "a minute and a half". */
function withTail(caption: CaptionText, amount: Amount): Amount | undefined {
  const unitAt = amount.last + 1;
  const whole = { last: unitAt, value: amount.value * 60 };
  const and = wordAt(caption, unitAt + 1) === 'and' ? 1 : 0;
  if (and === 1 && wordAt(caption, unitAt + 2) === 'a' && wordAt(caption, unitAt + 3) === 'half') {
    return { last: unitAt + 3, value: whole.value + 30 };
  }
  const tail = amountAt(caption, unitAt + 1 + and);
  if (tail === undefined || !secondUnits.has(wordAt(caption, tail.last + 1))) {
    // "Just a minute" and "a minute later" are no lengths; "a minute long" and "a one minute cue" are.
    const vague = wordAt(caption, amount.last) === 'a' && wordAt(caption, unitAt + 1) !== 'long';
    return vague && amount.value === 1 && !clauseEndsAt(caption, unitAt + 1) ? undefined : whole;
  }
  return { last: tail.last + 1, value: whole.value + tail.value };
}

/** "beats a minute", "per minute". */
function isRate(caption: CaptionText, after: number): boolean {
  return wordAt(caption, after) === 'per';
}

/** "every 10 seconds", "after 5 seconds", "at 12 seconds", "a 2 second fade": parts of the music, not its length. */
function isPart(caption: CaptionText, index: number): boolean {
  return ['every', 'each', 'after', 'at', 'last', 'first', 'beats', 'beat', 'per'].includes(
    wordAt(caption, index - 1),
  );
}

/** "80s synthwave", "the 20s": decades. "30s" is half a minute. */
function isDecade(caption: CaptionText, index: number, value: number): boolean {
  const unit = caption.tokens[index + 1];
  if (unit?.word !== 's' || !unit.glued || value % 10 !== 0) return false;
  const before = caption.tokens[index - 1];
  const marked =
    before?.word === 'the' || before?.word === "'" || before?.word === '’' || before?.word === 'early';
  return value >= 1000 || marked || (value >= 50 && value <= 90 && !clauseEndsAt(caption, index + 2));
}
