/** What the charged words of a text make of the feeling that its embedding carries. */
import { captionText, wordAt } from './caption/captionText.ts';
import { eventRows } from './eventWords.ts';
import { findPhrases, phraseTable } from './caption/phraseTable.ts';
import { isRefusedQuality } from './caption/negation.ts';
import { moveAffect } from './recallScenes.ts';
import type { affectNames, Feeling } from './feeling.ts';
import type { CaptionText } from './caption/captionText.ts';
import type { SceneKnowledge } from './sceneKnowledge.ts';

/** The affect that events point to, and how far they carry a text there. */
export interface EventCharge {
  affect: Record<(typeof affectNames)[number], number>;
  /** 0…1. */
  strength: number;
}

const table = phraseTable(
  eventRows.flatMap(([valence, arousal, tension, weight, words]) =>
    words
      .split(' ')
      .map((word) => [word.replaceAll('_', ' '), { valence, arousal, tension, weight }] as const),
  ),
);

/** How far a text goes that says nothing else. */
const mostStrength = 0.6;
/** This many other words weigh as much as one charged word: one murder does not make a whole page murderous. */
const dilution = 9;

/** The charge of a text's event words; undefined where it has none. Words that are refused ("nobody died") count for nothing. */
export function eventCharge(text: string): EventCharge | undefined {
  const caption = captionText(text);
  const found = findPhrases(caption.tokens, table)
    .filter(({ first }) => !isDenied(caption, first))
    .map(({ value }) => value);
  const total = found.reduce((sum, { weight }) => sum + weight, 0);
  if (total === 0) return undefined;
  const mean = (name: (typeof affectNames)[number]): number =>
    found.reduce((sum, event) => sum + event[name] * event.weight, 0) / total;
  const words = caption.tokens.filter(({ kind }) => kind === 'word').length;
  return {
    affect: { valence: mean('valence'), arousal: mean('arousal'), tension: mean('tension') },
    strength: (mostStrength * total) / (total + Math.max(0, words - found.length) / dilution),
  };
}

/** The feeling moved by the event words of a text, with the dimensions that go along. */
export function withEvents(knowledge: SceneKnowledge, feeling: Feeling, text: string): Feeling {
  const charge = eventCharge(text);
  if (charge === undefined) return feeling;
  const toward = (name: (typeof affectNames)[number]): number =>
    feeling[name] + (charge.affect[name] - feeling[name]) * charge.strength;
  return moveAffect(knowledge, feeling, {
    valence: toward('valence'),
    arousal: toward('arousal'),
    tension: toward('tension'),
  });
}

/** "nobody" and "no one" deny what follows them as "no" and "not" do. */
const nobody = new Set(['nobody', 'none']);

function isDenied(caption: CaptionText, index: number): boolean {
  if (isRefusedQuality(caption, index)) return true;
  return [1, 2].some((back) => nobody.has(wordAt(caption, index - back)));
}
