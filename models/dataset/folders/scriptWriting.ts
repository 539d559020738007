/**
 * The script writing agent: a picture becomes stories (MusFlow §3.2; BLIP's place there is taken by what is installed here).
 *
 *   picture ─► perception: classes, captioner and CLIP where installed, measured look ─┬─ words, sentence
 *                                                                                     └─ nearest scenes of our knowledge
 *            ─► wordings, seeded by the picture's hash ─► stories that the reviewer judges
 */
import { decisionSeed, hashText, seededRandom } from '../../../bridge/protocol/seededRandom.ts';
import { recallScenes } from '../../brief/recallScenes.ts';
import { readImageFile } from '../../conditions/imageFile.ts';
import { imageWords } from '../../conditions/imageWords.ts';
import { imageVector, measureNames } from '../../perception/imageVector.ts';
import { moodWords } from '../../perception/lookInWords.ts';
import { readImage } from '../../perception/readImage.ts';
import { splitOf } from '../split.ts';
import { capital, wordStories } from '../wording/storyWording.ts';
import { encodeVector } from './stageRecords.ts';
import type { EncodedImage } from '../../perception/imageEncoder.ts';
import type { Reading, Word } from '../../perception/reading.ts';
import type { SceneKnowledge } from '../../brief/sceneKnowledge.ts';
import type { PictureReaders } from '../../perception/readImage.ts';
import type { SourceFile } from './sourceFolder.ts';
import type { Script } from './stageRecords.ts';

/** What stories are written with. */
export interface ScriptWriter {
  seed: number;
  knowledge: SceneKnowledge;
  readers: PictureReaders & { image: NonNullable<PictureReaders['image']> };
  signal?: AbortSignal | undefined;
}

/** Scenes of our knowledge whose sentences are offered to the reviewer, and wordings beside them. */
const most = { scenes: 2, wordings: 3 } as const;

/** Writes stories for a picture. Throws what reading it throws. */
export async function writeScript(file: SourceFile, writer: ScriptWriter): Promise<Script> {
  const { signal, knowledge, readers } = writer;
  const image = await readImageFile(file.path, signal === undefined ? {} : { signal });
  const words = await imageWords({ content: image.content, path: file.path });
  let seen: EncodedImage | undefined;
  const encode: typeof readers.image.encode = async (...args) => (seen = await readers.image.encode(...args));
  const { look, crop, notes } = image;
  const reading = await readImage(
    { id: file.name, weight: 1, look, crop, words, notes },
    { ...readers, image: { encode } },
    { signal },
  );
  const scenes = nearestScenes(reading, knowledge);
  const scene = scenes[0]?.id ?? '';
  const split = splitOf(scene);
  const { visual, affect } = reading;
  if (seen === undefined || visual === undefined || affect === undefined) throw new Error('nothing was seen');
  const measures = Object.fromEntries(measureNames.map((name) => [name, visual[name]])) as Pick<
    typeof visual,
    (typeof measureNames)[number]
  >;
  const random = seededRandom(decisionSeed(writer.seed, `script/${image.sha256}`));
  const facts = { ...sentenceOf(reading), words: wordsOf(reading), mood: moodWords(affect) || 'still' };
  // Sentences of scenes of another split stay there: no wording of a test scene in training.
  const known = scenes.filter(({ id }) => splitOf(id) === split).slice(0, most.scenes);
  const stories = [
    ...wordStories(facts, split, most.wordings, random),
    ...known.flatMap(({ scene: sentence }) =>
      wordStories({ ...facts, words: [], sentence }, split, 1, random),
    ),
  ];
  return {
    ...{ key: file.name, sha256: image.sha256, licence: file.licence, scene, split, affect },
    passages: reading.passages.map(({ text, weight }) => ({ text, weight })),
    stories: [...new Set(stories)],
    image: encodeVector(imageVector(seen.features, measures, affect)),
  };
}

/** The scenes that the whole picture comes nearest to. */
function nearestScenes({ passages }: Reading, knowledge: SceneKnowledge): SceneKnowledge['scenes'][number][] {
  const whole = new Float32Array(knowledge.width);
  for (const { embedding, weight } of passages) {
    embedding.forEach((value, i) => (whole[i] = (whole[i] ?? 0) + weight * value));
  }
  return recallScenes(knowledge, whole).scenes.flatMap(({ index }) => {
    const scene = knowledge.scenes[index];
    return scene === undefined ? [] : [scene];
  });
}

/** Words of these origins name things. */
const namedOnly: readonly Word['origin'][] = ['class', 'clip', 'file-name'];
/** Fewer words than this are a label and no sentence. */
const leastWords = 4;

/** What a captioner or the picture's own description says. */
function sentenceOf({ words }: Reading): { sentence?: string } {
  const told = words.find(
    ({ origin, text }) => !namedOnly.includes(origin) && text.trim().split(/\s+/).length >= leastWords,
  );
  if (told === undefined) return {};
  const text = capital(told.text.trim());
  return { sentence: /[.!?…]$/.test(text) ? text : `${text}.` };
}

function wordsOf({ words, summary }: Reading): string[] {
  const named = words.filter(({ origin }) => origin !== 'captioner').map(({ text }) => text);
  return named.length > 0 ? [...new Set(named)].slice(0, 6) : [summary];
}

/** The split of a recording: by its content, so that a clip of testing is in no sample of training. */
export function splitOfRecording(sha256: string): ReturnType<typeof splitOf> {
  return splitOf(`recording/${hashText(sha256)}`);
}
