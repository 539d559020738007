/**
 * What a person changes in a cue document, one act each. The host turns each into the smallest edit of the document's
 * text, so that undo, diff and hand-editing stay what they are.
 */
import type { AttributeName, AttributeValue } from '../attributes.ts';
import type { Condition, CueSection, Hit, Lock, Theme } from '../cue.ts';
import type { Seconds } from '../units.ts';

/** An attribute with a value that the person gave. */
export type GivenAttribute = { [N in AttributeName]: { name: N; value: AttributeValue<N> } }[AttributeName];

/** One act of editing. */
export type CueEdit =
  | { kind: 'set-title'; title: string }
  /** The one caption or story that the panel has a field for; an empty text removes the condition. */
  | { kind: 'set-text'; of: 'caption' | 'story'; text: string }
  | { kind: 'set-alt'; condition: string; alt: string }
  | { kind: 'set-weight'; condition: string; weight: number }
  | { kind: 'remove-condition'; condition: string }
  | { kind: 'move-condition'; condition: string; to: number }
  | { kind: 'add-conditions'; conditions: Condition[] }
  /** An empty text gives the description back to the brief. */
  | { kind: 'set-description'; text: string }
  /** Sets an attribute outright: from now on it wins over anything inferred. */
  | ({ kind: 'set-attribute' } & GivenAttribute)
  /** Several at once, as one step of undo: valence and arousal of the pad. */
  | { kind: 'set-attributes'; attributes: GivenAttribute[] }
  /** Gives an attribute back to the brief. */
  | { kind: 'reset-attribute'; name: AttributeName }
  | { kind: 'reset-all-attributes' }
  | { kind: 'set-seed'; seed: number | undefined }
  | { kind: 'put-section'; section: CueSection }
  | { kind: 'put-hit'; hit: Hit }
  | { kind: 'put-theme'; theme: Theme }
  | { kind: 'put-lock'; lock: Lock }
  | { kind: 'remove-entry'; of: 'sections' | 'hits' | 'themes' | 'locks'; id: string }
  | {
      kind: 'put-keyframe';
      name: AttributeName;
      seconds: Seconds;
      value: number | string;
      curve: 'hold' | 'linear' | 'ease';
    }
  | { kind: 'remove-keyframe'; name: AttributeName; seconds: Seconds }
  | { kind: 'rename-take'; take: string; name: string }
  | { kind: 'star-take'; take: string; starred: boolean };
