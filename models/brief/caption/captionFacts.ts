/** What a caption says outright, each fact with the words that said it. */
import type { InstrumentId } from '../../../bridge/protocol/instruments.ts';
import type { Meter, Mode, Register, Style, Tonic } from '../../../bridge/protocol/attributes.ts';
import type { BeatsPerMinute, Bipolar, Seconds, Unit } from '../../../bridge/protocol/units.ts';
import type { Role } from '../../../bridge/protocol/roles.ts';

/** One fact: its value, the words that said it, where they stand, and how surely they mean it. */
export interface Fact<V> {
  value: V;
  /** The matched text as written. */
  text: string;
  /** Character offsets in the caption: start, and one past the end. */
  start: number;
  end: number;
  /** 0…1; 1 for a number with its unit, less for a word that may mean something else. */
  confidence: Unit;
}

/** A tempo that was said. */
export interface TempoSaid {
  /** The tempo itself; the middle of the range for a word. */
  tempo: BeatsPerMinute;
  /** What the words allow. Both ends are `tempo` for an exact number. */
  range: readonly [BeatsPerMinute, BeatsPerMinute];
  /** `number` is 72 BPM, `range` is 80–90 BPM, `word` is slow or andante. */
  said: 'number' | 'range' | 'word';
  /** True where the word is said of one part only ("fast arpeggios over a slow pad") or of a genre ("a jig"). */
  local: boolean;
  /** True for "not fast": the tempo lies outside the range. */
  negated: boolean;
}

/** A key or a part of one. At least one of tonic and mode is there. */
export interface KeySaid {
  tonic?: Tonic;
  mode?: Mode;
  /** The key as it was asked where we spell it otherwise: `E# minor` → `F minor`. */
  respelledFrom?: string;
}

/** Instruments that were asked for or refused. */
export interface InstrumentsSaid {
  /** More than one for a group such as woodwinds; the first stands for the group. */
  ids: readonly InstrumentId[];
  role?: Role;
  /** True for "no drums". */
  negated: boolean;
  /** True for "only piano". */
  exclusive: boolean;
}

/** A feeling in numbers. */
export interface MoodSaid {
  valence: Bipolar;
  arousal: Bipolar;
  tension: Unit;
  /** True for "not sad". */
  negated: boolean;
}

/** A value on a scale, with words such as "not loud" marked. */
export interface LevelSaid {
  level: Unit;
  negated: boolean;
}

/** A style that was asked for or refused. */
export interface StyleSaid {
  style: Style;
  negated: boolean;
}

/** Two facts that cannot both hold. */
export interface Contradiction {
  about:
    'tempo' | 'key' | 'meter' | 'length' | 'instruments' | 'style' | 'dynamics' | 'density' | 'brightness';
  first: Fact<unknown>;
  second: Fact<unknown>;
  /** True where neither can be preferred and the person has to say which. */
  undecidable: boolean;
}

/** A number that was said and that no music of ours can have. The fact beside it holds the nearest that it can. */
export interface OutsideRange {
  name: 'tempo' | 'bars' | 'seconds';
  /** The words that said it. */
  text: string;
  value: number;
}

/** Everything that a caption says outright. Lists are in the order of the text. */
export interface CaptionFacts {
  tempos: Fact<TempoSaid>[];
  keys: Fact<KeySaid>[];
  meters: Fact<Meter>[];
  bars: Fact<number>[];
  seconds: Fact<Seconds>[];
  instruments: Fact<InstrumentsSaid>[];
  styles: Fact<StyleSaid>[];
  moods: Fact<MoodSaid>[];
  dynamics: Fact<LevelSaid>[];
  density: Fact<LevelSaid>[];
  brightness: Fact<LevelSaid>[];
  registers: Fact<Register>[];
  /** How many play. */
  sizes: Fact<number>[];
  contradictions: Contradiction[];
  outside: OutsideRange[];
  /** What is written as a key and is none: "H# minor". */
  noKeys: Fact<string>[];
  /** What the person should know: arcs that were not followed, keys that were respelled. */
  notes: string[];
}

/** True where the caption names only the instruments it wants, and no others. */
export function isExclusive(facts: CaptionFacts): boolean {
  return facts.instruments.some(({ value }) => value.exclusive && !value.negated);
}
