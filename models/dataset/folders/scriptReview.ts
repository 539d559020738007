/**
 * The script reviewing agent: are the stories about the picture? (MusFlow §3.2: CLIP score over a threshold.) Where CLIP is
 * installed it judges, by CLIPScore = 2.5 · max(cos, 0) (Hessel et al. 2021). Elsewhere the stories are held against what
 * perception saw, by sentence embedding: that finds stories about something else, not what perception has missed.
 */
import { readImageFile } from '../../conditions/imageFile.ts';
import { likenessOf } from './stageRecords.ts';
import type { ClipImageEncoder } from '../../perception/clipImageEncoder.ts';
import type { JointTextEncoder } from '../../perception/jointTextEncoder.ts';
import type { SentenceEncoder } from '../own/sceneClasses.ts';
import type { SourceFile } from './sourceFolder.ts';
import type { Script, ScriptReview } from './stageRecords.ts';

/** Judges how relevant stories are for a picture. */
export interface StoryJudge {
  /** For the record: what judged. */
  readonly name: string;
  /** Least relevance unless told. */
  readonly threshold: number;
  judge(script: Script, file: SourceFile, signal?: AbortSignal): Promise<number[]>;
}

/** Held against what was seen, by sentence embedding. */
export function seenJudge(text: SentenceEncoder): StoryJudge {
  return {
    name: 'sentence embedding of what was seen',
    threshold: 0.35,
    async judge({ stories, passages }, _file, signal) {
      const vectors = await text.encode([...stories, ...passages.map((passage) => passage.text)], { signal });
      const seen = vectors.slice(stories.length);
      const all = passages.reduce((sum, { weight }) => sum + weight, 0) || 1;
      return vectors.slice(0, stories.length).map((story) => {
        const likenesses = seen.map((vector) => likenessOf(story, vector));
        const mean = likenesses.reduce((sum, one, i) => sum + (one * (passages[i]?.weight ?? 0)) / all, 0);
        // Being about one thing in the picture is enough to be about the picture.
        return (mean + Math.max(0, ...likenesses)) / 2;
      });
    },
  };
}

/** CLIP's judgement. */
export function clipJudge(
  image: Pick<ClipImageEncoder, 'encode'>,
  text: Pick<JointTextEncoder, 'encode'>,
): StoryJudge {
  return {
    name: 'CLIPScore',
    threshold: 0.6,
    async judge({ stories }, { path }, signal) {
      const { look } = await readImageFile(path, signal === undefined ? {} : { signal });
      const picture = await image.encode(look, signal);
      const vectors = await text.encode(stories, signal);
      return vectors.map((vector) => 2.5 * Math.max(0, likenessOf(picture, vector)));
    },
  };
}

/** Keeps the stories that are relevant enough, the most relevant first. */
export async function reviewScript(
  script: Script,
  file: SourceFile,
  {
    judge,
    threshold,
    signal,
  }: { judge: StoryJudge; threshold?: number | undefined; signal?: AbortSignal | undefined },
): Promise<ScriptReview> {
  const least = threshold ?? judge.threshold;
  const relevance = await judge.judge(script, file, signal);
  const judged = script.stories
    .map((text, i) => ({ text, relevance: Math.round((relevance[i] ?? 0) * 1000) / 1000 }))
    .sort((a, b) => b.relevance - a.relevance || (a.text < b.text ? -1 : 1));
  const stories = judged.filter((story) => story.relevance >= least);
  if (stories.length > 0) return { key: script.key, stories };
  const best = judged[0]?.relevance ?? 0;
  const reason = `No story is relevant enough: the best has ${best.toFixed(2)} of ${least} (${judge.name})`;
  return { key: script.key, stories: [], skipped: { code: 'story-irrelevant', reason } };
}
