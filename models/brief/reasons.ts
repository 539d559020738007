/** Clauses that say why an attribute has its value. */
import type { AttributeName } from '../../bridge/protocol/attributes.ts';
import type { AttributeSource } from '../../bridge/protocol/brief.ts';
import type { Cue } from '../../bridge/protocol/cue.ts';
import type { Fact } from './caption/captionFacts.ts';
import type { HeardFact } from './heardOutright.ts';
import type { FusedLeaning } from './fuseLeanings.ts';
import type { Scene } from './scene.ts';
import type { SceneKnowledge } from './sceneKnowledge.ts';

/** Where a value came from, how sure it is, and why. */
export interface Grounds {
  source: AttributeSource;
  /** 0…1. */
  confidence: number;
  reason: string;
}

/** Given by an option or the cue. */
export const givenGrounds: Grounds = { source: 'explicit', confidence: 1, reason: 'given outright' };

/** Taken from the project of a DAW. */
function dawGrounds(title: string): Grounds {
  return { source: 'daw', confidence: 1, reason: `taken from the project in ${title}` };
}

/** What was given and is what the DAW said is the DAW's; a value that was changed since is the person's. */
export function withDaw<N extends AttributeName>(
  grounds: Readonly<Record<N, Grounds>>,
  values: Readonly<Record<N, unknown>>,
  fromDaw: Cue['fromDaw'],
): Record<N, Grounds> {
  if (fromDaw === undefined) return { ...grounds };
  const said: Partial<Record<string, unknown>> = fromDaw.attributes;
  const isDaws = (name: N): boolean =>
    grounds[name].source === 'explicit' && JSON.stringify(said[name]) === JSON.stringify(values[name]);
  const names = Object.keys(grounds) as N[];
  return Object.fromEntries(
    names.map((name) => [name, isDaws(name) ? dawGrounds(fromDaw.title) : grounds[name]]),
  ) as Record<N, Grounds>;
}

/** Said in a caption. */
export function saidGrounds(fact: Pick<Fact<unknown>, 'text' | 'confidence'>, negated = false): Grounds {
  const words = negated ? `refuses "${fact.text}"` : `says "${fact.text}"`;
  return { source: 'caption', confidence: fact.confidence, reason: `the caption ${words}` };
}

/** Heard in a reference. */
export function heardGrounds({ confidence, reason }: HeardFact<unknown>): Grounds {
  return { source: 'reference', confidence, reason };
}

/** Follows from other values. */
export function fittedGrounds(reason: string): Grounds {
  return { source: 'fitted', confidence: 1, reason };
}

/** The style's own. */
export function defaultGrounds(reason: string): Grounds {
  return { source: 'default', confidence: 0.3, reason };
}

/**
 * Read from the conditions. `scene` is the one that spoke for the value, the strongest one unless told; `isVisible` is
 * true for what the eye and the ear speak of, too, `isHeard` for what the ear alone does.
 */
export function readGrounds(
  fused: FusedLeaning,
  knowledge: SceneKnowledge,
  options: { scene?: Scene | undefined; isVisible?: boolean; isHeard?: boolean; share?: number } = {},
): Grounds {
  const [strongest] = fused.scenes;
  const scene = options.scene ?? (strongest === undefined ? undefined : knowledge.scenes[strongest.index]);
  const clauses = [
    scene === undefined ? '' : `scene "${sceneName(scene)}"`,
    options.isVisible === true ? fused.visualClause : '',
    options.isVisible === true || options.isHeard === true ? fused.heardClause : '',
  ].filter((clause) => clause !== '');
  if (clauses.length === 0) return defaultGrounds('nothing speaks for another value');
  const confidence = Math.min(0.95, (0.3 + 0.6 * fused.confidence) * (0.6 + 0.4 * (options.share ?? 1)));
  return { source: fused.source, confidence, reason: clauses.join(' and ') };
}

/** The scene's plain words for itself: short and whole, where its sentence is long. */
function sceneName({ scene, words }: Scene): string {
  const plain = scene.replace(/[.!?]+$/u, '');
  return plain.length <= 60 ? plain : words.slice(0, 2).join(', ');
}
