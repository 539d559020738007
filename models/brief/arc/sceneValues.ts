/**
 * The attributes of each scene, read as a brief of its own is and kept to the one piece: the same style, band and meter, keys that are
 * related, tempi within reach of each other.
 */
import { answersFrom } from '../saidOutright.ts';
import { composeAttributes } from '../composeAttributes.ts';
import { inCanonicalOrder } from '../canonicalOrder.ts';
import { leaningOf } from '../leaning.ts';
import { modeOf, relatedKey } from './relatedKey.ts';
import { isUnfolded } from './arcScenes.ts';
import type { AttributeName, AttributeValue } from '../../../bridge/protocol/attributes.ts';
import type { AttributeSource, Brief } from '../../../bridge/protocol/brief.ts';
import type { Cue } from '../../../bridge/protocol/cue.ts';
import type { BeatsPerMinute } from '../../../bridge/protocol/units.ts';
import type { Reading } from '../../perception/reading.ts';
import type { ComposedAttributes } from '../composeAttributes.ts';
import type { SceneKnowledge } from '../sceneKnowledge.ts';
import type { ArcScene } from './arcScenes.ts';

/** Attributes that may change from scene to scene. */
export const movingAttributes = [
  'tempo',
  'key',
  'meter',
  'valence',
  'arousal',
  'tension',
  'density',
  'brightness',
  'dynamics',
  'register',
  'style',
] as const satisfies readonly AttributeName[];
/** One of the {@link movingAttributes}. */
export type MovingAttribute = (typeof movingAttributes)[number];

/** A value of a scene with its grounds. */
export interface SceneValue {
  value: number | string;
  source: AttributeSource;
  reason: string;
}

/** The values of a scene. */
export type SceneValues = Record<MovingAttribute, SceneValue>;

/** What scenes are valued in. */
export interface ValuesRequest {
  scenes: readonly ArcScene[];
  /** Of the whole. */
  brief: Brief;
  readings: readonly Reading[];
  cue: Pick<Cue, 'attributes' | 'unfold'>;
  knowledge: SceneKnowledge;
}

/** An inferred tempo stays within these ratios of the piece's. */
const tempoReach = [0.7, 1.45] as const;

/** Values every scene. */
export function sceneValues({ scenes, brief, readings, cue, knowledge }: ValuesRequest): SceneValues[] {
  const shared = readings.filter((reading) => !isUnfolded(reading, cue.unfold));
  return scenes.map((scene) => {
    const own = scene.readings.length > 0 ? [...scene.readings, ...captionsOf(shared)] : readings;
    const leanings = inCanonicalOrder(own).map((reading) => leaningOf(reading, knowledge));
    const given = { ...cue.attributes, ...scene.given };
    const composed = composeAttributes({ leanings, said: answersFrom(leanings), given, knowledge });
    return keptToPiece(scene, composed, brief);
  });
}

/** What captions say holds for all scenes; what other conditions show is in the whole already. */
function captionsOf(readings: readonly Reading[]): Reading[] {
  return readings.filter(({ kind }) => kind === 'caption');
}

function keptToPiece(scene: ArcScene, { values, grounds }: ComposedAttributes, brief: Brief): SceneValues {
  const whole = brief.attributes;
  const valueOf = (name: MovingAttribute): SceneValue => {
    if (scene.given[name] !== undefined)
      return { value: scene.given[name], source: 'explicit', reason: `${scene.reason} says so` };
    const isSaid = grounds[name].source === 'caption' && isOfScene(scene, grounds[name].reason);
    const source = grounds[name].source;
    const reason = `${scene.reason}: ${grounds[name].reason}`;
    if (isSaid) return { value: values[name], source, reason };
    switch (name) {
      case 'style':
      case 'meter':
        return { value: whole[name].value, source: 'fitted', reason: 'the piece stays one' };
      case 'tempo':
        return { value: tempoNear(values.tempo, brief), source, reason };
      case 'key': {
        if (isOutright(brief, 'key'))
          return { value: whole.key.value, source: whole.key.source, reason: whole.key.reason };
        const brighter = values.valence - whole.valence.value;
        const value = relatedKey(whole.key.value, modeOf(values.key), brighter);
        return { value, source, reason: `${reason}, near to ${whole.key.value}` };
      }
      default:
        return { value: values[name], source, reason };
    }
  };
  return Object.fromEntries(movingAttributes.map((name) => [name, valueOf(name)])) as SceneValues;
}

/** True where a reason quotes the words of the scene itself. */
function isOfScene({ readings }: ArcScene, reason: string): boolean {
  const quoted = /"([^"]+)"/.exec(reason)?.[1];
  return (
    quoted !== undefined &&
    readings.some(({ kind, text }) => kind === 'caption' && text?.includes(quoted) === true)
  );
}

/** A tempo that was given or said for the whole holds for all of it. */
function tempoNear(tempo: BeatsPerMinute, brief: Brief): BeatsPerMinute {
  const { value } = brief.attributes.tempo;
  if (isOutright(brief, 'tempo')) return value;
  return Math.round(Math.min(value * tempoReach[1], Math.max(value * tempoReach[0], tempo)));
}

function isOutright({ attributes }: Brief, name: AttributeName): boolean {
  const { source, confidence } = attributes[name] satisfies { value: AttributeValue<AttributeName> };
  return source === 'explicit' || (source === 'caption' && confidence >= 0.9);
}
