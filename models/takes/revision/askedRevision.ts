/** What a person asks of a take, held against what can be: contradictions are refused before anything is made. */
import { LeitmotifError } from '../../../bridge/protocol/errors.ts';
import { readLocks } from '../../engines/score/revision/locks.ts';
import { isWithinBars } from '../../engines/score/revision/governed.ts';
import type { AttributeName, GivenAttributes } from '../../../bridge/protocol/attributes.ts';
import type { Brief } from '../../../bridge/protocol/brief.ts';
import type { KeepName } from '../../../bridge/protocol/revision.ts';
import { isArcPiece } from '../../engines/score/revision/piece.ts';
import type { ArcPiece } from '../../engines/score/arc/composeArc.ts';
import type { AnyPiece } from '../../engines/score/revision/piece.ts';

/** What is asked. */
export interface AskedRevision {
  keep: readonly KeepName[];
  /** First and last bar, from 1. */
  bars?: readonly [number, number] | undefined;
  extend?: number | undefined;
  /** Path of an edited score. */
  score?: string | undefined;
  attributes: GivenAttributes;
  seed?: number | undefined;
}

/** What cannot be asked of any take. @throws LeitmotifError `usage` */
export function checkTogether({ keep, bars, extend, score, attributes, seed }: AskedRevision): void {
  const names = Object.keys(attributes);
  const nothing =
    keep.length + names.length === 0 && [bars, extend, score, seed].every((one) => one === undefined);
  if (nothing)
    throw usage(
      'There is nothing to revise',
      '--keep, --bars, --extend, --score, --seed or an attribute',
      'Say what to keep, what to change, or both',
    );
  if (
    score !== undefined &&
    (keep.length + names.length > 0 || [bars, extend, seed].some((one) => one !== undefined))
  )
    throw usage('An edited score is rendered as it is', '--score', 'Revise the new take in a second step');
  if (extend !== undefined && bars !== undefined)
    throw usage(
      'Bars are replaced or added, not both at once',
      '--bars with --extend',
      'Do one after the other',
    );
  const others = keep.filter((name) => name !== 'instruments');
  if (extend !== undefined && others.length + names.length > 0)
    throw usage(
      'An extended take keeps all that it has',
      `--extend with ${told(others, names)}`,
      'Do one after the other',
    );
  const outside = names.filter((name) => !isWithinBars(name));
  if (bars !== undefined && outside.length > 0)
    throw usage(
      'This cannot be another in some bars only',
      `--bars with ${told([], outside)}`,
      'Change it in the whole take, in a step of its own',
    );
  if (keep.includes('instruments') && attributes.instruments !== undefined)
    throw usage(
      'The instruments cannot be kept and be others',
      '--keep instruments with --instruments',
      'Leave one of them out',
    );
}

/** What cannot be asked of this take. @throws LeitmotifError `setting-invalid` */
export function checkAgainst(asked: AskedRevision, piece: AnyPiece, brief: Brief, isRolled: boolean): void {
  const { keep, bars, attributes } = asked;
  const locks = readLocks(keep);
  const parts = piece.score.parts.map(({ role }) => role);
  const missing = [...locks.roles].find((role) => !parts.includes(role));
  const there = `Keep one of its parts: ${parts.join(', ')}`;
  if (missing !== undefined)
    throw invalid(`The take has no ${missing} that could be kept`, `--keep ${missing}`, there);
  if (locks.rhythm && !parts.includes('lead'))
    throw invalid('The take has no melody whose rhythm could be kept', '--keep rhythm', there);
  if (isArcPiece(piece)) checkArc(asked, piece);
  const lead = piece.score.parts.find(({ role }) => role === 'lead');
  if (locks.rhythm && !isArcPiece(piece) && lead?.notes.length !== piece.melody.length)
    throw invalid(
      'The melody of the take was edited to more than one voice: its rhythm is not one rhythm',
      '--keep rhythm',
      'Keep the melody itself',
    );
  if (isRolled && parts.every((role) => locks.roles.has(role)))
    throw invalid(
      'Every part is kept: nothing is left to compose anew',
      `--keep ${keep.join(',')}`,
      'Keep less, or change an attribute',
    );
  checkBars(bars, piece);
  checkAttributes(attributes, keep, brief, parts);
}

/** What cannot be asked of music that changes over time or meets moments. */
function checkArc({ extend, score, attributes }: AskedRevision, piece: ArcPiece): void {
  if (extend !== undefined)
    throw invalid(
      'The take changes over time: it ends where its sections end',
      `--extend ${extend}`,
      'Give the cue a longer duration or one section more, and compose it',
    );
  const roles = piece.score.parts.map(({ role }) => role);
  const twice = roles.find((role, i) => roles.indexOf(role) !== i);
  if (twice !== undefined && (score !== undefined || attributes.instruments !== undefined))
    throw invalid(
      `The ${twice} changes its instrument in this take: a track does not say which of them it is for`,
      score ?? '--instruments',
      'Change the instruments of its sections in the cue',
    );
}

function checkBars(bars: AskedRevision['bars'], { score }: AnyPiece): void {
  if (bars === undefined) return;
  const [from, to] = bars;
  if (from >= 1 && from <= to && to <= score.bars) return;
  throw invalid(
    from > to || from < 1 ? 'There are no bars in this range' : `The take ends with bar ${score.bars}`,
    `--bars ${from}-${to}`,
    `Give first and last bar within 1-${score.bars}; --extend adds bars`,
  );
}

function checkAttributes(
  attributes: GivenAttributes,
  keep: readonly KeepName[],
  brief: Brief,
  parts: readonly string[],
): void {
  const { key, instruments } = attributes;
  const locks = readLocks(keep);
  const tuned = [...locks.roles].filter((role) => role !== 'percussion');
  const old = brief.attributes.key.value;
  const isOtherKey = key !== undefined && key !== old;
  if (isOtherKey && (tuned.length > 0 || keep.includes('harmony')))
    throw invalid(
      `What is kept is in ${old}, and cannot be kept in ${key}`,
      `--keep ${keep.join(',')} --key ${key}`,
      'Leave one of them out; without --keep the take is moved into the key note for note',
    );
  const unknown = (instruments ?? []).find(({ role }) => !parts.includes(role));
  if (unknown !== undefined)
    throw invalid(
      `The take has no ${unknown.role} to give an instrument to`,
      `--instruments ${unknown.role}`,
      `Name players of its parts: ${parts.join(', ')}`,
    );
}

/** Attributes that have the value already, of all that are given. */
export function unchanged(attributes: GivenAttributes, brief: Brief): AttributeName[] {
  const names = Object.keys(attributes) as AttributeName[];
  return names.filter(
    (name) => JSON.stringify(attributes[name]) === JSON.stringify(brief.attributes[name].value),
  );
}

function told(keep: readonly string[], attributes: readonly string[]): string {
  const kept = keep.length === 0 ? [] : [`--keep ${keep.join(',')}`];
  return [...kept, ...attributes.map((name) => `--${name}`)].join(', ');
}

function usage(what: string, subject: string, next: string): LeitmotifError {
  return new LeitmotifError('usage', { what, subject, next });
}

function invalid(what: string, subject: string, next: string): LeitmotifError {
  return new LeitmotifError('setting-invalid', { what, subject, next });
}
