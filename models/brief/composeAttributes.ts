/**
 * Composes the attributes of a brief from leanings, captions and what was given, all but its length.
 *
 *   leanings   ─► feeling ─► style, mode ─► key ┐
 *   references ─► heard        meter, register ├─► attributes, each with its grounds
 *   captions   ─► said        instruments, tempo ┤
 *   given      ─────────────────────────────────┘
 */
import { chooseByVote, feelingWeights } from './votes.ts';
import { chooseInstruments } from './chooseInstruments.ts';
import { chooseStyle, exclusiveStyle } from './chooseStyle.ts';
import { chooseTempo } from './chooseTempo.ts';
import { chooseTonic } from './chooseKey.ts';
import { feelingOfBrief } from './briefFeeling.ts';
import { feelingGrounds } from './feelingGrounds.ts';
import { fuseLeanings } from './fuseLeanings.ts';
import { heardOutright } from './heardOutright.ts';
import { heardVotes } from './heardVotes.ts';
import { givenGrounds, heardGrounds, readGrounds, saidGrounds } from './reasons.ts';
import { signatureOf, spellKey } from './keyName.ts';
import { styleHabits } from './styleHabits.ts';
import { wordsHashOf } from './canonicalOrder.ts';
import type { BriefValues } from './describeBrief.ts';
import type { Choice, Votes } from './votes.ts';
import type { Feeling } from './feeling.ts';
import type { FusedLeaning } from './fuseLeanings.ts';
import type { GivenAttributes, Meter, Mode, Register, Style } from '../../bridge/protocol/attributes.ts';
import type { Grounds } from './reasons.ts';
import type { HeardOutright } from './heardOutright.ts';
import type { HeardVotes } from './heardVotes.ts';
import type { Leaning } from './leaning.ts';
import type { SaidOutright } from './saidOutright.ts';
import type { SceneKnowledge } from './sceneKnowledge.ts';
import type { TempoWish } from './chooseTempo.ts';

/** Names of the attributes that are composed here; bars and seconds are fitted afterwards. */
export type ComposedName = Exclude<keyof BriefValues, 'bars' | 'seconds'>;

/** The composed attributes. */
export interface ComposedAttributes {
  values: Omit<BriefValues, 'bars' | 'seconds'>;
  grounds: Record<ComposedName, Grounds>;
  tempo: TempoWish;
  fused: FusedLeaning;
  notes: string[];
}

/** What attributes are composed from. */
export interface Composition {
  /** In canonical order. */
  leanings: readonly Leaning[];
  said: SaidOutright;
  given: GivenAttributes;
  knowledge: SceneKnowledge;
}

/** One value with its grounds. */
interface Grounded<T> {
  value: T;
  grounds: Grounds;
}

interface Context extends Composition {
  fused: FusedLeaning;
  feeling: Feeling;
  likeFeeling: number[];
  heard: HeardOutright;
  votes: HeardVotes;
}

/** Composes the attributes. Pure; the same composition gives the same attributes. */
export function composeAttributes(composition: Composition): ComposedAttributes {
  const { leanings, said, given, knowledge } = composition;
  const fused = fuseLeanings(leanings, knowledge);
  const feeling = roundedFeeling(feelingOfBrief(fused.feeling, said, given, knowledge));
  const context: Context = {
    ...composition,
    fused,
    feeling,
    likeFeeling: feelingWeights(knowledge, feeling),
    heard: heardOutright(leanings),
    votes: heardVotes(leanings),
  };
  const style = composeStyle(context);
  const register = composeRegister(context);
  const habits = styleHabits[style.value];
  const meter = composeMeter(context, habits?.meters);
  const key = composeKey(context, style.value);
  const tempo = chooseTempo(given.tempo, said, feeling.pace, context.heard.tempo?.value, habits?.tempo);
  const players = composeInstruments(context, style.value, register.value);
  const { valence, arousal, tension, density, brightness, dynamics } = feeling;
  return {
    values: {
      ...{ valence, arousal, tension, density, brightness, dynamics },
      tempo: tempo.tempo,
      key: key.value,
      meter: meter.value,
      register: register.value,
      style: style.value,
      instruments: players.value,
    },
    grounds: {
      ...feelingGrounds({ ...context, readFeeling: fused.feeling }),
      tempo: tempoGrounds(context, tempo),
      key: key.grounds,
      meter: meter.grounds,
      register: register.grounds,
      style: style.grounds,
      instruments: players.grounds,
    },
    tempo,
    fused,
    notes: [...players.notes, ...key.notes],
  };
}

/** Two decimals for numbers that people read, so that the last bits of an embedding seldom show. */
function roundedFeeling(feeling: Feeling): Feeling {
  const rounded = Object.entries(feeling).map(([name, value]) => [
    name,
    name === 'pace' ? value : Math.round(value * 100) / 100 + 0,
  ]);
  return Object.fromEntries(rounded) as Feeling;
}

