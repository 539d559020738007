/** The beats of a story: its passages in order, finer than for one mood of the whole, to find where it turns. */
import { excerpts, storyPassages } from './storyPassages.ts';
import type { TextEncodingOptions } from './textEncoder.ts';
import type { Passage } from './reading.ts';
import type { TextReader } from './readStory.ts';

/** A short story is read sentence by sentence: from so many characters on a beat ends. */
const sentence = 60;
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
    return windows.map((window) => ({
      text: window.text,
      embedding: window.embedding,
      weight: (lengths[i] ?? 0) / total / windows.length,
      start: span.start + window.start,
      end: span.start + window.end,
    }));
  });
}
