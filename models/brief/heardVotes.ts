/** Votes of what was heard in references, for what has names. They stand beside the votes of the scenes. */
import { readKeyName } from './parseKey.ts';
import { leaningShares } from './fuseLeanings.ts';
import type { Meter, Mode, Register, Style } from '../../bridge/protocol/attributes.ts';
import type { InstrumentId } from '../../bridge/protocol/instruments.ts';
import type { HeardMusic } from '../perception/referenceReading.ts';
import type { Reading } from '../perception/reading.ts';
import type { Leaning } from './leaning.ts';

/** An ensemble that was heard, for the styles in which it is at home. */
export interface HeardEnsemble {
  ids: readonly InstrumentId[];
  /** 0…1: how sure it is, times the reference's share of all conditions. */
  weight: number;
}

/** The votes by name, and the ensembles. */
export interface HeardVotes {
  mode: ReadonlyMap<Mode, number>;
  meter: ReadonlyMap<Meter, number>;
  register: ReadonlyMap<Register, number>;
  style: ReadonlyMap<Style, number>;
  /** For who plays; at most 0.5 for each. */
  players: ReadonlyMap<InstrumentId, number>;
  ensembles: readonly HeardEnsemble[];
}

/** Votes of a reference that is the only condition, for what was heard without doubt; the scenes' add up to about 2. */
const surest = 1.5;
/** Votes for a player, of the instrument that is heard most. */
const playerVote = 0.5;
/** Instruments that are heard less than this are no part of the ensemble. */
const leastHeard = { 'reference-audio': 0.2, 'reference-midi': 0.05 } as const;

/** The votes of the references among the leanings; the leanings stand in canonical order. */
export function heardVotes(leanings: readonly Leaning[]): HeardVotes {
  const shares = leaningShares(leanings);
  const voices = leanings.flatMap(({ reading }, i) =>
    reading.heard === undefined ? [] : [{ heard: reading.heard, reading, share: shares[i] ?? 0 }],
  );
  const votes = {
    mode: new Map<Mode, number>(),
    meter: new Map<Meter, number>(),
    register: new Map<Register, number>(),
    style: new Map<Style, number>(),
    players: new Map<InstrumentId, number>(),
  };
  for (const { heard, share } of voices) {
    const vote = surest * share;
    const { key, meter, register } = heard;
    const mode = key && readKeyName(key.value)?.mode;
    if (mode !== undefined) cast(votes.mode, mode, vote * (key?.confidence ?? 0));
    if (meter !== undefined) cast(votes.meter, meter.value, vote * meter.confidence);
    if (register !== undefined) cast(votes.register, register, vote);
    for (const { value, confidence } of heard.hints.styles) cast(votes.style, value, vote * confidence);
    castPlayers(votes.players, heard, share);
  }
  return {
    ...votes,
    ensembles: voices.map(({ reading, heard, share }) => ensembleOf(reading, heard, share)),
  };
}

function cast<T>(votes: Map<T, number>, name: T, vote: number): void {
  votes.set(name, (votes.get(name) ?? 0) + vote);
}

function castPlayers(votes: Map<InstrumentId, number>, { hints }: HeardMusic, share: number): void {
  const most = Math.max(0, ...hints.instruments.map(({ confidence }) => confidence));
  for (const { value, confidence } of hints.instruments)
    cast(votes, value, playerVote * share * (confidence / most));
}

/** A MIDI file's players are certain; a recording's are as sure as the likeliest tag. */
function ensembleOf({ kind }: Reading, { hints }: HeardMusic, share: number): HeardEnsemble {
  const least = kind === 'reference-midi' ? leastHeard[kind] : leastHeard['reference-audio'];
  const heard = hints.instruments.filter(({ confidence }) => confidence >= least);
  const sure = kind === 'reference-midi' ? 1 : Math.max(0, ...heard.map(({ confidence }) => confidence));
  return { ids: heard.map(({ value }) => value), weight: share * sure };
}