function composeStyle(context: Context): Grounded<Style> {
  const { given, said } = context;
  if (given.style !== undefined) return { value: given.style, grounds: givenGrounds };
  const ensemble = exclusiveStyle(said.instruments);
  if (said.style !== undefined && (ensemble === undefined || said.style.confidence > 0.9)) {
    return { value: said.style.value.style, grounds: saidGrounds(said.style) };
  }
  const only = said.instruments.find(({ value }) => value.exclusive);
  if (ensemble !== undefined && only !== undefined) return { value: ensemble, grounds: saidGrounds(only) };
  return chosen(chooseStyle(said, context), context, context.votes.style);
}

function chosen<T extends string>(
  { value, scene, share }: Choice<T>,
  { fused, knowledge }: Pick<Context, 'fused' | 'knowledge'>,
  heard: ReadonlyMap<T, number>,
): Grounded<T> {
  return { value, grounds: readGrounds(fused, knowledge, { scene, share, isHeard: heard.has(value) }) };
}

function composeRegister(context: Context): Grounded<Register> {
  const { given, said, votes } = context;
  if (given.register !== undefined) return { value: given.register, grounds: givenGrounds };
  if (said.register !== undefined) return { value: said.register.value, grounds: saidGrounds(said.register) };
  const choice = chooseByVote({
    ...context,
    about: 'register',
    feelingShare: 0.35,
    rarity: 0.3,
    preferences: votes.register,
  });
  return chosen(choice, context, votes.register);
}

function composeMeter(context: Context, usual: Votes<Meter> = new Map()): Grounded<BriefValues['meter']> {
  const { given, said, heard, votes } = context;
  if (given.meter !== undefined) return { value: given.meter, grounds: givenGrounds };
  if (said.meter !== undefined) return { value: said.meter.value, grounds: saidGrounds(said.meter) };
  if (heard.meter !== undefined) return { value: heard.meter.value, grounds: heardGrounds(heard.meter) };
  const choice = chooseByVote({
    ...context,
    about: 'meter',
    feelingShare: 0.1,
    rarity: 0.15,
    preferences: addedVotes(votes.meter, usual),
  });
  return chosen(choice, context, votes.meter);
}

function addedVotes<T extends string>(votes: Votes<T>, more: Votes<T>): Votes<T> {
  const sums = new Map(votes);
  for (const [name, vote] of more) sums.set(name, (sums.get(name) ?? 0) + vote);
  return sums;
}

/** Key as given; as said; as heard; or the mode by votes and the tonic by feeling. */
function composeKey(context: Context, style: Style): Grounded<string> & { notes: string[] } {
  const { given, said, heard, votes, feeling, leanings } = context;
  if (given.key !== undefined) return { value: given.key, grounds: givenGrounds, notes: [] };
  const choice = chooseMode(context);
  const mode = said.key?.value.mode ?? heard.key?.value.mode ?? choice.value;
  const tonic =
    said.key?.value.tonic ??
    heard.key?.value.tonic ??
    chooseTonic(mode, style, feeling, wordsHashOf(leanings));
  // A tonic that was said may need more than seven accidentals in the mode that was felt.
  const key = spellKey(tonic, mode) ?? { tonic, mode };
  const value = `${key.tonic} ${key.mode}`;
  const notes =
    Math.abs(signatureOf(tonic, mode)) > 7
      ? [`${tonic} ${mode} is written ${value}, which sounds the same`]
      : [];
  const read =
    heard.key === undefined ? chosen(choice, context, votes.mode).grounds : heardGrounds(heard.key);
  const grounds = said.key === undefined ? read : saidGrounds(said.key);
  return { value, grounds, notes };
}

function chooseMode(context: Context): Choice<Mode> {
  const moved = context.said.moods.length > 0 || context.given.valence !== undefined;
  return chooseByVote({
    ...context,
    about: 'mode',
    // Where words or options set the feeling, scenes of that feeling know the mode better than those recalled.
    feelingShare: moved ? 0.6 : 0.3,
    rarity: 0.5,
    preferences: context.votes.mode,
  });
}

function tempoGrounds({ given, said, heard, fused, knowledge }: Context, wish: TempoWish): Grounds {
  if (given.tempo !== undefined) return givenGrounds;
  if (wish.heard === true && heard.tempo !== undefined) return heardGrounds(heard.tempo);
  if (wish.said === undefined) return readGrounds(fused, knowledge, { isHeard: true });
  const fact = said.tempo ?? said.refusedTempos[0];
  return {
    source: 'caption',
    confidence: fact?.confidence ?? 0.6,
    reason: `the caption says "${wish.said}"`,
  };
}

function composeInstruments(
  context: Context,
  style: Style,
  register: Register,
): Grounded<BriefValues['instruments']> & { notes: string[] } {
  const { given, said, fused, knowledge, votes } = context;
  if (given.instruments !== undefined && given.instruments.length > 0) {
    return { value: given.instruments, grounds: givenGrounds, notes: [] };
  }
  const { players, notes } = chooseInstruments({ ...context, style, register });
  const [named] = said.instruments;
  const isHeard = players.some(({ instrument }) => votes.players.has(instrument));
  const read = readGrounds(fused, knowledge, { isHeard });
  const sized = said.size === undefined ? read : saidGrounds(said.size);
  const grounds = named === undefined ? sized : saidGrounds(named, named.value.negated);
  return { value: players, grounds, notes };
}
