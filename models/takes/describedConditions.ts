/** The description that a person wrote over the brief's own, as one more condition. */
import type { Condition, Cue } from '../../bridge/protocol/cue.ts';

/** Counts twice as much as a caption: it was written with the brief in view. */
const weight = 2;

/** The conditions of a cue, and its description as a caption behind them. */
export function describedConditions({ conditions, description }: Cue): Condition[] {
  if (description === undefined || description.trim() === '') return conditions;
  let id = 'description';
  while (conditions.some((condition) => condition.id === id)) id += '+';
  return [...conditions, { kind: 'caption', id, text: description, weight }];
}
