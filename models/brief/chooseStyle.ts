/** Chooses the style: what was said, what the named instruments make of it, then the votes of the scenes. */
import { styles } from '../../bridge/protocol/attributes.ts';
import { instruments } from '../../bridge/protocol/instruments.ts';
import { chooseByVote } from './votes.ts';
import { styleEnsembles } from './styleEnsembles.ts';
import type { Choice, Votes } from './votes.ts';
import type { Fact, InstrumentsSaid } from './caption/captionFacts.ts';
import type { HeardVotes } from './heardVotes.ts';
import type { FusedLeaning } from './fuseLeanings.ts';
import type { InstrumentFamily, InstrumentId } from '../../bridge/protocol/instruments.ts';
import type { SaidOutright } from './saidOutright.ts';
import type { SceneKnowledge } from './sceneKnowledge.ts';
import type { Style } from '../../bridge/protocol/attributes.ts';

/** Votes of named instruments for a style that is altogether theirs; scenes' votes add up to about 2. */
const instrumentsVote = 0.9;
/** Votes for the style whose players all belong to the one family that a caption names: "slow strings" means strings. */
const familyVote = 0.8;
/** Votes of an ensemble that was heard for a style whose own players all its members are. */
const ensembleVote = 3;
/** A caption that names the piano and nothing else means piano music unless the scenes are sure of another style. */
const pianoAloneVotes = 2;

/** Families that make a style where nothing else plays. */
const exclusiveStyles: Partial<Record<InstrumentFamily, Style>> = {
  strings: 'strings',
  voices: 'choral',
  synth: 'electronic',
};

/** The style by votes, with what the caption's instruments and refusals do to them. */
export function chooseStyle(
  said: SaidOutright,
  context: {
    knowledge: SceneKnowledge;
    fused: FusedLeaning;
    likeFeeling: readonly number[];
    votes: HeardVotes;
  },
): Choice<Style> {
  return chooseByVote({
    ...context,
    about: 'style',
    feelingShare: feelingShareOf(context.fused.confidence),
    rarity: 0.2,
    preferences: withFallback(preferencesOf(said, context.votes), context.fused),
    refused: new Set(said.refusedStyles.map(({ value }) => value.style)),
  });
}

/** Scenes that are hardly like what was said have little to say: then the feeling chooses. */
function feelingShareOf(confidence: number): number {
  return 0.15 + 0.4 * Math.max(0, 1 - confidence / 0.2) ** 2;
}

/** What captions name and what was heard in references. */
function preferencesOf({ instruments: said }: SaidOutright, heard: HeardVotes): Votes<Style> {
  const wanted = said.filter(({ value }) => !value.negated).flatMap(({ value }) => value.ids);
  const votes = new Map(instrumentVotes(wanted));
  const add = (more: Votes<Style>, weight: number): void => {
    for (const [style, vote] of more) votes.set(style, (votes.get(style) ?? 0) + vote * weight);
  };
  add(heard.style, 1);
  for (const { ids, weight } of heard.ensembles) add(ensembleVotes(ids), weight);
  return votes;
}

/** Where nothing was recalled, the style that fits most: the frequent ones among the scenes are not it. */
function withFallback(votes: Votes<Style>, { scenes }: FusedLeaning): Votes<Style> {
  return scenes.length > 0 ? votes : new Map([...votes, ['cinematic', (votes.get('cinematic') ?? 0) + 0.4]]);
}

/** The style of an ensemble that was named as a whole: only piano, a string quartet, voices alone. */
export function exclusiveStyle(said: readonly Fact<InstrumentsSaid>[]): Style | undefined {
  const wanted = said
    .filter(({ value }) => value.exclusive && !value.negated)
    .flatMap(({ value }) => value.ids);
  const [first] = wanted;
  if (first === undefined) return undefined;
  if (wanted.every((id) => id === 'piano')) return 'piano';
  const { family } = instruments[first];
  return wanted.every((id) => instruments[id].family === family) ? exclusiveStyles[family] : undefined;
}

/** Votes for the styles in which the named instruments are at home: twice for a style's own players. */
function instrumentVotes(wanted: readonly InstrumentId[]): Votes<Style> {
  const isPianoAlone = wanted.length > 0 && wanted.every((id) => id === 'piano');
  const votes = styles.map((style): [Style, number] => {
    const sum = wanted.reduce((total, id) => total + affinity(style, id), 0);
    if (isPianoAlone && style === 'piano') return [style, pianoAloneVotes];
    if (wanted.length === 0) return [style, 0];
    return [style, (instrumentsVote * sum) / wanted.length + familyVote * familyShare(style, wanted)];
  });
  return new Map(votes);
}

/**
 * Votes of an ensemble that was heard as a whole: for the styles whose own players its members are. A caption names what
 * it wants to stand out; an ensemble that is heard has nobody whom the style lacks.
 */
function ensembleVotes(ids: readonly InstrumentId[]): Votes<Style> {
  if (ids.length === 0) return new Map();
  const isPianoAlone = ids.every((id) => id === 'piano');
  const votes = styles.map((style): [Style, number] => {
    if (isPianoAlone) return [style, style === 'piano' ? pianoAloneVotes : 0];
    const sum = ids.reduce((total, id) => total + membership(style, id), 0);
    return [style, (ensembleVote * sum) / ids.length + familyVote * familyShare(style, ids)];
  });
  return new Map(votes);
}

function membership(style: Style, id: InstrumentId): number {
  const { players, palette } = styleEnsembles[style];
  if (Object.values(players).some((own) => own.includes(id))) return 1;
  return palette.has(id) ? 0.3 : -0.6;
}

/** The share of a style's typical players that belong to the family of those named; 0 where they are of several. */
function familyShare(style: Style, wanted: readonly InstrumentId[]): number {
  const families = new Set(wanted.map((id) => instruments[id].family));
  const players = Object.values(styleEnsembles[style].players).flat();
  if (families.size !== 1 || players.length === 0) return 0;
  return players.filter((id) => families.has(instruments[id].family)).length / players.length;
}

function affinity(style: Style, id: InstrumentId): number {
  const { players, palette } = styleEnsembles[style];
  const isOwn = Object.values(players).some((ids) => ids.includes(id));
  // A style that one instrument fills is not meant by naming that instrument among others.
  if (palette.size === 1) return isOwn ? 0.5 : -0.5;
  return isOwn ? 1 : palette.has(id) ? 0.4 : -0.4;
}
