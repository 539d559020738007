/** Hearing a take while it is made changes nothing of it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { playScore } from '../../../../models/rendering/playScore.ts';
import { RenderPool } from '../../../../models/rendering/renderPool.ts';
import { loadSoundFont } from '../../../../models/rendering/soundFont.ts';
import { styleSpaces } from '../../../../models/rendering/space.ts';
import { sampleScore } from '../../../fixtures/sampleScore.ts';
import { filesIn, render, soundFontPath, withFolder } from './testRendering.ts';
import type { MixBlock } from '../../../../models/rendering/mixBlock.ts';

const score = sampleScore({ seconds: 8 });
const pool = new RenderPool(2);
afterAll(() => pool.close());

function joined(blocks: readonly MixBlock[]): Float32Array {
  const frames = blocks.reduce((sum, block) => sum + block.left.length, 0);
  const all = new Float32Array(frames);
  for (const { frame, left } of blocks) all.set(left, frame);
  return all;
}

describe('a listener to the mix', () => {
  it('hears every frame once and in order, and leaves the files bit for bit as they are without it', () =>
    withFolder(async (folder) => {
      const plain = await render(score, join(folder, 'plain'), { pool });
      const blocks: MixBlock[] = [];
      const heard = await render(score, join(folder, 'heard'), {
        pool,
        onMix: (block) => blocks.push(block),
      });
      expect(heard.measured).toEqual(plain.measured);
      for (const name of filesIn(join(folder, 'plain'))) {
        const [a, b] = ['plain', 'heard'].map((one) => readFileSync(join(folder, one, name)));
        expect({ name, isSame: a!.equals(b!) }).toEqual({ name, isSame: true });
      }
      let frame = 0;
      for (const block of blocks) {
        expect(block.frame).toBe(frame);
        frame += block.left.length;
      }
      expect(frame).toBe(Math.round(score.seconds * 44_100));
    }));

  it('hears the same in a preview, which leaves no files and stops where it is told', async () => {
    const soundFont = await loadSoundFont(soundFontPath);
    const listen = async (seconds: number, workers: RenderPool): Promise<Float32Array> => {
      const blocks: MixBlock[] = [];
      const onMix = (block: MixBlock): number => blocks.push(block);
      const space = styleSpaces.cinematic;
      await playScore(score, { soundFont, pool: workers, sampleRate: 44_100, space, seconds, onMix });
      return joined(blocks);
    };
    const whole = await listen(4, pool);
    const head = await listen(2, pool);
    expect(head.length).toBe(88_200);
    // The end of a preview fades out, so only what comes before is the same.
    const same = 88_200 - 44_100 * 0.5;
    const furthest = head
      .subarray(0, same)
      .reduce((most, x, i) => Math.max(most, Math.abs(x - whole[i]!)), 0);
    expect(furthest).toBeLessThan(1e-6);
    expect(head.some((x) => Math.abs(x) > 1e-4)).toBe(true);
  });

  it('makes no more than its pace allows, the same sound, and waits no longer once it is cancelled', async () => {
    const controller = new AbortController();
    const soundFont = await loadSoundFont(soundFontPath);
    const options = {
      soundFont,
      pool,
      sampleRate: 44_100 as const,
      space: styleSpaces.cinematic,
      seconds: 4,
    };
    const whole: MixBlock[] = [];
    await playScore(score, { ...options, onMix: (block) => whole.push(block) });
    const paced: MixBlock[] = [];
    const playing = playScore(score, {
      ...options,
      // Beyond the first second: one second of music in a quarter of an hour.
      pace: { ahead: 1, speed: 0.001, acceleration: 0 },
      onMix: (block) => {
        paced.push(block);
        if (block.frame + block.left.length >= 44_100) controller.abort();
      },
      signal: controller.signal,
    });
    await expect(playing).rejects.toMatchObject({ code: 'cancelled' });
    const heard = joined(paced);
    expect(heard.length).toBeLessThan(1.5 * 44_100);
    expect(heard).toEqual(joined(whole).subarray(0, heard.length));
  });

  it('stops when it is cancelled', async () => {
    const controller = new AbortController();
    const soundFont = await loadSoundFont(soundFontPath);
    const playing = playScore(score, {
      soundFont,
      pool,
      sampleRate: 44_100,
      space: styleSpaces.cinematic,
      seconds: 60,
      onMix: () => {
        controller.abort();
      },
      signal: controller.signal,
    });
    await expect(playing).rejects.toMatchObject({ code: 'cancelled' });
  });
});
