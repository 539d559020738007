import { LeitmotifError } from '../../bridge/protocol/errors.ts';

/** A stretch of a text that a model can take whole. */
export interface TextWindow {
  /** The characters from `start` to `end`. */
  readonly text: string;
  /** Offset of its first UTF-16 code unit in the whole text. */
  readonly start: number;
  /** Offset behind its last code unit. */
  readonly end: number;
}

/** What windows are measured with; a `TextTokenizer` is one. */
export interface TokenCounter {
  /** The most word pieces of a window, the two special ones included: 64 or more. */
  readonly maxTokens: number;
  /** Word pieces of a stretch without blanks, special ones left out. */
  count(word: string): number;
  /** Word pieces of a window, special ones included. */
  encode(text: string): readonly number[];
}

/** The longest text taken, in code points. */
export const maxTextCharacters = 200_000;

/** Word pieces that two neighbouring windows share, about. */
const overlapTokens = 32;
/** The special word pieces around every window. */
const specialTokens = 2;
/** A window may end early, at a sentence, once it is this full. */
const fullEnough = 0.6;
/** Longer runs without a blank (as in Chinese, or a pasted key) may be parted anywhere between characters. */
const maxUnitLength = 32;

/** The smallest stretch that windows are made of: a word, with what it costs and whether a sentence ends in it. */
interface Unit {
  readonly start: number;
  readonly end: number;
  readonly tokens: number;
  readonly endsSentence: boolean;
}

/**
 * Cuts a text into overlapping windows, none of more word pieces than the tokenizer's `maxTokens`.
 *
 * Every character that is not blank lies in at least one window. Windows end and begin at sentences where one
 * ends in the last two fifths of a window, and between words otherwise; only a run of more than 32 characters
 * without a blank is ever parted inside.
 *
 * @returns windows in the order of the text; none for a text of blanks
 * @throws LeitmotifError `text-too-long` above 200,000 characters
 */
export function splitTextWindows(text: string, tokenizer: TokenCounter): TextWindow[] {
  refuseTooLong(text);
  const units = readUnits(text, tokenizer);
  const budget = tokenizer.maxTokens - specialTokens;
  const windows: TextWindow[] = [];
  let first = 0;
  while (first < units.length) {
    const last = lastUnit(units, first, budget, text, tokenizer);
    windows.push(windowOf(text, units, first, last));
    if (last === units.length - 1) break;
    first = firstOfNext(units, first, last);
  }
  return windows;
}

function refuseTooLong(text: string): void {
  if (text.length <= maxTextCharacters) return;
  let characters = 0;
  for (const character of text) characters += character.length > 0 ? 1 : 0;
  if (characters <= maxTextCharacters) return;
  throw new LeitmotifError('text-too-long', {
    what: `The text has ${characters} characters; ${maxTextCharacters} are the most`,
    subject: `${text.slice(0, 40)}…`,
    next: 'Give the part of the story that the music is for',
  });
}

function readUnits(text: string, tokenizer: TokenCounter): Unit[] {
  const units: Unit[] = [];
  for (const { 0: run, index } of text.matchAll(/\S+/g)) {
    const runEnd = index + run.length;
    for (let start = index; start < runEnd;) {
      const end = unitEnd(text, start, runEnd);
      const unit = text.slice(start, end);
      units.push({
        start,
        end,
        tokens: tokenizer.count(unit),
        endsSentence: endsSentence(text, unit, end, runEnd),
      });
      start = end;
    }
  }
  return units;
}

/** The end of a unit that starts at `start`: the run's own end, or a place between two characters. */
function unitEnd(text: string, start: number, runEnd: number): number {
  if (runEnd - start <= maxUnitLength) return runEnd;
  const sentence = /[。！？]/.exec(text.slice(start, start + maxUnitLength));
  if (sentence !== null) return start + sentence.index + 1;
  const end = start + maxUnitLength;
  // Not between the halves of a character outside the basic plane.
  return (text.codePointAt(end - 1) ?? 0) > 0xffff ? end - 1 : end;
}

function endsSentence(text: string, unit: string, end: number, runEnd: number): boolean {
  if (/[。！？]$/u.test(unit)) return true;
  if (end < runEnd) return false;
  return /[.!?…]["'”’»)\]]*$/u.test(unit) || /^[^\S\n]*\n\s*\n/.test(text.slice(end, end + 16));
}

/** The last unit of the window that begins with `first`. At least `first` itself. */
function lastUnit(
  units: readonly Unit[],
  first: number,
  budget: number,
  text: string,
  tokenizer: TokenCounter,
): number {
  let tokens = 0;
  let last = first;
  let sentence: number | undefined;
  for (let i = first; i < units.length; i++) {
    const unit = units[i];
    if (unit === undefined || (i > first && tokens + unit.tokens > budget)) break;
    tokens += unit.tokens;
    last = i;
    if (unit.endsSentence && tokens >= budget * fullEnough) sentence = i;
  }
  if (last < units.length - 1 && sentence !== undefined) last = sentence;
  // Parts of one long run may cost more together than apart: word pieces are not the same inside a word.
  while (
    last > first &&
    tokenizer.encode(windowOf(text, units, first, last).text).length > budget + specialTokens
  )
    last--;
  return last;
}

/** Where the next window begins: about 32 word pieces back, at a sentence if one begins there. */
function firstOfNext(units: readonly Unit[], first: number, last: number): number {
  let next = last + 1;
  let shared = 0;
  while (next - 1 > first) {
    shared += units[next - 1]?.tokens ?? 0;
    if (shared > overlapTokens) break;
    next--;
  }
  for (let i = next; i <= last; i++) if (units[i - 1]?.endsSentence === true) return i;
  return next;
}

function windowOf(text: string, units: readonly Unit[], first: number, last: number): TextWindow {
  const start = units[first]?.start ?? 0;
  const end = units[last]?.end ?? text.length;
  return { text: text.slice(start, end), start, end };
}
