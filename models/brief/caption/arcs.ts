/** Tells an arc over time ("starts slow, then fast") from a contradiction ("fast and slow"). */
import { phraseAt, phraseTable } from './phraseTable.ts';
import type { CaptionText } from './captionText.ts';
import type { Fact } from './captionFacts.ts';

const turns = phraseTable(
  [
    ...[
      'then',
      'later',
      'finally',
      'afterwards',
      'eventually',
      'gradually',
      'slowly becoming',
      'until',
      'before',
    ],
    ...[
      'builds',
      'building',
      'build',
      'becoming',
      'becomes',
      'become',
      'growing',
      'grows',
      'grow',
      'turning',
      'turns',
    ],
    ...[
      'accelerating',
      'accelerates',
      'accelerando',
      'speeding up',
      'speeds up',
      'slowing',
      'slows',
      'ritardando',
    ],
    ...[
      'to',
      'into',
      'gives way to',
      'giving way to',
      'leading to',
      'ending',
      'ends',
      'end',
      'evolves',
      'evolving',
    ],
    ...[
      'rising',
      'rises',
      'drops',
      'dropping',
      'returns',
      'middle section',
      'climax',
      'second half',
      'chorus',
    ],
    ...[
      'dann',
      'spater',
      'puis',
      'poi',
      'luego',
      'despues',
      'after',
      'changes',
      'shifts',
      'moves',
      'alternating',
    ],
    ...[
      'at the end',
      'towards the end',
      'in the end',
      'switches',
      'changing',
      'shifting',
      'moving',
      'picks up',
      '→',
    ],
  ].map((phrase) => [phrase, true] as const),
);

const openings = phraseTable(
  [
    ...[
      'starts',
      'starting',
      'start',
      'begins',
      'beginning',
      'begin',
      'opens',
      'opening',
      'at first',
      'first',
      'from',
    ],
    ...[
      'intro',
      'introduction',
      'initially',
      'zuerst',
      "d'abord",
      'prima',
      'primero',
      'alternates',
      'alternating',
    ],
  ].map((phrase) => [phrase, true] as const),
);

/** True where the words before or between two facts say that one follows the other. */
export function isArc(caption: CaptionText, first: Fact<unknown>, second: Fact<unknown>): boolean {
  for (let i = 0; i < caption.tokens.length; i++) {
    const token = caption.tokens[i];
    if (token === undefined || token.start >= second.start) return false;
    if (token.start < first.start && phraseAt(caption.tokens, i, openings)) return true;
    if (token.start >= first.end && phraseAt(caption.tokens, i, turns)) return true;
  }
  return false;
}
