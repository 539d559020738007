/**
 * A brief over time: what its scenes, sections and keyframes ask for, as keyframes with source and reason.
 *
 *   scenes ─► values of each ─► keyframes where they differ ◄── the cue's own keyframes, which win
 *                           └─► sections of the brief
 */
import { attributeNames } from '../../../bridge/protocol/attributes.ts';
import { inOrder } from '../../../bridge/protocol/keyframes.ts';
import { arcScenes, hasScenes } from './arcScenes.ts';
import { checkArc } from './checkArc.ts';
import { movingAttributes, sceneValues } from './sceneValues.ts';
import type { Brief, BriefKeyframe } from '../../../bridge/protocol/brief.ts';
import type { Cue, CueSection } from '../../../bridge/protocol/cue.ts';
import type { Reading } from '../../perception/reading.ts';
import type { SceneKnowledge } from '../sceneKnowledge.ts';
import type { ArcReadings, ArcScene } from './arcScenes.ts';
import type { SceneValues } from './sceneValues.ts';

/** What a brief is unfolded from. */
export interface UnfoldRequest {
  brief: Brief;
  readings: readonly Reading[];
  arc: ArcReadings;
  cue: Cue;
  knowledge: SceneKnowledge;
}

/** True where a cue asks for music that changes over time or meets moments. */
export function isUnfolding(cue: Cue): boolean {
  return hasScenes(cue) || cue.hits.length > 0 || Object.keys(cue.keyframes).length > 0;
}

/**
 * The brief with all that changes; the same brief where nothing does.
 *
 * @throws LeitmotifError `brief-impossible` for what lies past the end, `attribute-invalid` and `attribute-out-of-range` for keyframes
 *   that have no such value.
 */
export function unfoldBrief({ brief, readings, arc, cue, knowledge }: UnfoldRequest): Brief {
  if (!isUnfolding(cue)) return brief;
  const notes = checkArc(brief, cue);
  const seconds = brief.attributes.seconds.value;
  const scenes = arcScenes({ cue, readings, arc, knowledge, seconds });
  const values = sceneValues({ scenes, brief, readings, cue, knowledge });
  const keyframes = { ...sceneKeyframes(scenes, values), ...givenKeyframes(cue) };
  const told = cue.unfold !== undefined && scenes.length === 0 && cue.sections.length === 0;
  const even = told ? ['The feeling does not turn enough for several scenes: it is scored as one'] : [];
  return {
    ...brief,
    notes: [...new Set([...brief.notes, ...notes, ...even])],
    sections: cue.sections.length > 0 || scenes.length === 0 ? brief.sections : scenes.map(sectionOf),
    ...(Object.keys(keyframes).length === 0 ? {} : { keyframes }),
  };
}

function sectionOf({ id, label, start }: ArcScene): CueSection {
  return { id, label, start };
}

/** One keyframe a scene for every attribute that is not the same in all of them; it holds until the next. */
function sceneKeyframes(
  scenes: readonly ArcScene[],
  values: readonly SceneValues[],
): NonNullable<Brief['keyframes']> {
  const entries = movingAttributes.flatMap((name) => {
    const differs = values.some((own) => own[name].value !== values[0]?.[name].value);
    if (!differs) return [];
    const frames = scenes.flatMap(({ start }, i): BriefKeyframe[] => {
      const own = values[i]?.[name];
      return own === undefined ? [] : [{ seconds: i === 0 ? 0 : start, curve: 'hold', ...own }];
    });
    return [[name, frames] as const];
  });
  return Object.fromEntries(entries);
}

function givenKeyframes({ keyframes }: Cue): NonNullable<Brief['keyframes']> {
  const entries = attributeNames.flatMap((name) => {
    const own = keyframes[name];
    if (own === undefined) return [];
    const frames = inOrder(own).map((frame): BriefKeyframe => ({
      ...frame,
      source: 'explicit',
      reason: 'given outright',
    }));
    return [[name, frames] as const];
  });
  return Object.fromEntries(entries);
}
