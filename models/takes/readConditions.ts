/**
 * The conditions of a cue become readings:
 *
 *   image     → decoded, words → pixels and words encoded ─┐
 *   story     → clean text     → passages encoded ─────────┤
 *   caption   → clean text     → encoded ──────────────────┼→ readings, hashes, texts for the recipe
 *   reference → decoded, notes → listened to ──────────────┘
 *
 * All files are read before anything is encoded, so that a wrong path is said before the first model has run.
 */
import { basename, resolve } from 'node:path';
import { LeitmotifError, throwIfCancelled } from '../../bridge/protocol/errors.ts';
import { readAudioFile } from '../conditions/audioFile.ts';
import { readCaptionText } from '../conditions/captionText.ts';
import { readImageFile } from '../conditions/imageFile.ts';
import { imageWords } from '../conditions/imageWords.ts';
import { readMidiFile } from '../conditions/midiFile.ts';
import { readStoryText } from '../conditions/storyText.ts';
import { readCaption } from '../perception/readCaption.ts';
import { readImage } from '../perception/readImage.ts';
import { readStory } from '../perception/readStory.ts';
import { describedConditions } from './describedConditions.ts';
import { perceiveReference } from './perceiveReference.ts';
import type { Condition, Cue } from '../../bridge/protocol/cue.ts';
import type { InputIdentity } from '../conditions/inputFile.ts';
import type { TextCondition } from '../conditions/storyText.ts';
import type { Reading } from '../perception/reading.ts';
import type { ReadReference } from './perceiveReference.ts';
import type { PictureMemory, ReadPicture } from './pictureMemory.ts';
import type { BriefRequest } from './prepareBrief.ts';
import type { Recipe } from '../../bridge/protocol/take.ts';
import type { Stack } from './stack.ts';

type ImageCondition = Extract<Condition, { kind: 'image' }>;
type StoryCondition = Extract<Condition, { kind: 'story' }>;
type CaptionCondition = Extract<Condition, { kind: 'caption' }>;

/** A condition with what its file or text holds. */
export type ReadCondition =
  | ({ condition: ImageCondition } & ReadPicture)
  | { condition: StoryCondition; content: TextCondition }
  | { condition: CaptionCondition; content: TextCondition }
  | ReadReference;

/** Reads the files and texts of the conditions that count. */
export async function readConditions(
  { pictures }: Pick<Stack, 'pictures'>,
  request: BriefRequest,
): Promise<ReadCondition[]> {
  const counting = describedConditions(request.cue).filter((condition) => condition.weight > 0);
  if (counting.length === 0) throw noCondition();
  const read: ReadCondition[] = [];
  for (const condition of counting) {
    throwIfCancelled(request.signal);
    request.progress?.({ stage: 'read', step: read.length, of: counting.length, detail: labelOf(condition) });
    read.push(await readCondition(condition, pictures, request));
  }
  request.progress?.({ stage: 'read', step: read.length, of: counting.length });
  return read;
}

/** Lets the encoders see and read what was read. */
export async function perceive(
  stack: Stack,
  conditions: readonly ReadCondition[],
  { signal, progress }: Pick<BriefRequest, 'signal' | 'progress'>,
): Promise<Reading[]> {
  const readings: Reading[] = [];
  for (const condition of conditions) {
    throwIfCancelled(signal);
    const detail = labelOf(condition.condition);
    progress?.({ stage: 'perceive', step: readings.length, of: conditions.length, detail });
    const grounds = { condition: condition.condition, sha256: identityOf(condition).sha256 };
    readings.push(await stack.readings.recall(grounds, () => perceiveOne(stack, condition, signal)));
  }
  progress?.({ stage: 'perceive', step: readings.length, of: conditions.length });
  return readings;
}

/** What the recipe records of the inputs. */
export function inputsOf(conditions: readonly ReadCondition[]): Recipe['inputs'] {
  return conditions.map((read) => {
    const { sha256, bytes } = identityOf(read);
    const path = 'path' in read.condition ? read.condition.path : undefined;
    return { condition: read.condition.id, ...(path === undefined ? {} : { path }), sha256, bytes };
  });
}

