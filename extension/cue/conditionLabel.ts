/** What a person calls a condition: its file's name, else its first words. */
import type { Condition } from '../../bridge/protocol/cue.ts';

const longestLabel = 60;

/** The label of a condition. */
export function conditionLabel(condition: Condition): string {
  if ('path' in condition && condition.path !== undefined)
    return condition.path.split(/[\\/]/).at(-1) ?? condition.path;
  const text = 'text' in condition ? (condition.text ?? '') : '';
  const words = text.slice(0, 500).trim().replace(/\s+/g, ' ');
  const letters = Array.from(words);
  if (letters.length === 0) return condition.id;
  return letters.length <= longestLabel ? words : `${letters.slice(0, longestLabel - 1).join('')}…`;
}
