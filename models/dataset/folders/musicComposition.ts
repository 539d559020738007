/**
 * The music composing agent: which music would suit a picture and its story? (MusFlow §3.2: a language model that was tuned
 * on triplets. Here it is the brief, as for every take.)
 */
import { decisionSeed, seededRandom } from '../../../bridge/protocol/seededRandom.ts';
import { makeBrief } from '../../brief/makeBrief.ts';
import { readStory } from '../../perception/readStory.ts';
import { wordCaptions } from '../wording/captionWording.ts';
import { attributeNames } from '../../../bridge/protocol/attributes.ts';
import type { BriefValues } from '../../brief/describeBrief.ts';
import type { SceneKnowledge } from '../../brief/sceneKnowledge.ts';
import type { Reading } from '../../perception/reading.ts';
import type { TextReader } from '../../perception/readStory.ts';
import type { Composition, Script, ScriptReview } from './stageRecords.ts';

/** What captions are written with. */
export interface MusicComposer {
  seed: number;
  knowledge: SceneKnowledge;
  text: TextReader;
  signal?: AbortSignal | undefined;
}

const captionsWritten = 4;

/** Writes captions of the music for a picture and the best of its stories. */
export async function composeCaptions(
  script: Script,
  { stories }: ScriptReview,
  { seed, knowledge, text, signal }: MusicComposer,
): Promise<Composition> {
  const told = stories[0]?.text ?? '';
  const story = await readStory({ id: 'story', weight: 1, content: { text: told, notes: [] } }, text, {
    signal,
  });
  const cue = { sections: [], hits: [], themes: [], locks: [] };
  const readings = [await imageReading(script, text, signal), story];
  const { attributes } = makeBrief({ readings, given: {}, cue, knowledge });
  const values = Object.fromEntries(
    attributeNames.map((name) => [name, attributes[name].value]),
  ) as unknown as BriefValues;
  const random = seededRandom(decisionSeed(seed, `caption/${script.sha256}`));
  const captions = wordCaptions({ values }, script.split, captionsWritten, random);
  return { key: script.key, captions, asked: values };
}

/** The reading of the picture, as the script writer kept it. */
async function imageReading(
  { key, passages, affect }: Script,
  text: TextReader,
  signal: AbortSignal | undefined,
): Promise<Reading> {
  const encoded = await text.encodeWindows(
    passages.map((passage) => passage.text),
    { signal },
  );
  return {
    condition: key,
    kind: 'image',
    weight: 1,
    passages: passages.flatMap(({ text: sentence, weight }, i) => {
      const embedding = encoded[i]?.embedding;
      return embedding === undefined ? [] : [{ text: sentence, embedding, weight }];
    }),
    words: [],
    ...(affect === undefined ? {} : { affect }),
    understood: 1,
    notes: [],
    summary: '',
  };
}