function identityOf(read: ReadCondition): InputIdentity {
  if ('image' in read) return read.image;
  if ('recording' in read) return read.recording;
  return 'midi' in read ? read.midi : read.content;
}

/** The conditions of a cue with the texts of files written into them, so that a recipe stands by itself. */
export function inlineTexts(cue: Cue, conditions: readonly ReadCondition[]): Condition[] {
  const texts = new Map(
    conditions.map((read) => [read.condition.id, 'content' in read ? read.content.text : undefined]),
  );
  return cue.conditions.map((condition) => {
    const text = texts.get(condition.id);
    return text === undefined || condition.kind !== 'story' ? condition : { ...condition, text };
  });
}

/** What a person calls a condition: its file, else its identifier. */
function labelOf(condition: Condition): string {
  return 'path' in condition && condition.path !== undefined ? basename(condition.path) : condition.id;
}

async function readCondition(
  condition: Condition,
  pictures: PictureMemory,
  request: BriefRequest,
): Promise<ReadCondition> {
  const { folder, signal } = request;
  const cancellable = signal === undefined ? {} : { signal };
  switch (condition.kind) {
    case 'image': {
      const path = resolve(folder, condition.path);
      const picture = await pictures.recall(path, condition.alt, async () => {
        const { content, ...image } = await readImageFile(path, cancellable);
        const alt = condition.alt === undefined ? {} : { alt: condition.alt };
        return { image, words: await imageWords({ content, path, ...alt }) };
      });
      return { condition, ...picture };
    }
    case 'story':
      return { condition, content: await readStoryText(storySource(condition, folder), signal) };
    case 'caption':
      return { condition, content: readCaptionText(condition.text) };
    case 'reference-audio':
      return { condition, recording: await readAudioFile(resolve(folder, condition.path), cancellable) };
    case 'reference-midi':
      return { condition, midi: await readMidiFile(resolve(folder, condition.path), cancellable) };
    default:
      throw notYet(condition);
  }
}

function storySource(
  { text, path, id }: StoryCondition,
  folder: string,
): { text: string } | { path: string } {
  if (text !== undefined) return { text };
  if (path !== undefined) return { path: resolve(folder, path) };
  throw new LeitmotifError('cue-invalid', {
    what: 'A story needs a text or a path',
    subject: id,
    next: 'Give it one of them',
  });
}

async function perceiveOne(
  stack: Stack,
  read: ReadCondition,
  signal: AbortSignal | undefined,
): Promise<Reading> {
  if ('recording' in read || 'midi' in read) return perceiveReference(stack, read, signal);
  const text = (await stack.textEncoder()).encoder;
  const { id, weight } = read.condition;
  if ('image' in read) {
    const image = (await stack.imageEncoder()).encoder;
    const { look, crop, notes } = read.image;
    const { clip, captioner } = await stack.contentReaders();
    const readers = { text, image, clip, captioner };
    return readImage({ id, weight, look, crop, words: read.words, notes }, readers, { signal });
  }
  const ofCue = { id, weight, content: read.content };
  return read.condition.kind === 'story'
    ? readStory(ofCue, text, { signal })
    : readCaption(ofCue, text, { signal });
}

function noCondition(): LeitmotifError {
  return new LeitmotifError('no-condition', {
    what: 'There is nothing to make music from',
    subject: 'no image, story, caption or reference',
    next: 'Attach at least one picture, story, caption or reference; attributes are no condition by themselves',
  });
}

/** The cue may hold what no engine reads yet; a take made without it would not be what was asked. */
function notYet({ kind, id }: Condition): LeitmotifError {
  return new LeitmotifError('cue-invalid', {
    what: `Conditions of the kind ${kind} cannot be read yet`,
    subject: id,
    next: 'Give it the weight 0, or attach a picture, story, caption or reference instead',
  });
}
