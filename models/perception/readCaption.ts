/** A caption becomes a reading. What it says outright (tempo, key, instruments) is the brief's to parse. */
import { beginning, understandingOf } from './readStory.ts';
import type { TextEncodingOptions } from './textEncoder.ts';
import type { Reading } from './reading.ts';
import type { TextOfCue, TextReader } from './readStory.ts';

/**
 * Reads a caption: one passage for each window the encoder takes, nearly always one.
 *
 * @throws LeitmotifError those of the encoder: `text-empty`, `inference-failed`, `cancelled`.
 */
export async function readCaption(
  caption: TextOfCue,
  encoder: TextReader,
  options: TextEncodingOptions = {},
): Promise<Reading> {
  const { text, notes } = caption.content;
  const encoded = await encoder.encodeWindows([text], options);
  const windows = encoded[0]?.windows ?? [];
  const total = windows.reduce((sum, { start, end }) => sum + end - start, 0);
  const { understood, note } = understandingOf(text, [{ text }], encoded);
  return {
    condition: caption.id,
    kind: 'caption',
    weight: caption.weight,
    passages: windows.map((window) => ({ ...window, weight: (window.end - window.start) / total })),
    words: [],
    text,
    understood,
    notes: note === undefined ? notes : [...notes, note],
    summary: `asked for: “${beginning(text)}”`,
  };
}
