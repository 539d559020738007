import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Tokenizer } from '@huggingface/tokenizers';
import { LeitmotifError } from '../../bridge/protocol/errors.ts';
import type { Pack } from '../runtime/packStore.ts';

/** The part of the tokenizer library that is used here. */
export interface WordPieceTokenizer {
  encode(text: string, options?: { add_special_tokens?: boolean }): { ids: number[]; tokens: string[] };
  token_to_id(token: string): number | undefined;
}

/** The library's own declarations name their files without endings, which NodeNext cannot follow. */
const LibraryTokenizer = Tokenizer as unknown as new (content: object, config: object) => WordPieceTokenizer;

/** Words whose counts are remembered; a story of 200,000 characters has fewer different ones. */
const maxRememberedWords = 50_000;

/** Letters of a stem; letters of a compound and, on average, of its pieces. By eye over 60 words. */
const knownStem = 4;
const longWord = 7;
const knownPiece = 2.9;
/** English endings as word pieces. */
const suffixes: ReadonlySet<string> = new Set(
  's es ed d ing ly er ers est y ness less like ful ish al ous ic'.split(' ').map((ending) => `##${ending}`),
);

/**
 * The word pieces of a pack's tokenizer.
 *
 * It is fed with any string: lone surrogates, NUL and other control characters are blanked first, one code unit
 * for one, so offsets into the blanked text are offsets into the text.
 */
export class TextTokenizer {
  /** The most word pieces the model takes at once, the two special ones included. */
  readonly maxTokens: number;
  readonly #tokenizer: WordPieceTokenizer;
  readonly #unknownId: number | undefined;
  readonly #counts = new Map<string, number>();
  readonly #known = new Map<string, boolean>();

  constructor(tokenizer: WordPieceTokenizer, maxTokens: number) {
    this.#tokenizer = tokenizer;
    this.maxTokens = maxTokens;
    this.#unknownId = tokenizer.token_to_id('[UNK]');
  }

  /** Word pieces of a text, special ones around it: at least two ids. */
  encode(text: string): number[] {
    return this.#tokenizer.encode(blankControls(text)).ids;
  }

  /** How many word pieces a text has without special ones. Remembered, so give it words rather than pages. */
  count(word: string): number {
    const known = this.#counts.get(word);
    if (known !== undefined) return known;
    const count = this.#tokenizer.encode(blankControls(word), { add_special_tokens: false }).ids.length;
    if (this.#counts.size >= maxRememberedWords) this.#counts.clear();
    this.#counts.set(word, count);
    return count;
  }

  /**
   * Whether the vocabulary knows a word, or its stem, or parts of it that are long enough to mean something: `tavern`,
   * `vibe ##s`, `cyber ##pu ##nk`, but not `as ##df`, and `ku ##chen` neither. A rare name counts as not known, too.
   * Lower case is expected.
   */
  isKnownWord(word: string): boolean {
    const remembered = this.#known.get(word);
    if (remembered !== undefined) return remembered;
    const { tokens } = this.#tokenizer.encode(blankControls(word), { add_special_tokens: false });
    const [stem = '', ...rest] = tokens;
    const isInflected = stem.length >= knownStem && rest.every((piece) => suffixes.has(piece));
    const isCompound = word.length >= longWord && word.length / tokens.length >= knownPiece;
    const isKnown = rest.length === 0 || isInflected || isCompound;
    if (this.#known.size >= maxRememberedWords) this.#known.clear();
    this.#known.set(word, isKnown);
    return isKnown;
  }

  /** Whether a word piece stands for something that the vocabulary lacks. */
  isUnknown(id: number): boolean {
    return id === this.#unknownId;
  }
}

/**
 * Reads the tokenizer of a text pack: the file `preprocessing.tokenizer`, and `preprocessing.maxTokens`.
 *
 * @throws LeitmotifError `pack-incompatible` if the pack does not name them or the file is no tokenizer
 */
export async function readTextTokenizer(pack: Pack): Promise<TextTokenizer> {
  const { tokenizer: file, maxTokens } = pack.manifest.preprocessing;
  if (typeof file !== 'string' || !pack.manifest.files.some(({ path }) => path === file)) {
    throw incompatible(pack, 'The pack does not list its tokenizer');
  }
  if (typeof maxTokens !== 'number' || !Number.isInteger(maxTokens) || maxTokens < 64) {
    throw incompatible(pack, 'The pack does not say how many word pieces it takes');
  }
  try {
    const content = JSON.parse(await readFile(join(pack.folder, file), 'utf8')) as object;
    return new TextTokenizer(new LibraryTokenizer(content, {}), maxTokens);
  } catch (cause) {
    throw incompatible(pack, 'The tokenizer of the pack cannot be read', cause);
  }
}

/** Blanks control characters but line ends and tabs, and lone surrogates; the length stays the same. */
export function blankControls(text: string): string {
  return text.replace(/(?![\t\n\r])[\p{Cc}\p{Cs}\ufffd]/gu, ' ');
}

function incompatible(pack: Pack, what: string, cause?: unknown): LeitmotifError {
  return new LeitmotifError('pack-incompatible', {
    what,
    subject: `pack ${pack.manifest.id}`,
    next: 'Install the pack again; if it came with Leitmotif, restore its folder from the checkout or install Leitmotif again',
    cause,
  });
}
