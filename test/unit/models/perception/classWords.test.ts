import { describe, expect, it } from 'vitest';
import { classWords, namedTogether } from '../../../../models/perception/classWords.ts';
import { sceneGroup } from '../../../../models/perception/sceneGroups.ts';
import type { ClassWords } from '../../../../models/perception/classWords.ts';
import type { IndexedClass } from '../../../../models/perception/sceneGroups.ts';

/** Named classes, the rest of the probability spread evenly over a thousand. */
function read(named: Record<string, number>): ClassWords {
  const top = Object.entries(named).map(([label, probability]) => ({ label, probability }));
  const rest = 1 - top.reduce((sum, { probability }) => sum + probability, 0);
  const probabilities = Float32Array.from(
    { length: 1000 },
    (_unused, i) => top[i]?.probability ?? rest / (1000 - top.length),
  );
  return classWords(top, probabilities);
}

describe('classWords', () => {
  it('is sure of one clear object', () => {
    const { words, certainty } = read({ alp: 0.9, valley: 0.05 });
    expect(words).toEqual([{ text: 'snowy mountain', confidence: 0.9 }]);
    expect(certainty).toBeGreaterThan(0.7);
  });

  it('is unsure where everything is a little likely', () => {
    expect(read({ pier: 0.1, seashore: 0.08, schooner: 0.06 }).certainty).toBeLessThan(0.1);
  });

  it('does not force a drawing into a jigsaw puzzle', () => {
    const { words, certainty } = read({ 'jigsaw puzzle': 0.7, seashore: 0.15 });
    expect(words[0]?.confidence).toBeLessThan(0.2);
    expect(certainty).toBeLessThan(0.3);
  });
});

it('names several things with their articles', () => {
  expect(namedTogether([])).toBe('');
  expect(namedTogether(['pier'])).toBe('a pier');
  expect(namedTogether(['pier', 'umbrella', 'sunglasses'])).toBe('a pier, an umbrella and sunglasses');
  expect(namedTogether(['abacus', 'compass'])).toBe('an abacus and a compass');
});

describe('sceneGroup', () => {
  const classes = (named: Record<string, number>): IndexedClass[] =>
    Object.entries(named).map(([label, probability], i) => ({ label, probability, index: 900 + i }));

  it('adds up what several classes agree on', () => {
    const harbour = sceneGroup(
      classes({ pier: 0.1, seashore: 0.08, beacon: 0.06, schooner: 0.05, stage: 0.2 }),
    );
    expect(harbour?.phrase).toBe('a harbour or a shore with boats');
    expect(harbour?.confidence).toBeCloseTo(0.29, 6);
  });

  it('does not take one class for a scene', () => {
    expect(sceneGroup(classes({ pier: 0.43, 'worm fence': 0.04 }))).toBeUndefined();
  });

  it('knows kinds of animals by their place', () => {
    const dogs = [151, 200, 250].map((index) => ({ label: `breed ${index}`, index, probability: 0.25 }));
    expect(sceneGroup(dogs)?.phrase).toBe('a dog');
  });
});
