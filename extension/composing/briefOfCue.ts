/** The last brief of a cue, and whether the cue has changed since. */
import type { Brief } from '../../bridge/protocol/brief.ts';
import type { Condition, Cue } from '../../bridge/protocol/cue.ts';
import type { CuePanelState } from '../../bridge/protocol/panels/cuePanel.ts';

/** A brief with what it was made from. */
export interface BriefOfCue {
  value: Brief;
  provider: string;
  /** {@link askedOf} the cue it was made from. */
  asked: string;
}

/** What a brief depends on beside the conditions: all of a cue but its title, takes and seed. */
const askedFields = [
  'description',
  'attributes',
  'unfold',
  'fromDaw',
  'keyframes',
  'sections',
  'hits',
  'themes',
  'locks',
  'engine',
] as const satisfies readonly (keyof Cue)[];

/** All of a cue that its brief depends on, as text to compare. */
export function askedOf(cue: Cue): string {
  const asked = Object.fromEntries(askedFields.map((field) => [field, cue[field]]));
  return JSON.stringify([cue.conditions.map(withoutText), sorted(asked)]);
}

/** As the panel shows it. */
export function briefView(
  brief: BriefOfCue | undefined,
  cue: Cue | undefined,
): NonNullable<CuePanelState['brief']> | undefined {
  if (brief === undefined) return undefined;
  const { value, provider, asked } = brief;
  return { value, provider, isStale: cue === undefined || askedOf(cue) !== asked };
}

/** A recipe has the texts of story files written into it: the path says which file that was. */
function withoutText(condition: Condition): unknown {
  if (condition.kind !== 'story' || condition.path === undefined) return sorted(condition);
  return sorted({ ...condition, text: undefined });
}

/** The same value with its keys in order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, each]) => each !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, each]) => [key, sorted(each)]),
  );
}
