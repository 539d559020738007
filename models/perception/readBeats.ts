/** The beats of a story: its passages in order, finer than for one mood of the whole, to find where it turns. */
import { excerpts, storyPassages } from './storyPassages.ts';
import type { TextEncodingOptions } from './textEncoder.ts';
import type { Passage } from './reading.ts';
import type { TextReader } from './readStory.ts';

/** A short story is read sentence by sentence: from so many characters on a beat ends. */
const sentence = 40;
/** Characters of a story that is short. */
const short = 2400;
const mostRead = 50_000;

/**
 * Reads the beats of a story, in order; weights by length, adding up to 1.
 *
 * @throws LeitmotifError those of the encoder: `text-empty`, `inference-failed`, `cancelled`.
 */
export async function readBeats(
  text: string,
  encoder: TextReader,
  options: TextEncodingOptions = {},
): Promise<Passage[]> {
  const spans = excerpts(text.length < short ? storyPassages(text, sentence) : storyPassages(text), mostRead);
  const encoded = await encoder.encodeWindows(
    spans.map((span) => span.text),
    options,
  );
  const lengths = spans.map(({ start, end }) => end - start);
  const total = lengths.reduce((sum, length) => sum + length, 0);
  return spans.flatMap((span, i) => {
    const windows = encoded[i]?.windows ?? [];
    // The span's own ends: windows leave out blanks and marks, and the gap between beats tells paragraphs.
    return windows.map(({ text: words, embedding, start, end }, part) => ({
      text: words,
      embedding,
      weight: (lengths[i] ?? 0) / total / windows.length,
      start: part === 0 ? span.start : span.start + start,
      end: part === windows.length - 1 ? span.end : span.start + end,
    }));
  });
}
