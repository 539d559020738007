/** Takes of thirty seconds as the evaluation makes and hears them, with the engine's packs and the judge itself. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { explicitBrief } from '../../../models/evaluation/explicitBrief.ts';
import { ClipListener } from '../../../models/evaluation/musflow/clipListener.ts';
import { longRows, makeLongTakes } from '../../../models/evaluation/musflow/longTakes.ts';
import { openPlayer } from '../../../models/evaluation/musflow/openPlayer.ts';
import { openAudioEncoder } from '../../../models/perception/audioEncoder.ts';
import { RenderPool } from '../../../models/rendering/renderPool.ts';
import { loadSoundFont } from '../../../models/rendering/soundFont.ts';
import { PackStore } from '../../../models/runtime/packStore.ts';
import { findInstallation } from '../../../models/takes/installation.ts';
import { describeWithMusflow, musflowPacks } from './describeWithMusflow.ts';
import type { EvaluatedClip } from '../../../models/evaluation/musflow/evaluateMusflow.ts';
import type { LongTakesRequest } from '../../../models/evaluation/musflow/longTakes.ts';
import type { MusflowPlayer } from '../../../models/evaluation/musflow/player.ts';
import type { PackAudioEncoder } from '../../../models/perception/audioEncoder.ts';

let player: MusflowPlayer;
let judge: PackAudioEncoder;
let request: LongTakesRequest;
beforeAll(async () => {
  const { packs, soundFont } = findInstallation();
  player = await openPlayer(new PackStore(musflowPacks));
  judge = await openAudioEncoder(await new PackStore(packs).open('musicnn-mtt', {}), {});
  request = {
    cache: mkdtempSync(join(tmpdir(), 'long-')),
    player,
    listener: new ClipListener(judge, player),
    renderer: { pool: new RenderPool(1), soundFont: await loadSoundFont(soundFont) },
  };
});
afterAll(async () => {
  await request.renderer.pool.close();
  await judge.close();
  await player.close();
});

/** A clip that asks for pop with drums, or one of which nothing is known. */
function clip(id: string, isKnown: boolean): EvaluatedClip {
  const place = new Float32Array(512).fill(1 / Math.sqrt(512));
  const { attributes } = explicitBrief('pop', { tempo: 120, key: 'A minor', arousal: 0.8 });
  const values = Object.entries(attributes).map(([name, { value }]) => [name, value] as const);
  const record = { id, seed: 7, attributes: Object.fromEntries<unknown>(isKnown ? values : []) };
  const each = { image: place, story: place, caption: place };
  return { clip: { id, record }, places: { each } } as unknown as EvaluatedClip;
}

describeWithMusflow('takes of thirty seconds', () => {
  const asked = [clip('test-unknown', false), clip('test-pop', true)];

  it('are rendered and made of a clip’s attributes; a clip without any is left out', async () => {
    const lengths: number[] = [];
    const measured: MusflowPlayer = {
      ...player,
      play: async (...args) => {
        const samples = await player.play(...args);
        lengths.push(samples.length);
        return samples;
      },
    };
    const { clips, renders, made } = await makeLongTakes(asked, { ...request, player: measured });
    expect(clips).toEqual([1]);
    expect(lengths).toEqual([longRows * 1280]);
    // The render is itself.
    expect(renders[0]).toMatchObject({ hasDrums: true, mel: 0, mels: [0, 0, 0], onsetRender: 1 });
    const mels = made[0]?.mels ?? [];
    expect(mels.every((value) => value > 0)).toBe(true);
    expect(mels.reduce((sum, value) => sum + value, 0) / 3).toBeCloseTo(made[0]?.mel ?? NaN, 4);
  }, 120_000);

  it('are not made again once they were heard', async () => {
    const silent: MusflowPlayer = { ...player, play: () => Promise.reject(new Error('played again')) };
    const { clips, made } = await makeLongTakes(asked, { ...request, player: silent });
    expect(clips).toEqual([1]);
    expect(made[0]?.id).toBe('test-pop');
  });

  it('end with a signal', async () => {
    const elsewhere = { ...request, cache: mkdtempSync(join(tmpdir(), 'long-')) };
    await expect(makeLongTakes(asked, { ...elsewhere, signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'cancelled',
    });
  });
});
