/** A caption, what the person says outright about the music, becomes one clean text. */
import { cleanText } from './cleanText.ts';
import { identify } from './inputFile.ts';
import { checkLength } from './storyText.ts';
import type { TextCondition } from './storyText.ts';

/** Longest caption in characters (UTF-16 code units), as in the cue document. */
export const maxCaptionLength = 10_000;

/**
 * Reads a caption. Markdown is left alone: `C# minor` and `*` are words here.
 *
 * @throws LeitmotifError `text-empty`, `text-too-long`.
 */
export function readCaptionText(raw: string): TextCondition {
  const clean = cleanText(raw);
  const text = clean.text.trim();
  checkLength(text, maxCaptionLength, 'the caption');
  return { ...identify(Buffer.from(raw)), text, notes: clean.notes };
}
