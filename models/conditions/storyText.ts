/** A story, from a file or as it was typed, becomes one clean text. */
import { LeitmotifError } from '../../bridge/protocol/errors.ts';
import { cleanText } from './cleanText.ts';
import { fileKind } from './fileKind.ts';
import { identify, readInputFile } from './inputFile.ts';
import { looksLikeMarkdown, markdownWords } from './markdownWords.ts';
import { decodeTextBytes, looksBinary } from './textBytes.ts';
import type { InputFile, InputIdentity } from './inputFile.ts';

/** A text that was read. */
export interface TextCondition extends InputIdentity {
  /** Clean; offsets of passages count in it, in UTF-16 code units. */
  text: string;
  /** Where it came from, if from a file. */
  path?: string;
  /** What the person should know about how it was read, as full sentences. */
  notes: string[];
}

/** A story in a file, or as text. */
export type StorySource = { path: string } | { text: string };

/** Longest story in characters (UTF-16 code units), as in the cue document. */
export const maxStoryLength = 200_000;

/** Four bytes a character, and room for Markdown that is stripped. */
const fileLimit = {
  bytes: 8_000_000,
  code: 'text-too-long',
  next: `Give a part of it: at most ${withCommas(maxStoryLength)} characters are read`,
} as const;

/**
 * Reads a story.
 *
 * The hash is that of the file's bytes, or of the text in UTF-8 as it was given.
 *
 * @throws LeitmotifError those of {@link readInputFile}; `text-is-binary`, `text-empty`, `text-too-long`, `cancelled`.
 */
export async function readStoryText(source: StorySource, signal?: AbortSignal): Promise<TextCondition> {
  if ('text' in source) return cleanStory(source.text, 'the story', identify(Buffer.from(source.text)), []);
  const file = await readInputFile(source.path, fileLimit, signal);
  refuseBinary(file);
  const { text, notes } = decodeTextBytes(file.content);
  const { sha256, bytes, path } = file;
  return { ...cleanStory(text, path, { sha256, bytes }, notes), path };
}

/**
 * Checks the length of a clean text.
 *
 * @throws LeitmotifError `text-empty`, `text-too-long`.
 */
export function checkLength(text: string, limit: number, subject: string): void {
  // U+FFFD stands for bytes that are no character.
  if (!/[\p{L}\p{N}\p{S}\p{P}]/u.test(text.replaceAll('\ufffd', ''))) {
    const next = 'Write some words into it';
    throw new LeitmotifError('text-empty', { what: 'There are no words in it', subject, next });
  }
  if (text.length > limit) {
    const what = `It has ${withCommas(text.length)} characters and at most ${withCommas(limit)} are read`;
    throw new LeitmotifError('text-too-long', { what, subject, next: 'Shorten it, or give a part of it' });
  }
}

function cleanStory(
  raw: string,
  subject: string,
  identity: InputIdentity,
  earlierNotes: string[],
): TextCondition {
  const clean = cleanText(raw);
  const isMarkdown = /\.(?:md|markdown|mdx)$/i.test(subject) || looksLikeMarkdown(clean.text);
  const text = isMarkdown ? markdownWords(clean.text) : clean.text.trim();
  checkLength(text, maxStoryLength, subject);
  return { ...identity, text, notes: [...earlierNotes, ...clean.notes] };
}

function refuseBinary(file: InputFile): void {
  const found = fileKind(file.content);
  const isText = found.kind === 'text' || (found.kind === 'unknown' && !looksBinary(file.content));
  if (isText) return;
  const what = found.kind === 'picture' ? 'a picture' : found.kind === 'other' ? found.what : 'binary data';
  throw new LeitmotifError('text-is-binary', {
    what: `A story was expected and this looks like ${what}`,
    subject: file.path,
    next: (found.kind === 'other' ? found.next : undefined) ?? 'Give a text file in UTF-8',
  });
}

function withCommas(count: number): string {
  return count.toLocaleString('en');
}
