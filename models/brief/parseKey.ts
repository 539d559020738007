/** Reads a key that stands by itself, as an option or a cue gives it. */
import { captionText } from './caption/captionText.ts';
import { readKeys } from './caption/readKeys.ts';
import type { KeyName } from './keyName.ts';

/**
 * The key that a text names, as a whole and nothing else: `parseKey('fis-Moll')` → `F# minor`,
 * `parseKey('E# minor')` → `F minor`. A tonic by itself is a major key, as musicians write it.
 * @returns the contract's spelling; undefined where the text is no key.
 */
export function parseKey(text: string): string | undefined {
  const key = readKeyName(text);
  return key && `${key.tonic} ${key.mode}`;
}

/** As {@link parseKey}, with the name that was asked where we spell it otherwise. */
export function readKeyName(text: string): KeyName | undefined {
  const asked = text.trim();
  // A lower-case letter by itself is read too: `d minor`, `d`.
  const caption = captionText(`key of ${asked}`);
  const [fact] = readKeys(caption, []);
  const tonic = fact?.value.tonic;
  if (fact === undefined || tonic === undefined || fact.text !== asked) return undefined;
  const { respelledFrom } = fact.value;
  return { tonic, mode: fact.value.mode ?? 'major', ...(respelledFrom !== undefined && { respelledFrom }) };
}
