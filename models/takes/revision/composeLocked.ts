/**
 * A take of a cue that keeps something of an older one. What is locked stays note for note, all else is composed anew:
 *
 *   locks, take ─► stretches of bars ─► one change, or one after the other ─► in its key? ─► brief and revision for composeTake
 *                                       └ locks of the whole piece: one       └ other seeds
 */
import { decisionSeed } from '../../../bridge/protocol/seededRandom.ts';
import { isWithinBars } from '../../engines/score/revision/governed.ts';
import { compareParts } from '../../engines/score/revision/compareParts.ts';
import { LeitmotifError } from '../../../bridge/protocol/errors.ts';
import { isInKey, mostTries } from '../composeInKey.ts';
import { readRecipe, recipeName } from '../recipe.ts';
import { cueTitle } from '../takeName.ts';
import { checkAgainst } from './askedRevision.ts';
import { lockedBars } from './lockedBars.ts';
import { lockedBrief } from './lockedBrief.ts';
import { lockText } from './lockedTake.ts';
import { editedFiles } from './preparedRevision.ts';
import { reviseOrSay } from './replay.ts';
import { parentsOf, suitableTake } from './suitableTake.ts';
import { join } from 'node:path';
import type { GivenAttributes } from '../../../bridge/protocol/attributes.ts';
import type { Brief } from '../../../bridge/protocol/brief.ts';
import type { Change, RevisedFrom } from '../../../bridge/protocol/revision.ts';
import type { RevisedPiece } from '../../engines/score/revision/revise.ts';
import type { PreparedBrief } from '../prepareBrief.ts';
import type { LockedBars } from './lockedBars.ts';
import type { LockedTake } from './lockedTake.ts';
import type { PreparedRevision } from './preparedRevision.ts';
import type { SuitableTake } from './suitableTake.ts';

/** What `composeTake` makes: a piece of its own, or one that keeps something. */
export interface KeptOrNew {
  prepared: PreparedBrief;
  revision?: PreparedRevision;
}

/**
 * Follows the locks of a cue, where it has any.
 *
 * @throws LeitmotifError `setting-invalid` of locks and attributes that contradict each other, `take-unsuitable` of a take that cannot be
 *   kept and of a lock that does not hold, those of its recipe
 */
export async function composeLocked(prepared: PreparedBrief, seed: number): Promise<KeptOrNew> {
  const { locked } = prepared;
  if (locked === undefined) return { prepared };
  if (locked.locks.every(({ keep }) => keep === 'instruments')) return withPlayers(prepared, locked);
  const suitable = await suitableTake(locked.path, false).catch(untold(locked));
  const { piece } = suitable.replayed;
  const { recipe, folder } = suitable.take;
  const parts = piece.score.parts.map(({ role }) => role);
  const stretches = lockedBars(locked.locks, { bars: piece.score.bars, parts });
  const isPartial = stretches.length > 1;
  const keep = [...new Set(stretches.flatMap((stretch) => stretch.keep))];
  const { brief, attributes } = lockedBrief({ ...prepared, recipe, keep, isPartial });
  const changes = isPartial ? changesOf(stretches, attributes) : [wholeChange(stretches, attributes)];
  for (const change of changes) checkLocked(change, suitable, locked);
  const made = inKey(suitable, { brief, changes, seed });
  const title = cueTitle(prepared.cue);
  const old = recipe.revision === undefined ? [] : editedFiles(recipe.revision, folder);
  return {
    prepared: { ...prepared, brief },
    revision: {
      ...made,
      composed: { ...made.composed, score: { ...made.composed.score, title } },
      files: old,
    },
  };
}

/** A take that the cue names and that is gone. */
function untold({ id, path, locks }: LockedTake): (cause: unknown) => never {
  return (cause) => {
    if (!(cause instanceof LeitmotifError) || cause.code !== 'file-missing') throw cause;
    throw new LeitmotifError('file-missing', {
      what: 'The take that is locked is not there',
      subject: `${path}: ${locks.map(lockText).join(', ')}`,
      next: `Put ${id} back, or take the locks away`,
      cause,
    });
  };
}

