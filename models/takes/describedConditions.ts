/** What a cue is made from beside its conditions: its description, and where there is nothing else the words of its sections. */
import type { Condition, Cue } from '../../bridge/protocol/cue.ts';

/** Counts twice as much as a caption: it was written with the brief in view. */
const weight = 2;

/** The conditions of a cue, and its description as a caption behind them. */
export function describedConditions(cue: Cue): Condition[] {
  const { description } = cue;
  const conditions = toldConditions(cue);
  if (description === undefined || description.trim() === '') return conditions;
  const id = freeId('description', conditions);
  return [...conditions, { kind: 'caption', id, text: description, weight }];
}

/** Where no condition counts, the words of the sections are the story. */
function toldConditions({ conditions, sections }: Cue): Condition[] {
  const words = sections.flatMap(({ words: own }) => (own === undefined ? [] : [own]));
  if (words.length === 0 || conditions.some((condition) => condition.weight > 0)) return conditions;
  return [...conditions, { kind: 'story', id: freeId('arc', conditions), text: words.join('. '), weight: 1 }];
}

function freeId(wanted: string, conditions: readonly Condition[]): string {
  let id = wanted;
  while (conditions.some((condition) => condition.id === id)) id += '+';
  return id;
}
