/**
 * A theme and variations as sections of one piece: the theme as it is, then what the Classical and Romantic sets do with it, each by name.
 *
 *   Theme │ figured │ minore │ cantabile │ scherzando │ maestoso … │ finale
 *
 * Every section states the theme; what differs is mode, tempo, density, loudness, register and feeling. Style, meter and players are those of
 * the piece.
 */
import { attributeRanges } from '../../bridge/protocol/attributes.ts';
import { barSeconds } from '../../bridge/protocol/meter.ts';
import type { GivenAttributes, Meter, Tonic } from '../../bridge/protocol/attributes.ts';
import type { Cue, CueSection, Theme } from '../../bridge/protocol/cue.ts';
import type { BeatsPerMinute, Seconds, Unit } from '../../bridge/protocol/units.ts';

/** Fewest and most variations of one piece. */
export const variationCounts = { min: 1, max: 8 } as const;
/** Bars of the theme and of each variation. */
const sectionBars = 8;
/** For the ring-out of the last chord. */
const ringOut: Seconds = 3;

/** What a variation is like beside the theme. */
interface Character {
  name: string;
  /** Times the tempo of the theme; the piece keeps them within 0.7 and 1.45. */
  pace?: number;
  isOtherMode?: boolean;
  attributes?: GivenAttributes;
}

const characters: readonly Character[] = [
  { name: 'figured', pace: 1.08, attributes: { density: 0.7, arousal: 0.3 } },
  { name: 'minore', pace: 0.92, isOtherMode: true, attributes: { tension: 0.5, brightness: 0.35 } },
  { name: 'cantabile', pace: 0.75, attributes: { density: 0.3, dynamics: 0.3, arousal: -0.4 } },
  {
    name: 'scherzando',
    pace: 1.35,
    attributes: { register: 'high', density: 0.5, arousal: 0.5, brightness: 0.8 },
  },
  { name: 'maestoso', pace: 0.85, attributes: { dynamics: 0.9, density: 0.8, register: 'low' } },
  {
    name: 'misterioso',
    pace: 0.8,
    isOtherMode: true,
    attributes: { dynamics: 0.2, density: 0.25, tension: 0.7 },
  },
  { name: 'agitato', pace: 1.3, attributes: { tension: 0.7, density: 0.75, arousal: 0.7, dynamics: 0.7 } },
];
const finale: Character = {
  name: 'finale',
  pace: 1.2,
  attributes: { dynamics: 0.95, density: 0.9, arousal: 0.6, tension: 0.2 },
};

/** What the piece is. */
export interface VariationsRequest {
  theme: Theme;
  /** How many follow the theme. */
  count: number;
  key: string;
  tempo: BeatsPerMinute;
  meter: Meter;
}

/** The cue with the theme, its sections and its length; what it had of them is replaced. */
export function planVariations(cue: Cue, { theme, count, key, tempo, meter }: VariationsRequest): Cue {
  const others = count < 2 ? characters.slice(0, count) : [...characters.slice(0, count - 1), finale];
  const sections: CueSection[] = [];
  let start: Seconds = 0;
  const parts: readonly Character[] = [{ name: '' }, ...others];
  for (const [i, { name, pace = 1, isOtherMode = false, attributes = {} }] of parts.entries()) {
    const own = paced(tempo, pace);
    const told = i === 0 ? {} : { ...attributes, tempo: own, key: isOtherMode ? parallelKey(key) : key };
    const label = i === 0 ? 'Theme' : `Variation ${i}: ${name}`;
    sections.push({ id: `part-${i}`, label, start: rounded(start), attributes: told });
    start += sectionBars * barSeconds(meter, own);
  }
  // Sections are searched for the names of who owns a theme: here all of them do.
  const owner = { kind: 'idea' as const, names: ['Theme', 'Variation'] };
  return {
    ...cue,
    sections,
    themes: [{ ...theme, owner }],
    attributes: {
      ...cue.attributes,
      key: key,
      tempo,
      meter,
      seconds: rounded(start + ringOut),
    },
  };
}

function paced(tempo: BeatsPerMinute, pace: Unit): BeatsPerMinute {
  const { min, max } = attributeRanges.tempo;
  return Math.min(max, Math.max(min, Math.round(tempo * pace)));
}

/** The key with the same tonic: minor for what is nearer to major, and the other way round; spelled with few accidentals. */
export function parallelKey(key: string): string {
  const [tonic, mode] = key.split(' ') as [Tonic, string];
  const isMajor = ['major', 'lydian', 'mixolydian'].includes(mode);
  const spelled = (isMajor ? inMinor : inMajor)[tonic] ?? tonic;
  return `${spelled} ${isMajor ? 'minor' : 'major'}`;
}

const inMinor: Readonly<Record<string, Tonic>> = { Cb: 'B', Db: 'C#', Gb: 'F#' };
const inMajor: Readonly<Record<string, Tonic>> = { 'G#': 'Ab', 'D#': 'Eb', 'A#': 'Bb' };

function rounded(seconds: Seconds): Seconds {
  return Math.round(seconds * 1000) / 1000;
}
