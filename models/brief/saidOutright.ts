/** What all captions of a cue say outright, with one answer to each question. */
import { attributeRanges } from '../../bridge/protocol/attributes.ts';
import { LeitmotifError } from '../../bridge/protocol/errors.ts';
import { contradictionError, refusesWanted, settledContradictions } from './caption/contradictions.ts';
import type {
  CaptionFacts,
  Fact,
  KeySaid,
  LevelSaid,
  MoodSaid,
  StyleSaid,
  TempoSaid,
} from './caption/captionFacts.ts';
import type { InstrumentsSaid } from './caption/captionFacts.ts';
import type { GivenAttributes, Meter, Register } from '../../bridge/protocol/attributes.ts';
import type { Leaning } from './leaning.ts';
import type { Seconds } from '../../bridge/protocol/units.ts';

/** The answers. Of several facts the first counts; captions of greater weight come first. */
export interface SaidOutright {
  tempo?: Fact<TempoSaid>;
  /** Tempi that are refused: "not fast". */
  refusedTempos: Fact<TempoSaid>[];
  key?: Fact<KeySaid>;
  meter?: Fact<Meter>;
  bars?: Fact<number>;
  seconds?: Fact<Seconds>;
  register?: Fact<Register>;
  /** How many play. */
  size?: Fact<number>;
  style?: Fact<StyleSaid>;
  refusedStyles: Fact<StyleSaid>[];
  dynamics?: Fact<LevelSaid>;
  density?: Fact<LevelSaid>;
  brightness?: Fact<LevelSaid>;
  moods: Fact<MoodSaid>[];
  instruments: Fact<InstrumentsSaid>[];
  /** The greatest weight of a caption, at most 1: how far its moods move the brief. */
  strength: number;
  notes: string[];
}

/** The answers that the captions among the leanings give; the leanings stand in canonical order. */
export function answersFrom(leanings: readonly Leaning[]): SaidOutright {
  const captions = leanings
    .filter(({ facts }) => facts !== undefined)
    .sort((a, b) => b.reading.weight - a.reading.weight);
  const parsed = captions.flatMap(({ facts }) => facts ?? []);
  return answersOf(joinFacts(parsed), {
    strength: Math.min(1, captions[0]?.reading.weight ?? 0),
    notes: parsed.flatMap((facts) => [...facts.notes, ...settledContradictions(facts)]),
  });
}

/**
 * Refuses captions that cannot be followed.
 *
 * @throws LeitmotifError `caption-contradiction` where the tempo words of a caption contradict each other.
 */
export function refuseContradictions(leanings: readonly Leaning[]): void {
  for (const { facts } of leanings) {
    const error = facts === undefined ? undefined : contradictionError(facts);
    if (error !== undefined) throw error;
  }
}

/**
 * Refuses numbers that no music of ours can have, unless another was given outright.
 *
 * @throws LeitmotifError `attribute-out-of-range`
 */
export function refuseOutside(leanings: readonly Leaning[], given: GivenAttributes): void {
  const outside = leanings.flatMap(({ facts }) => facts?.outside ?? []);
  const first = outside.find(({ name }) => given[name] === undefined);
  if (first === undefined) return;
  const { min, max } = attributeRanges[first.name];
  const unit = first.name === 'tempo' ? 'BPM' : first.name;
  throw new LeitmotifError('attribute-out-of-range', {
    what: `A caption asks for ${first.value} ${unit}, outside ${min} to ${max} ${unit}`,
    subject: `"${first.text}"`,
    next: `Write a number from ${min} to ${max} there, or give --${first.name}`,
  });
}

/**
 * Refuses keys that there are not, unless another was given outright.
 *
 * @throws LeitmotifError `attribute-invalid`
 */
export function refuseNoKeys(leanings: readonly Leaning[], given: GivenAttributes): void {
  const [first] = leanings.flatMap(({ facts }) => facts?.noKeys ?? []);
  if (first === undefined || given.key !== undefined) return;
  throw new LeitmotifError('attribute-invalid', {
    what: 'A caption asks for a key that there is not',
    subject: `"${first.text}"`,
    next: 'Write a tonic A to G, with # or b, and a mode, such as "D minor" or "Eb major", or give --key; the German H is B',
  });
}

