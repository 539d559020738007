/**
 * A picture becomes a reading.
 *
 *   words that came with it ──┐
 *   crop → classes → words ───┼─ sentences with weights → text encoder → passages
 *   look → captioner → words ─┤   where the person installed them
 *   crop → CLIP → words ──────┤
 *   look → measures → affect ─┘
 */
import { classWords, namedTogether } from './classWords.ts';
import { imageVector } from './imageVector.ts';
import { lookSentence, lookSummary } from './lookInWords.ts';
import { sceneGroup } from './sceneGroups.ts';
import { visualAffect } from './visualAffect.ts';
import { measurePicture } from './visualMeasures.ts';
import type { AbortSignalLike } from '../../bridge/protocol/errors.ts';
import type { DecodedImage } from '../conditions/imageFile.ts';
import type { ConditionWord } from '../conditions/imageWords.ts';
import type { ClassWords } from './classWords.ts';
import type { ClipPictureReader } from './clipPictureReader.ts';
import type { PackImageEncoder } from './imageEncoder.ts';
import type { PictureCaptioner } from './pictureCaptioner.ts';
import type { TextReader } from './readStory.ts';
import type { SceneGroup } from './sceneGroups.ts';
import type { Passage, Reading, Word } from './reading.ts';

/** A picture that is one of a cue's conditions. */
export interface PictureOfCue {
  /** Identifier of the condition. */
  id: string;
  /** The person's weight for it, 0…10. */
  weight: number;
  /** What is measured. */
  look: DecodedImage;
  /** What the image encoder sees: a square of the pack's side. */
  crop: DecodedImage;
  /** Words that came with it, the most trusted first. */
  words: readonly ConditionWord[];
  /** What reading the file had to say. */
  notes: readonly string[];
}

/** The encoders that a picture is read with. Without an image encoder nothing is seen, and the reading says so. */
export interface PictureReaders {
  text: TextReader;
  image?: Pick<PackImageEncoder, 'encode'> | undefined;
  /** Where a CLIP pack is installed. */
  clip?: Pick<ClipPictureReader, 'read'> | undefined;
  /** Where a captioner is installed. */
  captioner?: Pick<PictureCaptioner, 'describe'> | undefined;
}

/** How sentences count beside each other before they are made to add up to 1. Our decision. */
const weights = { given: 3, captioned: 2, clip: 1.5, scene: 1.2, seen: 1.3, look: 0.7 };
/** This share of the surface's weight is lost where it is sure what the picture shows: then the surface only shades. */
const surfaceYields = 0.85;
/** Words that came with a picture become at most this many passages. */
const mostGiven = 4;
/** How far a captioner can be trusted to say what is seen: like a description of unknown hand. Our decision. */
const captionTrust = 0.8;
/** Below this certainty of the classifier its words are not shown, and the person is asked for better ones. */
const unsure = 0.2;

/**
 * Reads a picture.
 *
 * @throws LeitmotifError those of the encoders: `inference-failed`, `image-unsupported` for a crop of another size,
 *   `cancelled`.
 */
export async function readImage(
  picture: PictureOfCue,
  readers: PictureReaders,
  options: { signal?: AbortSignalLike | undefined } = {},
): Promise<Reading> {
  const given = picture.words.filter((word) => saysAnything(word, readers.text));
  const visual = measurePicture(picture.look);
  const { affect } = visualAffect(visual);
  const seen = await seenIn(picture.crop, readers, options);
  const content = await contentWords(picture, readers, options);
  const sentences = [
    ...givenSentences(given),
    ...contentSentences(content),
    ...seenSentences(seen),
    {
      text: lookSentence(visual, affect),
      weight: weights.look * (1 - surfaceYields * sureness([...given, ...content], seen)),
    },
  ];
  const sight = [seenSummary(given, seen), ...contentSummary(content)].filter((part) => part !== '');
  return {
    condition: picture.id,
    kind: 'image',
    weight: picture.weight,
    passages: await embedded(sentences, readers.text, options),
    words: [...given, ...content, ...(seen?.words ?? []).map((word): Word => ({ ...word, origin: 'class' }))],
    affect,
    visual,
    ...(seen === undefined ? {} : { vector: imageVector(seen.features, visual, affect) }),
    understood: 1,
    notes: [...picture.notes, ...(content.length > 0 ? [] : seenNotes(seen))],
    summary: [...sight, lookSummary(visual, affect)].join('; '),
  };
}

/** A file name of letters that are no words ("jpgas") says nothing; what a person wrote into the file is always read. */
function saysAnything({ text, origin }: ConditionWord, encoder: TextReader): boolean {
  if (origin !== 'file-name') return true;
  const { words, knownWords } = encoder.countWords(text);
  return words === 0 || knownWords / words >= 0.34;
}

/** What the image encoder says: single classes, and the kind of scene that several of them agree on. */
interface Seen extends ClassWords {
  scene: SceneGroup | undefined;
  features: Float32Array;
}

async function seenIn(
  crop: DecodedImage,
  readers: PictureReaders,
  { signal }: { signal?: AbortSignalLike | undefined },
): Promise<Seen | undefined> {
  if (readers.image === undefined) return undefined;
  const { top, probabilities, features } = await readers.image.encode(crop, { top: 1000, signal });
  return { ...classWords(top.slice(0, 10), probabilities), scene: sceneGroup(top), features };
}

