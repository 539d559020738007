/** What was found in a reference becomes a reading: its sound in words, embedded, beside what was heard. */
import type { TextReader } from './readStory.ts';
import type { HeardMusic, ReferenceReading } from './referenceReading.ts';
import type { Reading } from './reading.ts';
import type { TextEncodingOptions } from './textEncoder.ts';

/**
 * Makes the reading of a reference. One of which no words are known has no passages.
 *
 * @param name what a person calls the reference: the name of its file
 * @throws LeitmotifError those of the encoder: `inference-failed`, `cancelled`
 */
export async function readingOfReference(
  found: ReferenceReading,
  name: string,
  encoder: TextReader,
  options: TextEncodingOptions = {},
): Promise<Reading> {
  const { condition, kind, weight, description, notes, summary } = found;
  const encoded = description === '' ? [] : await encoder.encodeWindows([description], options);
  const windows = encoded[0]?.windows ?? [];
  return {
    ...{ condition, kind, weight, notes, summary },
    passages: windows.map(({ embedding }) => ({
      text: description,
      embedding,
      weight: 1 / windows.length,
    })),
    words: [],
    understood: 1,
    heard: heardMusic(found, name),
  };
}

function heardMusic(found: ReferenceReading, name: string): HeardMusic {
  const { tempo, key, meter, loudness, brightness, register, dynamics, density, hints } = found;
  const perhaps = { tempo, key, meter, loudness, brightness, register, dynamics };
  const known = Object.entries(perhaps).filter(([, value]) => value !== undefined);
  return { name, density, hints, ...(Object.fromEntries(known) as Partial<HeardMusic>) };
}
