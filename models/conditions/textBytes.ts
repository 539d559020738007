/** Bytes of a text file become a string: UTF-8, UTF-16 with a byte order mark, and what is left as Latin-1. */

/** A decoded text. */
export interface DecodedText {
  text: string;
  encoding: 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';
  /** What the person should know, as full sentences. */
  notes: string[];
}

/**
 * Decodes text. Never fails; ask {@link looksBinary} first.
 *
 * A UTF-8 file with a few damaged bytes stays UTF-8: reading it as Latin-1 would spoil every other letter of it.
 */
export function decodeTextBytes(bytes: Uint8Array): DecodedText {
  const mark = byteOrderMark(bytes);
  if (mark !== undefined) return { text: new TextDecoder(mark).decode(bytes), encoding: mark, notes: [] };
  const lenient = new TextDecoder('utf-8').decode(bytes);
  const damaged = countOf(lenient, /\ufffd/g) - countSequence(bytes, [0xef, 0xbf, 0xbd]);
  if (damaged <= 0) return { text: lenient, encoding: 'utf-8', notes: [] };
  const intact = countOf(lenient, /[^\0-\x7f\ufffd]/gu);
  if (damaged * 10 <= intact) {
    const notes = [`${damaged} damaged ${damaged === 1 ? 'character' : 'characters'} could not be read.`];
    return { text: lenient, encoding: 'utf-8', notes };
  }
  return {
    text: new TextDecoder('windows-1252').decode(bytes),
    encoding: 'windows-1252',
    notes: ['The text is not UTF-8; it was read as Latin-1 (Windows-1252).'],
  };
}

/** More than one NUL or control byte in a hundred, outside UTF-16 with its mark: this was never a text. */
export function looksBinary(bytes: Uint8Array): boolean {
  if (byteOrderMark(bytes)?.startsWith('utf-16') === true) return false;
  const head = bytes.subarray(0, 65_536);
  let controls = 0;
  for (const byte of head) {
    const isLayout = (byte >= 9 && byte <= 13) || byte === 0x1b || byte === 0x1a;
    if (byte < 32 && !isLayout) controls++;
  }
  return controls * 100 > head.length && controls > 3;
}

function byteOrderMark(bytes: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' | undefined {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8';
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return undefined;
}

function countOf(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

/** How often a replacement character truly stands in the file. */
function countSequence(bytes: Uint8Array, sequence: readonly number[]): number {
  const content = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const wanted = Buffer.from(sequence);
  let count = 0;
  for (let at = content.indexOf(wanted); at >= 0; at = content.indexOf(wanted, at + 3)) count++;
  return count;
}
