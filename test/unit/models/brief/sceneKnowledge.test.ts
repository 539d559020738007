import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeSceneVectors, encodeSceneVectors } from '../../../../models/brief/sceneVectors.ts';
import { loadSceneKnowledge, parseScenes } from '../../../../models/brief/sceneKnowledge.ts';
import { recallScenes } from '../../../../models/brief/recallScenes.ts';
import { knowledgeFolder, queryEmbedding, queryList } from './queryReadings.ts';
import type { SceneKnowledge } from '../../../../models/brief/sceneKnowledge.ts';

let knowledge: SceneKnowledge;
let folder: string;

beforeAll(async () => {
  knowledge = await loadSceneKnowledge(knowledgeFolder);
  folder = await mkdtemp(join(tmpdir(), 'leitmotif-knowledge-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

async function copyOfKnowledge(name: string): Promise<string> {
  const copy = join(folder, name);
  await cp(knowledgeFolder, copy, { recursive: true });
  return copy;
}

describe('loadSceneKnowledge', () => {
  it('loads our scenes with a vector each', () => {
    expect(knowledge.scenes.length).toBeGreaterThan(400);
    expect(knowledge.vectors.length).toBe(knowledge.scenes.length * knowledge.width);
  });

  it('has distinct plain words for every scene', () => {
    const lists = knowledge.scenes.map(({ words }) => words.toSorted().join('|'));
    expect(new Set(lists).size).toBe(knowledge.scenes.length);
  });

  it('refuses vectors that were made from other scenes', async () => {
    const copy = await copyOfKnowledge('changed');
    const path = join(copy, 'scenes', 'film.jsonl');
    await writeFile(path, (await readFile(path, 'utf8')).replace('Four thieves', 'Five thieves'));
    await expect(loadSceneKnowledge(copy)).rejects.toMatchObject({ code: 'knowledge-corrupt' });
  });

  it.each(['truncated', 'of another version', 'missing'])('refuses vectors that are %s', async (damage) => {
    const copy = await copyOfKnowledge(damage);
    const path = join(copy, 'scenes.vectors.bin');
    const bytes = await readFile(path);
    if (damage === 'truncated') await writeFile(path, bytes.subarray(0, 1000));
    if (damage === 'of another version') await writeFile(path, bytes.fill(9, 4, 5));
    if (damage === 'missing') await rm(path);
    await expect(loadSceneKnowledge(copy)).rejects.toMatchObject({ code: 'knowledge-corrupt' });
  });

  it('names the line of a scene that is wrong', () => {
    const good = JSON.stringify(knowledge.scenes[0]);
    expect(() => parseScenes(`${good}\n{"id":"x"}`, 'film.jsonl')).toThrow(/film\.jsonl:2/u);
    expect(() => parseScenes('no json', 'film.jsonl')).toThrow(/film\.jsonl:1/u);
  });
});

describe('sceneVectors', () => {
  it('survives its file', async () => {
    const bytes = await readFile(join(knowledgeFolder, 'scenes.vectors.bin'));
    const vectors = decodeSceneVectors(bytes)!;
    expect(Buffer.compare(Buffer.from(encodeSceneVectors(vectors)), bytes)).toBe(0);
  });
});

describe('recallScenes', () => {
  it.each([
    ['golden retriever puppy', 'golden-retriever-fetch'],
    ['Saturn', 'astronaut-adrift'],
    ['beneath the floorboards', 'haunted-mansion-stairs'],
    ['home from the wedding', 'beach-elopement'],
    ['solemn choir', 'midnight-mass-incense'],
    ['angry industrial', 'mech-hangar-sortie'],
    ['Irish jig', 'crossroads-tavern'],
    ['lighthouse and a seashore', 'cliff-seabird-colony'],
    ['A cat sleeps', 'sleep-at-the-inn'],
    ['snowy forest', 'snowy-forest-by-night'],
    ['melancholic and sparse', 'empty-armchair-study'],
    ['triumphant brass', 'opening-night-orchestra'],
    ['bell cote', 'easter-dawn-vigil'],
    ['detective', 'noir-detective-office'],
    ['full of light', 'hope-after-illness'],
    ['train station', 'golden-anniversary-piano'],
    ['calm ambient pads', 'coral-water-level'],
    ['neon lit', 'melancholy-rain-on-glass'],
    ['Festival of lanterns', 'hindu-baraat-procession'],
    ['cemetery in fog', 'requiem-for-drowned-sailors'],
  ])('recalls for "%s" the scene %s', (words, id) => {
    const query = queryList.find(({ text }) => text.includes(words))!;
    const { scenes } = recallScenes(knowledge, queryEmbedding(query));
    expect(scenes.map(({ index }) => knowledge.scenes[index]?.id)).toContain(id);
  });

  it('reads the feeling of our sentences', () => {
    const felt = queryList.map((query) => recallScenes(knowledge, queryEmbedding(query)).feeling);
    expect(
      correlation(
        felt.map(({ valence }) => valence),
        queryList.map(({ valence }) => valence),
      ),
    ).toBeGreaterThan(0.85);
    expect(
      correlation(
        felt.map(({ arousal }) => arousal),
        queryList.map(({ arousal }) => arousal),
      ),
    ).toBeGreaterThan(0.7);
  });
});

function correlation(a: readonly number[], b: readonly number[]): number {
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanA, meanB] = [mean(a), mean(b)];
  const product = mean(a.map((value, i) => (value - meanA) * (b[i]! - meanB)));
  const spread = (values: readonly number[], middle: number): number =>
    Math.sqrt(mean(values.map((v) => (v - middle) ** 2)));
  return product / (spread(a, meanA) * spread(b, meanB));
}
