/**
 * Cuts a caption into words, numbers and symbols that remember where they stood.
 * Knows nothing of music; every expression is a single pass, so the time grows with the length of the text only.
 */

/** One word, number or symbol of a caption. */
export interface Token {
  kind: 'word' | 'number' | 'symbol';
  /** As written. */
  text: string;
  /** Lower case without accents, as the tables spell it; a number's digits; the symbol itself. */
  word: string;
  /** Character offsets in the caption: start, and one past the end. */
  start: number;
  end: number;
  /** True where no space stands between this token and the one before. */
  glued: boolean;
}

const tokenPattern =
  /(\p{L}[\p{L}\p{M}]*(?:['’](?:t|s|re|ve|ll|m)(?!\p{L}))?)|([0-9]+(?:[.,][0-9]+)?(?:e[0-9]{1,2}(?![0-9\p{L}]))?)|(\n|[^\s])/gu;

const breaks = new Set(',;.:!?()[]{}|\n—–•"“”„«»…');
const dashes = new Set('-‐‑–—−');

/** Lower case without accents, with `ß` and `œ` written out: `Flöte` → `flote`, `d’Été` → `d'ete`. */
export function foldWord(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .replaceAll('ß', 'ss')
    .replaceAll('œ', 'oe')
    .replaceAll('æ', 'ae')
    .replaceAll('’', "'");
}

/** Cuts a text into tokens. A hyphen inside a compound (`mid-tempo`) is left out; one between numbers is kept. */
export function tokenizeCaption(text: string): Token[] {
  const all = Array.from(text.matchAll(tokenPattern), (match) => toToken(match, text));
  return all.filter((token, index) => !isCompoundHyphen(token, all[index - 1], all[index + 1]));
}

/** True for a symbol that ends a clause. A missing token counts as one: the text ends there. */
export function isBreak(token: Token | undefined): boolean {
  return token === undefined || (token.kind === 'symbol' && breaks.has(token.word));
}

/** True for a hyphen or a dash. */
export function isDash(token: Token | undefined): boolean {
  return token?.kind === 'symbol' && dashes.has(token.word);
}

/** The number a token stands for; a comma counts as a decimal point (`72,5`), and `1e9` is one number. NaN where it is none. */
export function numberOf(token: Token | undefined): number {
  return token?.kind === 'number' ? Number(token.word.replace(',', '.')) : NaN;
}

function toToken(match: RegExpExecArray, text: string): Token {
  const [written, word, number] = match;
  const start = match.index;
  return {
    kind: word !== undefined ? 'word' : number !== undefined ? 'number' : 'symbol',
    text: written,
    word: word !== undefined ? foldWord(written) : written,
    start,
    end: start + written.length,
    glued: start > 0 && !/\s/u.test(text.charAt(start - 1)),
  };
}

function isCompoundHyphen(token: Token, before: Token | undefined, after: Token | undefined): boolean {
  if (!isDash(token) || !token.glued || after?.glued !== true || before === undefined) return false;
  if (before.kind === 'symbol' || after.kind === 'symbol') return false;
  return before.kind === 'word' || after.kind === 'word';
}