/** What the installed readers of content say: the caption first, then phrases. */
async function contentWords(
  { look, crop }: PictureOfCue,
  { captioner, clip }: PictureReaders,
  { signal }: { signal?: AbortSignalLike | undefined },
): Promise<Word[]> {
  const caption = (await captioner?.describe(look, signal)) ?? '';
  const words = (await clip?.read(crop, signal)) ?? [];
  return caption === ''
    ? words
    : [{ text: caption, origin: 'captioner', confidence: captionTrust }, ...words];
}

/** The caption as it stands; all phrases in one sentence, weighted by the surest. */
function contentSentences(content: readonly Word[]): Sentence[] {
  const caption = content.find(({ origin }) => origin === 'captioner');
  const phrases = content.filter(({ origin }) => origin === 'clip');
  const [surest] = phrases;
  return [
    ...(caption === undefined
      ? []
      : [{ text: caption.text, weight: weights.captioned * caption.confidence }]),
    ...(surest === undefined
      ? []
      : [
          {
            text: `A picture of ${phrases.map(({ text }) => text).join(', ')}.`,
            weight: weights.clip * surest.confidence,
          },
        ]),
  ];
}

/** Says what was read and by what, so that a wrong word can be traced to its reader. */
function contentSummary(content: readonly Word[]): string[] {
  const caption = content.find(({ origin }) => origin === 'captioner');
  const phrases = content.filter(({ origin }) => origin === 'clip').map(({ text }) => text);
  return [
    ...(caption === undefined ? [] : [`captioner: ${shortened(caption.text)}`]),
    ...(phrases.length === 0 ? [] : [`CLIP: ${phrases.join(', ')}`]),
  ];
}

interface Sentence {
  text: string;
  weight: number;
}

function givenSentences(words: readonly ConditionWord[]): Sentence[] {
  return words
    .slice(0, mostGiven)
    .map(({ text, confidence }) => ({ text, weight: weights.given * confidence }));
}

/** How sure it is what the picture shows. A file name that says anything is most of the way there. */
function sureness(words: readonly Word[], seen: Seen | undefined): number {
  const told = words.map(({ origin, confidence }) =>
    origin === 'clip' ? confidence : Math.min(1, 2 * confidence),
  );
  return Math.max(0, ...told, seen?.scene?.confidence ?? 0, seen?.certainty ?? 0);
}

/** The kind of scene, the likeliest class alone, and all together, so that one wrong word does not spoil the rest. */
function seenSentences(seen: Seen | undefined): Sentence[] {
  if (seen === undefined) return [];
  const { scene, words, certainty } = seen;
  const sentences: Sentence[] = [];
  if (scene !== undefined) {
    sentences.push({ text: `A picture of ${scene.phrase}.`, weight: weights.scene * scene.confidence });
  }
  const [first, ...rest] = words;
  if (first === undefined) return sentences;
  const total = words.reduce((sum, { confidence }) => sum + confidence, 0);
  const weight = weights.seen * certainty ** 1.5;
  const alone = first.confidence / total;
  sentences.push({ text: `A picture of ${namedTogether([first.text])}.`, weight: weight * alone });
  if (rest.length > 0) {
    const together = namedTogether(words.slice(0, 4).map(({ text }) => text));
    sentences.push({ text: `A picture of ${together}.`, weight: weight * (1 - alone) });
  }
  return sentences;
}

/** What is known to be in the picture: what the person or the file says, otherwise what was seen. */
function seenSummary(words: readonly ConditionWord[], seen: Seen | undefined): string {
  const told = words.find(({ confidence }) => confidence >= 0.4);
  const classes = isSure(seen) ? seen.words.slice(0, 3).map(({ text }) => text) : [];
  const parts = [
    ...(told === undefined ? [] : [`told: ${shortened(told.text)}`]),
    ...(classes.length === 0 ? [] : [`seen: ${classes.join(', ')}`]),
  ];
  return parts.join('; ');
}

/** One class is clear, or several mean the same. */
function isSure(seen: Seen | undefined): seen is Seen {
  return seen !== undefined && (seen.certainty >= unsure || seen.scene !== undefined);
}

function seenNotes(seen: Seen | undefined): string[] {
  if (seen === undefined)
    return ['No image encoder is installed: only colours, light and given words were read.'];
  if (isSure(seen)) return [];
  return ['The image encoder is not sure what this picture shows; describe it in words to be heard better.'];
}

async function embedded(
  sentences: readonly Sentence[],
  encoder: TextReader,
  options: { signal?: AbortSignalLike | undefined },
): Promise<Passage[]> {
  const encoded = await encoder.encodeWindows(
    sentences.map(({ text }) => text),
    options,
  );
  const total = sentences.reduce((sum, { weight }) => sum + weight, 0);
  return sentences.flatMap(({ text, weight }, i) => {
    const embedding = encoded[i]?.embedding;
    return embedding === undefined ? [] : [{ text, embedding, weight: weight / total }];
  });
}

function shortened(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 58).replace(/\s+\S*$/, '')} …`;
}
