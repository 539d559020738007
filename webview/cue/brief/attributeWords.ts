/** Attributes as a person reads them: titles, values with their units, sources. */
import { t } from '@vscode/l10n';
import { instrumentName, roleTitles } from '../../l10n/dataNames.ts';
import { shownNumber } from '../../l10n/language.ts';
import { shownKey } from '../attributes/keyNames.ts';
import type {
  AttributeName,
  AttributeValue,
  Register,
  RoleInstrument,
  Style,
} from '../../../bridge/protocol/attributes.ts';
import type { AttributeSource } from '../../../bridge/protocol/brief.ts';

/** Titles, in the case of labels. */
export const attributeTitles: Readonly<Record<AttributeName, string>> = {
  tempo: t('Tempo'),
  key: t('Key'),
  meter: t('Meter'),
  bars: t('Bars'),
  seconds: t('Length'),
  valence: t('Valence'),
  arousal: t('Arousal'),
  tension: t('Tension'),
  density: t('Density'),
  brightness: t('Brightness'),
  dynamics: t('Dynamics'),
  register: t('Register'),
  style: t('Style'),
  instruments: t('Instruments'),
};

/** Where a value came from, in one word. */
export const sourceTitles: Readonly<Record<AttributeSource, string>> = {
  explicit: t('You'),
  daw: t('DAW'),
  caption: t('Caption'),
  fitted: t('Fitted'),
  reference: t('Reference'),
  story: t('Story'),
  image: t('Image'),
  blend: t('Blend'),
  default: t('Style'),
};

/** What a source means, for tooltips. */
export const sourceMeanings: Readonly<Record<AttributeSource, string>> = {
  explicit: t('Set by you; wins over everything inferred'),
  daw: t('Taken from the project of a DAW; wins over everything inferred'),
  caption: t('Said outright in a caption'),
  fitted: t('Follows from other values'),
  reference: t('Heard in a reference'),
  story: t('Read from a story'),
  image: t('Read from an image'),
  blend: t('Read from several conditions'),
  default: t('The style’s own'),
};

/** `arousal` → what its two ends mean, low and high. */
export const attributeEnds: Partial<Readonly<Record<AttributeName, readonly [string, string]>>> = {
  tension: [t('relaxed'), t('tense')],
  density: [t('sparse'), t('busy')],
  brightness: [t('dark'), t('bright')],
  dynamics: [t('soft'), t('loud')],
};

/** `major` → `Major`. */
export function capitalized(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** Words that attributes have for values, as the document writes them. */
const words: Readonly<Record<Style | Register, string>> = {
  cinematic: t('cinematic'),
  ambient: t('ambient'),
  piano: t('piano'),
  strings: t('strings'),
  choral: t('choral'),
  folk: t('folk'),
  electronic: t('electronic'),
  horror: t('horror'),
  jazz: t('jazz'),
  bossa: t('bossa nova'),
  blues: t('blues'),
  rock: t('rock'),
  pop: t('pop'),
  synthwave: t('synthwave'),
  lofi: t('lo-fi'),
  chiptune: t('chiptune'),
  comedy: t('comedy'),
  march: t('march'),
  waltz: t('waltz'),
  celtic: t('Celtic'),
  low: t('low'),
  middle: t('middle'),
  high: t('high'),
};

/** A style or register in the case of labels; what is neither as it is: `3/4`. */
export function wordTitle(word: string): string {
  return capitalized(Object.hasOwn(words, word) ? words[word as keyof typeof words] : word);
}

function shownInstruments(list: readonly RoleInstrument[]): string {
  if (list.length === 0) return t('none');
  return list.map(({ role, instrument }) => `${roleTitles[role]}: ${instrumentName(instrument)}`).join(', ');
}

/** A value with its unit. */
export function shownValue<N extends AttributeName>(name: N, value: AttributeValue<N>): string {
  if (Array.isArray(value)) return shownInstruments(value);
  if (typeof value === 'string') return name === 'key' ? shownKey(value) : wordTitle(value);
  if (typeof value !== 'number') return '';
  if (name === 'tempo') return t('{0} BPM', shownNumber(value, 1));
  if (name === 'seconds') return t('{0} s', shownNumber(value, 1));
  return name === 'bars' ? String(value) : shownNumber(value);
}
