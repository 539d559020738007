/**
 * The brief of a take that keeps something of an older one: what the cue asks now, on the bars of the take that is kept.
 *
 * What the cue asks outright and what is kept cannot both be had is an error; what was only inferred gives way to what is kept, and is told.
 */
import { LeitmotifError } from '../../../bridge/protocol/errors.ts';
import { changeableAttributes } from '../../../bridge/protocol/revision.ts';
import { isWithinBars } from '../../engines/score/revision/governed.ts';
import { readLocks } from '../../engines/score/revision/locks.ts';
import { statesThemes } from '../../engines/score/themes/planThemes.ts';
import { revisedBrief } from './revisedBrief.ts';
import type { AttributeName, GivenAttributes } from '../../../bridge/protocol/attributes.ts';
import type { Brief } from '../../../bridge/protocol/brief.ts';
import type { Cue } from '../../../bridge/protocol/cue.ts';
import type { KeepName } from '../../../bridge/protocol/revision.ts';
import type { Recipe } from '../../../bridge/protocol/take.ts';

/** What is asked. */
export interface LockedBriefRequest {
  /** The take that is kept. */
  recipe: Pick<Recipe, 'id' | 'brief' | 'cue'>;
  cue: Cue;
  /** What the cue asks now. */
  brief: Brief;
  keep: readonly KeepName[];
  /** Whether more is kept in some bars than in others. */
  isPartial: boolean;
}

/** A brief with what is another in it than in that of the kept take. */
export interface LockedBrief {
  brief: Brief;
  attributes: GivenAttributes;
}

/** Attributes that are those of the kept bars. */
const ofTheBars: readonly AttributeName[] = ['meter', 'bars', 'seconds'];

/** @throws LeitmotifError `setting-invalid` where the cue asks outright what cannot be with what is kept */
export function lockedBrief(asked: LockedBriefRequest): LockedBrief {
  const { recipe, cue, brief: wanted, keep, isPartial } = asked;
  const { brief: old } = recipe;
  checkTime(asked);
  const notes: string[] = [];
  const stays = new Set(stayingWith(keep, isPartial));
  for (const name of [...ofTheBars, ...stays]) {
    const [was, is] = [old, wanted].map(({ attributes }) => JSON.stringify(attributes[name].value));
    if (was === is) continue;
    if (isAskedNow(name, asked)) throw cannotBoth(name, asked);
    if (name !== 'seconds') notes.push(`${name}: as in ${recipe.id}, of which something is kept`);
  }
  const taken = changeableAttributes.filter((name) => !stays.has(name));
  const attributes = Object.fromEntries(
    taken.flatMap((name) => {
      const value = name === 'instruments' ? players(asked, notes) : wanted.attributes[name].value;
      return JSON.stringify(value) === JSON.stringify(old.attributes[name].value) ? [] : [[name, value]];
    }),
  ) as GivenAttributes;
  const bars = old.attributes.bars.value;
  const revised = revisedBrief(old, { attributes, bars, keepsInstruments: true });
  const grounds = [...Object.keys(attributes), 'valence', 'arousal'] as AttributeName[];
  const { scenes, shares, embedding } = wanted;
  return {
    attributes,
    brief: {
      ...revised,
      ...{ scenes, shares, embedding, locks: wanted.locks, notes: [...wanted.notes, ...notes] },
      ...(cue.description === undefined ? {} : { description: wanted.description }),
      attributes: {
        ...revised.attributes,
        ...(Object.fromEntries(
          grounds.map((name) => [name, { ...wanted.attributes[name], value: valueOf(name) }]),
        ) as Partial<Brief['attributes']>),
      },
    },
  };

  function valueOf(name: AttributeName): unknown {
    return name in attributes ? attributes[name] : wanted.attributes[name].value;
  }
}

/** What cannot be another with what is kept. */
function stayingWith(keep: readonly KeepName[], isPartial: boolean): AttributeName[] {
  const { harmony, roles } = readLocks(keep);
  const isTuned = harmony || [...roles].some((role) => role !== 'percussion');
  const whole = isPartial
    ? changeableAttributes.filter((name) => name !== 'tempo' && !isWithinBars(name))
    : [];
  return [
    ...whole,
    ...(isTuned ? ['key' as const] : []),
    ...(keep.includes('instruments') ? ['instruments' as const] : []),
  ];
}

/** The players of the cue in the parts of the take. */
function players(asked: LockedBriefRequest, notes: string[]): GivenAttributes['instruments'] {
  const { recipe, brief: wanted } = asked;
  const now = wanted.attributes.instruments.value;
  const then = recipe.brief.attributes.instruments.value;
  const hasAll = now.every(({ role }) => then.some((player) => player.role === role));
  if (!hasAll && isAskedNow('instruments', asked)) throw cannotBoth('instruments', asked);
  const isSame = hasAll && now.length === then.length;
  if (!isSame) notes.push(`parts: as in ${recipe.id}, of which something is kept`);
  return then.map((player) => now.find(({ role }) => role === player.role) ?? player);
}

/** True for what the cue asks outright and did not ask of the take. */
function isAskedNow(name: AttributeName, { cue, recipe }: LockedBriefRequest): boolean {
  const value = cue.attributes[name];
  return value !== undefined && JSON.stringify(value) !== JSON.stringify(recipe.cue.attributes[name]);
}

function cannotBoth(
  name: AttributeName,
  { cue, recipe, keep, isPartial }: LockedBriefRequest,
): LeitmotifError {
  const kept = isPartial ? 'some bars' : keep.join(', ');
  return new LeitmotifError('setting-invalid', {
    what: `The cue keeps ${kept} of ${recipe.id} and asks for another ${name}`,
    subject: `${name} ${JSON.stringify(cue.attributes[name])}`,
    next: `Give the ${name} back to the take, or take the locks away`,
  });
}

/** Moments, sections and themes that the kept bars were not laid for. */
function checkTime({ recipe, cue, brief }: LockedBriefRequest): void {
  const over = (['hits', 'sections', 'keyframes'] as const).filter((name) => {
    const isThere = Object.keys(cue[name]).length > 0;
    return isThere && JSON.stringify(cue[name]) !== JSON.stringify(recipe.cue[name]);
  });
  const stated = [brief, recipe.brief].map(({ appearances }) => JSON.stringify(appearances));
  const names = [...over, ...(statesThemes(brief) && stated[0] !== stated[1] ? ['themes'] : [])];
  if (names.length === 0) return;
  throw new LeitmotifError('setting-invalid', {
    what: `The cue has ${names.join(' and ')} that ${recipe.id} was not made for: what is kept of it cannot follow them`,
    subject: names.join(', '),
    next: 'Compose a take without locks first, and keep parts of that one',
  });
}