/** The facts of all captions, one after the other. */
function joinFacts(parsed: readonly CaptionFacts[]): CaptionFacts {
  return {
    tempos: parsed.flatMap(({ tempos }) => tempos),
    keys: parsed.flatMap(({ keys }) => keys),
    meters: parsed.flatMap(({ meters }) => meters),
    bars: parsed.flatMap(({ bars }) => bars),
    seconds: parsed.flatMap(({ seconds }) => seconds),
    instruments: parsed.flatMap(({ instruments }) => instruments),
    styles: parsed.flatMap(({ styles }) => styles),
    moods: parsed.flatMap(({ moods }) => moods),
    dynamics: parsed.flatMap(({ dynamics }) => dynamics),
    density: parsed.flatMap(({ density }) => density),
    brightness: parsed.flatMap(({ brightness }) => brightness),
    registers: parsed.flatMap(({ registers }) => registers),
    sizes: parsed.flatMap(({ sizes }) => sizes),
    contradictions: [],
    outside: [],
    noKeys: [],
    notes: [],
  };
}

function answersOf(facts: CaptionFacts, rest: Pick<SaidOutright, 'strength' | 'notes'>): SaidOutright {
  const wanted = facts.styles.filter(({ value }) => !value.negated);
  const answers = {
    tempo: tempoOf(facts.tempos),
    key: keyOf(facts.keys),
    meter: facts.meters[0],
    bars: facts.bars[0],
    seconds: facts.seconds[0],
    register: facts.registers[0],
    size: facts.sizes[0],
    style: mostCertain(wanted),
    dynamics: facts.dynamics[0],
    density: facts.density[0],
    brightness: facts.brightness[0],
  };
  return {
    ...withoutUndefined(answers),
    refusedTempos: facts.tempos.filter(({ value }) => value.negated),
    refusedStyles: facts.styles.filter(({ value }) => value.negated),
    moods: facts.moods,
    instruments: settledInstruments(facts.instruments),
    ...rest,
  };
}

/** Of the same instruments wanted and refused the first fact counts; what is wanted by name is not refused with its group. */
function settledInstruments(all: readonly Fact<InstrumentsSaid>[]): Fact<InstrumentsSaid>[] {
  const facts = all.slice(0, mostInstruments);
  const standing = facts.filter(
    (fact, i) => !facts.slice(0, i).some((earlier) => refusesWanted(earlier, fact)),
  );
  // Only a clear name is an exception: the fanfare of "a fanfare, no brass" need not be a trumpet's.
  const clear = standing.filter(({ value, confidence }) => !value.negated && confidence >= 0.8);
  const wanted = new Set(clear.flatMap(({ value }) => value.ids));
  return standing.map((fact) => {
    if (!fact.value.negated) return fact;
    return { ...fact, value: { ...fact.value, ids: fact.value.ids.filter((id) => !wanted.has(id)) } };
  });
}

/** Instruments beyond these are not heard: there are seven roles. */
const mostInstruments = 100;

/** A number before a range before a word for the whole before a word for one part. */
function tempoOf(tempos: readonly Fact<TempoSaid>[]): Fact<TempoSaid> | undefined {
  const wanted = tempos.filter(({ value }) => !value.negated);
  return (
    wanted.find(({ value }) => value.said === 'number') ??
    wanted.find(({ value }) => value.said === 'range') ??
    wanted.find(({ value }) => !value.local) ??
    wanted[0]
  );
}

/** A whole key before a part of one; a tonic and a mode that stand apart are joined. */
function keyOf(keys: readonly Fact<KeySaid>[]): Fact<KeySaid> | undefined {
  const whole = keys.find(({ value }) => value.tonic !== undefined && value.mode !== undefined);
  if (whole !== undefined) return whole;
  const tonic = keys.find(({ value }) => value.tonic !== undefined);
  const mode = keys.find(({ value }) => value.mode !== undefined);
  if (tonic === undefined || mode === undefined) return tonic ?? mode;
  return { ...tonic, value: { ...tonic.value, ...mode.value }, text: `${tonic.text} ${mode.text}` };
}

function mostCertain<F extends { confidence: number }>(facts: readonly F[]): F | undefined {
  return facts.reduce<F | undefined>(
    (best, fact) => (best === undefined || fact.confidence > best.confidence ? fact : best),
    undefined,
  );
}

function withoutUndefined<T extends object>(record: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
