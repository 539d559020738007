/**
 * Stories in several wordings. The wordings of testing are others than those of training and validation, so that a text of
 * testing cannot occur in training even where two scenes share their words.
 */
import type { SeededRandom } from '../../../bridge/protocol/seededRandom.ts';
import type { Split } from '../split.ts';

/** What a story is told from. */
export interface StoryFacts {
  /** A sentence about the situation, unique to its scene. */
  sentence?: string;
  /** Plain words for what is there, the plainest first. */
  words: readonly string[];
  /** One word for the feeling. */
  mood: string;
}

interface Told {
  sentence: string;
  words: readonly [string, ...string[]];
  mood: string;
}

/** Wordings that tell a sentence, and those that tell words. */
interface Wordings {
  sentence: readonly ((told: Told) => string)[];
  words: readonly ((told: Told) => string)[];
}

const training: Wordings = {
  sentence: [
    ({ sentence }) => sentence,
    ({ sentence, mood }) => `A ${mood} moment: ${sentence}`,
    ({ sentence }) => `The story so far: ${sentence}`,
    ({ sentence, mood }) => `${sentence} Everything is ${mood}.`,
  ],
  words: [
    ({ words }) => `${words.join(', ')}.`,
    ({ words }) => `A picture of ${together(words.slice(0, 3))}.`,
    ({ words, mood }) => `Scene: ${words.slice(0, 4).join(', ')}. Mood: ${mood}.`,
    ({ words, mood }) => `It feels ${mood} here, with ${together(words.slice(0, 2))}.`,
  ],
};

const testing: Wordings = {
  sentence: [
    ({ sentence }) => `In this part of the film: ${sentence}`,
    ({ sentence, mood }) => `Page one. ${sentence} The reader is to feel ${mood}.`,
  ],
  words: [
    ({ words, mood }) => `Imagine ${together(words.slice(0, 3))}, all of it ${mood}.`,
    ({ words, mood }) => `A storyboard panel with ${together(words.slice(0, 4))}; one feels ${mood}.`,
  ],
};

/** Up to `count` different stories of a split; none where nothing is known. */
export function wordStories(
  { sentence, words: [first, ...rest], mood }: StoryFacts,
  split: Split,
  count: number,
  random: SeededRandom,
): string[] {
  const wordings = split === 'test' ? testing : training;
  const told: Told = { sentence: sentence ?? '', words: [first ?? '', ...rest], mood };
  const texts = [
    ...(sentence === undefined ? [] : wordings.sentence.map((wording) => wording(told))),
    ...(first === undefined ? [] : wordings.words.map((wording) => wording(told))),
  ];
  return drawTexts(texts, count, random);
}

/** Up to `count` of the texts that are there, each once, in the order in which they are drawn. */
export function drawTexts(texts: readonly string[], count: number, random: SeededRandom): string[] {
  const left = [...new Set(texts)];
  const drawn: string[] = [];
  while (drawn.length < count && left.length > 0) drawn.push(...left.splice(random.below(left.length), 1));
  return drawn;
}

/** "a, b and c" */
export function together(items: readonly string[]): string {
  const last = items.at(-1) ?? '';
  return items.length < 2 ? last : `${items.slice(0, -1).join(', ')} and ${last}`;
}

/** With its first letter as a capital. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
