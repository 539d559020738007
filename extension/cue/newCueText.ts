/** The text of a cue document that does not exist yet. */
import { cueVersion } from '../../bridge/protocol/cue.ts';
import { settingDefaults } from '../manifest/contributed.ts';
import type { Condition, Cue } from '../../bridge/protocol/cue.ts';
import type { Seconds } from '../../bridge/protocol/units.ts';

/** Words by which a caption says a length of its own. */
const lengthWords = /\b(?:seconds?|secs?|minutes?|mins?|bars?|measures?)\b|\d:\d\d|\d ?s\b/i;

/**
 * The text, two spaces deep. `seconds` is the setting: it is written where it is not the usual length and neither the
 * contents nor a caption say one.
 */
export function newCueText(contents: Partial<Cue>, seconds: Seconds): string {
  const { title, conditions = [], description, attributes = {}, ...rest } = contents;
  const saysLength =
    attributes.seconds !== undefined ||
    attributes.bars !== undefined ||
    conditions.some((condition) => condition.kind === 'caption' && lengthWords.test(condition.text));
  const length = saysLength || seconds === settingDefaults.seconds ? {} : { seconds };
  const cue = {
    leitmotif: cueVersion,
    ...(title === undefined || title === '' ? {} : { title }),
    conditions: conditions.map(tidyCondition),
    ...(description === undefined ? {} : { description }),
    attributes: { ...attributes, ...length },
    ...rest,
  };
  return `${JSON.stringify(cue, undefined, 2)}\n`;
}

/** A condition without what is understood: the usual weight. */
export function tidyCondition(condition: Condition): Omit<Condition, 'weight'> & { weight?: number } {
  const { weight, ...rest } = condition;
  return weight === 1 ? rest : { ...rest, weight };
}