/** Players alone are kept by asking for them: a piece of its own, in its own length. */
async function withPlayers(prepared: PreparedBrief, locked: LockedTake): Promise<KeptOrNew> {
  const { path, locks } = locked;
  const { id, brief: old } = await readRecipe(join(path, recipeName)).catch(untold(locked));
  const { brief, cue } = prepared;
  const { value } = old.attributes.instruments;
  const { instruments: asked } = cue.attributes;
  if (asked !== undefined && JSON.stringify(asked) !== JSON.stringify(value))
    throw new LeitmotifError('setting-invalid', {
      what: `The cue keeps the instruments of ${id} and asks for others`,
      subject: locks.map(lockText).join(', '),
      next: 'Give the instruments back to the take, or take the lock away',
    });
  const instruments = { value, source: 'explicit', confidence: 1, reason: `kept of ${id}` } as const;
  return { prepared: { ...prepared, brief: { ...brief, attributes: { ...brief.attributes, instruments } } } };
}

function wholeChange(stretches: readonly LockedBars[], attributes: GivenAttributes): Change {
  return { keep: stretches[0]?.keep ?? [], reroll: true, attributes };
}

/** The tempo of all first, then stretch after stretch from the beginning. */
function changesOf(stretches: readonly LockedBars[], attributes: GivenAttributes): Change[] {
  const { tempo, ...others } = attributes;
  const within = Object.fromEntries(Object.entries(others).filter(([name]) => isWithinBars(name)));
  return [
    ...(tempo === undefined ? [] : [{ keep: [], reroll: false, attributes: { tempo } }]),
    ...stretches
      .filter(({ isWhole }) => !isWhole)
      .map(({ bars, keep }) => ({ keep, reroll: true, bars, attributes: within })),
  ];
}

/** The words are those of the command line; the subject is the lock. */
function checkLocked(
  { keep, bars, attributes, reroll }: Change,
  suitable: SuitableTake,
  locked: LockedTake,
): void {
  const { replayed, take } = suitable;
  try {
    checkAgainst({ keep, bars, attributes }, replayed.piece, take.recipe.brief, reroll);
  } catch (cause) {
    if (!(cause instanceof LeitmotifError)) throw cause;
    const { code, what } = cause;
    throw new LeitmotifError(code, {
      what,
      subject: `kept of ${locked.id}: ${locked.locks.map(lockText).join(', ')}`,
      next: 'Keep something else of it, or give what is changed back to the take',
      cause,
    });
  }
}

interface LockedChanges {
  brief: Brief;
  changes: readonly Change[];
  seed: number;
}

type Made = Pick<PreparedRevision, 'parents' | 'change' | 'composed' | 'kept' | 'notes'>;

/** What would be heard in another key is composed with other seeds, as `composeInKey` does. */
function inKey(suitable: SuitableTake, asked: LockedChanges): Made {
  const isAsked = ({ composed }: Made): boolean => isInKey(composed.score, asked.brief);
  const first = changed(suitable, asked, 1);
  if (isAsked(first)) return first;
  for (let tries = 2; tries <= mostTries; tries++) {
    const next = changed(suitable, { ...asked, seed: decisionSeed(asked.seed, `key/${tries}`) }, tries);
    if (isAsked(next)) return next;
  }
  return { ...first, composed: { ...first.composed, tries: mostTries } };
}

/** One change after the other; those before the last are steps of the new take's recipe. */
function changed(suitable: SuitableTake, { brief, changes, seed }: LockedChanges, tries: number): Made {
  const { piece: kept, seeds } = suitable.replayed;
  const parents = parentsOf(suitable);
  const notes: string[] = [];
  let found: Pick<RevisedPiece, 'piece' | 'seeds'> & Partial<RevisedPiece> = { piece: kept, seeds };
  let last: Change | undefined;
  for (const [i, change] of changes.entries()) {
    const own = i === 0 ? seed : decisionSeed(seed, `lock/${i}`);
    if (last !== undefined) parents.push(stepOf({ brief, change: last, seed, seeds: found.seeds }, parents));
    const revised = reviseOrSay({ before: found.piece, own: found.seeds, brief, change, seed: own });
    notes.push(...revised.notes);
    found = revised;
    last = change;
  }
  if (last === undefined) throw new RangeError('composeLocked: nothing is composed anew');
  const { piece, candidates = { tried: 1, chosen: 0, score: 1 } } = found;
  const own = changes.length === 1 ? found.kept : undefined;
  return {
    parents,
    change: last,
    composed: { score: piece.score, seeds: found.seeds, candidates, tries },
    kept: own ?? compareParts(kept.score, piece.score),
    notes,
  };
}

/** A step on the way from the kept take to the new one. */
function stepOf(step: Omit<RevisedFrom, 'id'>, parents: readonly RevisedFrom[]): RevisedFrom {
  return { ...step, id: parents.at(-1)?.id ?? '', brief: { ...step.brief, embedding: [] } };
}
