/** A story becomes a reading: passages with embeddings and weights, and how much of it was understood. */
import { guessLanguage } from './languageGuess.ts';
import { excerpts, storyPassages } from './storyPassages.ts';
import type { TextCondition } from '../conditions/storyText.ts';
import type { EncodedText, PackTextEncoder, TextEncodingOptions } from './textEncoder.ts';
import type { TextSpan } from './storyPassages.ts';
import type { Passage, Reading } from './reading.ts';

/** What stories, captions and words of pictures are encoded with. */
export type TextReader = Pick<PackTextEncoder, 'encodeWindows' | 'countWords'>;

/** A text that is one of a cue's conditions. */
export interface TextOfCue {
  /** Identifier of the condition. */
  id: string;
  /** The person's weight for it, 0…10. */
  weight: number;
  content: Pick<TextCondition, 'text' | 'notes'>;
}

/** How beginning and end count beside the middle: they set the scene and leave the last impression. Ours. */
const edgeWeight = 1.3;

/** Characters that are encoded of one story, about 9,000 words: more costs seconds and hardly moves the mean. */
const mostRead = 50_000;

/**
 * How much of a European language other than English the encoder makes use of: names, loan words, shared roots.
 * Our estimate; its training data is English.
 */
const foreignUnderstanding = 0.2;

/**
 * Reads a story.
 *
 * @throws LeitmotifError those of the encoder: `text-empty`, `inference-failed`, `cancelled`.
 */
export async function readStory(
  story: TextOfCue,
  encoder: TextReader,
  options: TextEncodingOptions = {},
): Promise<Reading> {
  const { text, notes } = story.content;
  const spans = excerpts(storyPassages(text), mostRead);
  const encoded = await encoder.encodeWindows(
    spans.map((span) => span.text),
    options,
  );
  const passages = weighed(spans.flatMap((span, i) => passagesOf(span, encoded[i])));
  const { understood, note } = understandingOf(text, spans, encoded);
  return {
    condition: story.id,
    kind: 'story',
    weight: story.weight,
    passages,
    words: [],
    text,
    understood,
    notes: [...notes, ...excerptNotes(text, spans), ...(note === undefined ? [] : [note])],
    summary: `read: “${beginning(text)}”`,
  };
}

/** Says how much of a long text was read. */
function excerptNotes(text: string, spans: readonly TextSpan[]): string[] {
  const read = spans.reduce((sum, span) => sum + span.end - span.start, 0);
  const share = Math.round((100 * read) / text.trim().length);
  if (share > 95) return [];
  return [
    `The story is long: the beginnings of its ${spans.length} passages were read, ${share} % of the text, spread evenly.`,
  ];
}

/** Share of a text that the encoder understands, and a sentence for the person where that is not nearly all. */
export function understandingOf(
  text: string,
  spans: readonly { text: string }[],
  encoded: readonly EncodedText[],
): { understood: number; note: string | undefined } {
  const letters = spans.reduce((sum, span) => sum + span.text.length, 0);
  const byScript = spans.reduce(
    (sum, span, i) => sum + span.text.length * (encoded[i]?.understanding.understoodShare ?? 0),
    0,
  );
  const { language, englishShare } = guessLanguage(text);
  const byLanguage = englishShare + (1 - englishShare) * foreignUnderstanding;
  const understood = (byScript / Math.max(1, letters)) * byLanguage;
  if (understood >= 0.8) return { understood, note: undefined };
  const wordShare = spans.reduce(
    (sum, { text: { length } }, i) =>
      sum + (length / Math.max(1, letters)) * (encoded[i]?.understanding.knownWordShare ?? 1),
    0,
  );
  if (wordShare < 0.5 && language === undefined)
    return {
      understood,
      note: 'The text encoder was trained on English and knows few of these words: they were hardly understood.',
    };
  const share = understood < 0.01 ? 'next to nothing' : `about ${Math.round(understood * 100)} %`;
  return {
    understood,
    note: `The text encoder was trained on English${whatItLooks(byScript / Math.max(1, letters), language)}: ${share} of this text was understood.`,
  };
}

function whatItLooks(latinShare: number, language: string | undefined): string {
  if (latinShare < 0.5) return ' and this is in another script';
  return language === undefined || language === 'English' ? '' : ` and this looks ${language}`;
}

/** The first words of a text, for a summary. */
export function beginning(text: string): string {
  const line = text.slice(0, 400).replace(/\s+/g, ' ').trim();
  if (line.length <= 72) return line;
  const cut = line.slice(0, 72);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), 40)).replace(/[,;:–—-]+$/, '')} …`;
}

function passagesOf(span: TextSpan, encoded: EncodedText | undefined): Passage[] {
  return (encoded?.windows ?? []).map(({ text, embedding, start, end }) => ({
    text,
    embedding,
    weight: end - start,
    start: span.start + start,
    end: span.start + end,
  }));
}

/** By length, the first and the last a little more; all add up to 1. */
function weighed(passages: readonly Passage[]): Passage[] {
  const raw = passages.map(({ weight }, i) =>
    i === 0 || i === passages.length - 1 ? weight * edgeWeight : weight,
  );
  const total = raw.reduce((sum, weight) => sum + weight, 0);
  return passages.map((passage, i) => ({ ...passage, weight: (raw[i] ?? 0) / total }));
}
