import { describe, expect, it } from 'vitest';
import { readSceneFiles } from '../../../../../models/brief/sceneKnowledge.ts';
import { ClipPlan, clipsBySplit, planShards } from '../../../../../models/dataset/own/planClips.ts';
import { splitOf } from '../../../../../models/dataset/split.ts';

const { scenes } = await readSceneFiles('models/brief/knowledge');

describe('planClips', () => {
  it.each([1, 2, 3, 4, 1000])('shares out all of %i clips', (clips) => {
    const { train, validation, test } = clipsBySplit(clips);
    expect(train + validation + test).toBe(clips);
    expect(train).toBeGreaterThan(0);
    expect(Math.min(validation, test) > 0).toBe(clips >= 3);
  });

  it('gives every shard to one share, whatever the number of shares', () => {
    const whole = planShards(1000, 64, { index: 1, of: 1 });
    const shared = [1, 2, 3].flatMap((index) => planShards(1000, 64, { index, of: 3 }));
    const names = (shards: typeof whole): string[] =>
      shards.map(({ split, number }) => `${split} ${number}`).sort();
    expect(names(shared)).toEqual(names(whole));
    expect(whole.reduce((sum, { from, to }) => sum + to - from, 0)).toBe(1000);
  });

  it('takes scenes in turn, of the split only, and each clip is the same in every set of the seed', () => {
    const plan = new ClipPlan(scenes, 5);
    const count = scenes.filter(({ id }) => splitOf(id) === 'test').length;
    const clips = Array.from({ length: 2 * count }, (_, i) => plan.clip('test', i));
    expect(clips.every(({ scene }) => splitOf(scene.id) === 'test')).toBe(true);
    expect(new Set(clips.slice(0, count).map(({ scene }) => scene.id)).size).toBe(count);
    expect(new Set(clips.map(({ seed }) => seed)).size).toBe(2 * count);
    expect(new ClipPlan(scenes, 5).clip('test', 3)).toEqual(clips[3]);
    expect(new ClipPlan(scenes, 6).clip('test', 3).seed).not.toBe(clips[3]!.seed);
  });
});
