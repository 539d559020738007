/** One sample of our own set: the music of a clip with its words and its pictures. */
import { seededRandom, decisionSeed } from '../../../bridge/protocol/seededRandom.ts';
import { moodWord } from '../../brief/briefWords.ts';
import { imageVector, readingWidth } from '../../perception/imageVector.ts';
import { matrixOf } from '../../runtime/npyFile.ts';
import { wordCaptions } from '../wording/captionWording.ts';
import { wordStories } from '../wording/storyWording.ts';
import { composeClip } from './composeClip.ts';
import { drawLook } from './drawLook.ts';
import type { RenderPool } from '../../rendering/renderPool.ts';
import type { SoundFont } from '../../rendering/soundFont.ts';
import type { Sample } from '../sample.ts';
import type { ClassFeatures } from './classFeatures.ts';
import type { PlannedClip } from './planClips.ts';
import type { SceneClasses, SentenceEncoder } from './sceneClasses.ts';

/** What samples are made with. */
export interface OwnSources {
  seed: number;
  signal: AbortSignal | undefined;
  soundFont: SoundFont;
  text: SentenceEncoder;
  features: Pick<ClassFeatures, 'draw' | 'width'>;
  sceneClasses: Pick<SceneClasses, 'draw'>;
  /** Engine, SoundFont and packs, for every sample. */
  provenance: Record<string, unknown>;
}

/** Wordings of a story and of a caption, pictures of a scene. */
const variants = { stories: 4, captions: 4, images: 3 } as const;
/** The knowledge, the engine and the sounds are ours or MIT: see NOTICE. */
const licence = 'MIT';

/** Makes a sample; undefined where its music is silent. A function of the clip and the set's seed. */
export async function makeOwnSample(
  clip: PlannedClip,
  sources: OwnSources,
  pool: RenderPool,
): Promise<Sample | undefined> {
  const { seed, soundFont, signal, text, provenance } = sources;
  const music = await composeClip(clip, seed, { pool, soundFont, signal });
  if (music === undefined) return undefined;
  const random = seededRandom(decisionSeed(clip.seed, 'wording'));
  const { scene, split } = clip;
  const feeling = { ...music.values, pace: Math.log2(music.values.tempo) };
  const mood = moodWord(feeling, random.below(3));
  const told = { sentence: scene.scene, words: scene.words, mood };
  const stories = wordStories(told, split, variants.stories, random);
  const written = music.drawn.captionHolds ? scene.caption : undefined;
  const captions = wordCaptions({ values: music.values, written }, split, variants.captions, random);
  const vectors = await text.encode([...stories, ...captions], { signal });
  return {
    record: {
      ...{ id: clip.id, split, scene: scene.id, seed: music.seed, stories, captions, licence, scores: {} },
      attributes: music.values,
      provenance: {
        kind: 'own',
        ...provenance,
        music: { place: music.drawn.place, from: music.from, keepsToScene: music.drawn.keepsToScene },
        image: 'class words and a drawn look: there is no picture',
      },
    },
    audio: music.audio,
    notes: music.notes,
    image: await drawImages(clip, sources),
    story: matrixOf(vectors.slice(0, stories.length)),
    caption: matrixOf(vectors.slice(stories.length)),
  };
}

async function drawImages(
  { seed, scene }: PlannedClip,
  { features, sceneClasses, signal }: OwnSources,
): Promise<Sample['image']> {
  const random = seededRandom(decisionSeed(seed, 'image'));
  const rows: Float32Array[] = [];
  for (let i = 0; i < variants.images; i++) {
    const classes = await sceneClasses.draw(scene, random, signal);
    const { visual, affect } = drawLook(scene.attributes, random);
    rows.push(imageVector(features.draw(classes, random), visual, affect));
  }
  return matrixOf(rows, features.width + readingWidth);
}
