/**
 * Reads attributes as a person writes them on the command line: `--tempo 96`, `--key "Bb dorian"`, `--seconds 1:30`,
 * `--instruments "oboe, cello:bass"`. Every refusal says what is allowed.
 */
import { attributeRanges, meters, registers, styles } from '../../bridge/protocol/attributes.ts';
import { LeitmotifError } from '../../bridge/protocol/errors.ts';
import { foldWord } from './caption/tokenizeCaption.ts';
import { modeList } from './keyName.ts';
import { nearestNames } from './nearestNames.ts';
import { parseInstrumentList } from './parseInstrumentList.ts';
import { parseKey } from './parseKey.ts';
import { readMeters } from './caption/readMeters.ts';
import { captionText } from './caption/captionText.ts';
import type { AttributeName, AttributeValue, NumericAttribute } from '../../bridge/protocol/attributes.ts';

/**
 * The value of an attribute that was given outright.
 *
 * @throws LeitmotifError `attribute-invalid` where the text is no such value, `attribute-out-of-range` where a number
 *   lies outside its range; `next` names what is allowed.
 */
export function parseGivenAttribute<N extends AttributeName>(name: N, text: string): AttributeValue<N> {
  return readers[name](text);
}

const readers: { [N in AttributeName]: (text: string) => AttributeValue<N> } = {
  tempo: (text) => parseNumber('tempo', text.replace(/\s*bpm\s*$/iu, ''), text),
  key: parseGivenKey,
  meter: parseMeter,
  bars: (text) => parseNumber('bars', text, text),
  seconds: parseSeconds,
  valence: (text) => parseNumber('valence', text, text),
  arousal: (text) => parseNumber('arousal', text, text),
  tension: (text) => parseNumber('tension', text, text),
  density: (text) => parseNumber('density', text, text),
  brightness: (text) => parseNumber('brightness', text, text),
  dynamics: (text) => parseNumber('dynamics', text, text),
  register: (text) => parseChoice('register', registers, text),
  style: (text) => parseChoice('style', styles, text),
  instruments: parseInstrumentList,
};

const units: Partial<Record<NumericAttribute, string>> = {
  tempo: ' beats per minute',
  bars: ' bars',
  seconds: ' seconds',
};

/** What a length is called. */
const titles: Partial<Record<NumericAttribute, string>> = { bars: 'number of bars', seconds: 'length' };

/** Attributes that are spoken of in the plural. */
const plural: ReadonlySet<NumericAttribute> = new Set(['dynamics']);

/** A decimal number: no hexadecimal, no exponent games beyond `1e3`, no spaces inside. */
const decimal = /^[+-−]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/iu;

function parseNumber(name: NumericAttribute, text: string, asWritten: string): number {
  const trimmed = text.trim().replace('−', '-');
  const value = decimal.test(trimmed) ? Number(trimmed) : NaN;
  const { min, max } = attributeRanges[name];
  const allowed = `Give a ${name === 'bars' ? 'whole number' : 'number'} from ${min} to ${max}${name === 'bars' ? '' : (units[name] ?? '')}`;
  if (Number.isNaN(value))
    throw invalid(name, asWritten, `The ${titles[name] ?? name} is no number`, allowed);
  if (value < min || value > max) {
    throw new LeitmotifError('attribute-out-of-range', {
      what: `The ${titles[name] ?? name} ${plural.has(name) ? 'lie' : 'lies'} outside ${min} to ${max}${units[name] ?? ''}`,
      subject: `--${name} ${asWritten}`,
      next: allowed,
    });
  }
  if (name === 'bars' && !Number.isInteger(value)) {
    throw invalid(name, asWritten, 'The number of bars is no whole number', allowed);
  }
  return value;
}

/** Seconds as a number (`90`, `90s`) or as minutes and seconds (`1:30`). */
function parseSeconds(text: string): number {
  const clock = /^(\d{1,2}):([0-5]\d(?:\.\d+)?)$/u.exec(text.trim());
  if (clock === null) return parseNumber('seconds', text.replace(/\s*s(?:ec(?:onds)?)?\s*$/iu, ''), text);
  return parseNumber('seconds', String(Number(clock[1]) * 60 + Number(clock[2])), text);
}

function parseGivenKey(text: string): string {
  const key = parseKey(text);
  if (key !== undefined) return key;
  throw invalid(
    'key',
    text,
    'This is no key',
    `Give a tonic A to G, with # or b, and a mode, such as "D minor", "Eb major" or "F# dorian"; modes are ${modeList}`,
  );
}

function parseMeter(text: string): AttributeValue<'meter'> {
  const fraction = text.replace(/\s+/gu, '');
  const meter = meters.find((known) => known === fraction) ?? wholeMeter(text);
  if (meter !== undefined) return meter;
  throw invalid('meter', text, 'This meter is not known', `Give one of ${meters.join(', ')}`);
}

/** A meter by its name: `waltz`, `common time`. */
function wholeMeter(text: string): AttributeValue<'meter'> | undefined {
  const [fact] = readMeters(captionText(text), []);
  return fact?.text === text.trim() ? fact.value : undefined;
}

function parseChoice<T extends string>(name: AttributeName, choices: readonly T[], text: string): T {
  const folded = foldWord(text.trim());
  const choice = choices.find((known) => known === folded);
  if (choice !== undefined) return choice;
  const [near] = nearestNames(folded, choices, 1);
  const guess = near === undefined ? '' : `${near}, perhaps, or `;
  const others = choices.filter((known) => known !== near);
  throw invalid(name, text, `This ${name} is not known`, `Give ${guess}one of ${others.join(', ')}`);
}

function invalid(name: AttributeName, text: string, what: string, next: string): LeitmotifError {
  return new LeitmotifError('attribute-invalid', { what, subject: `--${name} ${text}`, next });
}
