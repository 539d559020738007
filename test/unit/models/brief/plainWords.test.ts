import { beforeAll, describe, expect, it } from 'vitest';
import { loadSceneKnowledge } from '../../../../models/brief/sceneKnowledge.ts';
import { makeBrief } from '../../../../models/brief/makeBrief.ts';
import { emptyCue, knowledgeFolder, plainQueryList, plainStory } from './queryReadings.ts';
import type { Brief } from '../../../../bridge/protocol/brief.ts';
import type { SceneKnowledge } from '../../../../models/brief/sceneKnowledge.ts';

let knowledge: SceneKnowledge;
beforeAll(async () => {
  knowledge = await loadSceneKnowledge(knowledgeFolder);
});

function briefOfText(text: string): Brief {
  const query = plainQueryList.find((one) => one.text === text)!;
  return makeBrief({ readings: [plainStory(query)], given: {}, cue: emptyCue, knowledge });
}

describe('briefs of plain words', () => {
  it.each(['label', 'sentence'] as const)('fit every held-out %s', (kind) => {
    const heldOut = plainQueryList.filter((query) => query.kind === kind).filter((_, i) => i % 2 === 1);
    const briefs = heldOut.map(({ text }) => briefOfText(text));
    const agreement = (name: 'valence' | 'arousal' | 'tension'): number =>
      correlation(
        heldOut.map((query) => query[name]),
        briefs.map(({ attributes }) => attributes[name].value),
      );
    // README.md has these figures.
    expect(agreement('valence')).toBeGreaterThan(0.85);
    expect(agreement('arousal')).toBeGreaterThan(0.85);
    expect(agreement('tension')).toBeGreaterThan(0.85);
    const suited = heldOut.filter(({ styles }, i) => styles.includes(briefs[i]!.attributes.style.value));
    expect(suited.length / heldOut.length).toBeGreaterThan(0.9);
  });

  it('hears a neon city as electronic and awake', () => {
    const { style, arousal } = briefOfText('neon city at night').attributes;
    expect(style.value).toBe('electronic');
    expect(arousal.value).toBeGreaterThan(0);
  });

  it('hears a dragon fight as a battle', () => {
    const { tension, arousal, key, style } = briefOfText('dragon fight').attributes;
    expect(tension.value).toBeGreaterThanOrEqual(0.5);
    expect(arousal.value).toBeGreaterThanOrEqual(0.6);
    expect(key.value).toMatch(/minor|dorian|phrygian|locrian/u);
    expect(style.value).toBe('cinematic');
  });

  it('hears children dancing round a tree as play and not as worship', () => {
    const { style, arousal, valence, instruments } = briefOfText(
      'The children opened their presents and danced around the tree.',
    ).attributes;
    expect(style.value).not.toBe('choral');
    expect(arousal.value).toBeGreaterThan(0.3);
    expect(valence.value).toBeGreaterThan(0.7);
    expect(instruments.value.map(({ instrument }) => instrument)).not.toContain('church-organ');
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
