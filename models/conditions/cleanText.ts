/** Cleans words that came from outside: what is left can be embedded, stored and printed on a terminal. */

/** A text with what was done to it. */
export interface CleanText {
  /** NFC, line feeds only, no control characters, no lone surrogates. */
  text: string;
  /** What the person should know, as full sentences. */
  notes: string[];
}

/** Everything below the space but tab and line feed, DEL, and the C1 controls. */
const controls = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]/g;
/** Invisible marks: zero-width space, word joiner, byte order mark, soft hyphen, bidirectional overrides. */
const invisible = /[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g;

/**
 * Cleans a text of any length in linear time. Joiners that scripts and emoji need are kept.
 *
 * Lone surrogates become U+FFFD; they would not survive UTF-8.
 */
export function cleanText(raw: string): CleanText {
  const notes: string[] = [];
  const nuls = raw.split('\0').length - 1;
  if (nuls > 0) notes.push(`${nuls} NUL ${nuls === 1 ? 'character was' : 'characters were'} removed.`);
  const wellFormed = raw.replace(/\p{Surrogate}/gu, '\ufffd');
  if (wellFormed !== raw) notes.push('Broken characters were replaced by a replacement character.');
  const text = wellFormed
    .replace(/\r\n?|\u2028|\u2029|\x85/g, '\n')
    .replace(controls, '')
    .replace(invisible, '')
    .normalize('NFC');
  return { text, notes };
}

/**
 * One line of words, cleaned: white space collapsed, at most `limit` characters, cut at a word where one ends near.
 *
 * @param limit - in UTF-16 code units.
 */
export function cleanLine(raw: string, limit: number): string {
  // Whatever stands far behind the limit need not be cleaned.
  const text = cleanText(raw.slice(0, limit * 4))
    .text.replace(/\s+/g, ' ')
    .trim();
  if (text.length <= limit) return text;
  const cut = text.slice(0, limit - 1).replace(/\p{Surrogate}$/u, '');
  const lastSpace = cut.lastIndexOf(' ');
  return `${lastSpace > limit * 0.8 ? cut.slice(0, lastSpace) : cut}…`;
}
