/** Encoders without models: embeddings are one-hot by the text's length, so that tests can follow them. */
import { countLetters, understandingOf } from '../../../../models/perception/textUnderstanding.ts';
import type { PictureReaders } from '../../../../models/perception/readImage.ts';
import type { TextReader } from '../../../../models/perception/readStory.ts';

/** Encodes each text as one window. */
export const fakeText: TextReader = {
  countWords: (text) => {
    const words = text.split(' ').length;
    return { words, knownWords: /[aeiou]/.test(text) ? words : 0 };
  },
  encodeWindows: (texts) =>
    Promise.resolve(
      texts.map((text) => {
        const embedding = new Float32Array(384);
        embedding[text.length % 384] = 1;
        const understanding = understandingOf({
          wordPieces: text.length,
          unknown: 0,
          words: 0,
          knownWords: 0,
          ...countLetters(text),
        });
        return { windows: [{ text, start: 0, end: text.length, embedding }], embedding, understanding };
      }),
    ),
};

/** Sees the given classes, and the rest of a thousand evenly. */
export function fakeImage(named: Record<string, number>): NonNullable<PictureReaders['image']> {
  const rest = 1 - Object.values(named).reduce((sum, probability) => sum + probability, 0);
  const top = Object.entries(named).map(([label, probability], index) => ({
    label,
    probability,
    index: 900 + index,
    synset: '',
    words: [label],
  }));
  const probabilities = Float32Array.from(
    { length: 1000 },
    (_unused, i) => top[i]?.probability ?? rest / (1000 - top.length),
  );
  return { encode: () => Promise.resolve({ features: new Float32Array(1280), probabilities, top }) };
}
