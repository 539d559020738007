/** Attributes as a person reads them: titles, values with their units, sources. */
import { instruments } from '../../../bridge/protocol/instruments.ts';
import { shownKey } from '../attributes/keyNames.ts';
import type { AttributeName, AttributeValue, RoleInstrument } from '../../../bridge/protocol/attributes.ts';
import type { AttributeSource } from '../../../bridge/protocol/brief.ts';
import type { Role } from '../../../bridge/protocol/roles.ts';

/** Titles, in the case of labels. */
export const attributeTitles: Readonly<Record<AttributeName, string>> = {
  tempo: 'Tempo',
  key: 'Key',
  meter: 'Meter',
  bars: 'Bars',
  seconds: 'Length',
  valence: 'Valence',
  arousal: 'Arousal',
  tension: 'Tension',
  density: 'Density',
  brightness: 'Brightness',
  dynamics: 'Dynamics',
  register: 'Register',
  style: 'Style',
  instruments: 'Instruments',
};

/** Roles, in the case of labels. */
export const roleTitles: Readonly<Record<Role, string>> = {
  lead: 'Lead',
  counter: 'Counter',
  pad: 'Pad',
  figure: 'Figure',
  bass: 'Bass',
  percussion: 'Percussion',
  colour: 'Colour',
};

/** Where a value came from, in one word. */
export const sourceTitles: Readonly<Record<AttributeSource, string>> = {
  explicit: 'You',
  caption: 'Caption',
  fitted: 'Fitted',
  reference: 'Reference',
  story: 'Story',
  image: 'Image',
  blend: 'Blend',
  default: 'Style',
};

/** What a source means, for tooltips. */
export const sourceMeanings: Readonly<Record<AttributeSource, string>> = {
  explicit: 'Set by you; wins over everything inferred',
  caption: 'Said outright in a caption',
  fitted: 'Follows from other values',
  reference: 'Heard in a reference',
  story: 'Read from a story',
  image: 'Read from an image',
  blend: 'Read from several conditions',
  default: 'The style’s own',
};

/** `arousal` → what its two ends mean, low and high. */
export const attributeEnds: Partial<Readonly<Record<AttributeName, readonly [string, string]>>> = {
  tension: ['relaxed', 'tense'],
  density: ['sparse', 'busy'],
  brightness: ['dark', 'bright'],
  dynamics: ['soft', 'loud'],
};

/** `slow-strings` → `Slow strings`, `major` → `Major`. */
export function capitalized(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** A number with at most `digits` behind the point and a true minus. */
export function shownNumber(value: number, digits = 2): string {
  return String(Number(value.toFixed(digits)) + 0).replace('-', '−');
}

function shownInstruments(list: readonly RoleInstrument[]): string {
  if (list.length === 0) return 'none';
  return list
    .map(({ role, instrument }) => `${roleTitles[role]}: ${instruments[instrument].title}`)
    .join(', ');
}

/** A value with its unit. */
export function shownValue<N extends AttributeName>(name: N, value: AttributeValue<N>): string {
  if (Array.isArray(value)) return shownInstruments(value);
  if (typeof value === 'string') return name === 'key' ? shownKey(value) : capitalized(value);
  if (typeof value !== 'number') return '';
  if (name === 'tempo') return `${shownNumber(value, 1)} BPM`;
  if (name === 'seconds') return `${shownNumber(value, 1)} s`;
  return name === 'bars' ? String(value) : shownNumber(value);
}
