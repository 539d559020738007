import { describe, expect, it, vi } from 'vitest';
import { ReadingMemory } from '../../../../models/takes/readingMemory.ts';
import type { Reading } from '../../../../models/perception/reading.ts';

const reading = (condition: string, passages = 1): Reading => ({
  condition,
  kind: 'story',
  weight: 1,
  passages: Array.from({ length: passages }, () => ({
    text: condition,
    embedding: new Float32Array(2),
    weight: 1 / passages,
  })),
  words: [],
  understood: 1,
  notes: [],
  summary: condition,
});

describe('ReadingMemory', () => {
  it('perceives the same condition once', async () => {
    const memory = new ReadingMemory();
    const perceive = vi.fn(() => Promise.resolve(reading('a')));
    const grounds = { condition: { id: 'a', weight: 1 }, sha256: 'x' };
    const first = await memory.recall(grounds, perceive);
    expect(await memory.recall({ ...grounds }, perceive)).toBe(first);
    expect(perceive).toHaveBeenCalledTimes(1);
  });

  it('perceives anew where the file, the weight or the words of the condition have changed', async () => {
    const memory = new ReadingMemory();
    const perceive = vi.fn(() => Promise.resolve(reading('a')));
    await memory.recall({ condition: { id: 'a', weight: 1 }, sha256: 'x' }, perceive);
    await memory.recall({ condition: { id: 'a', weight: 1 }, sha256: 'y' }, perceive);
    await memory.recall({ condition: { id: 'a', weight: 2 }, sha256: 'y' }, perceive);
    await memory.recall({ condition: { id: 'a', weight: 2, alt: 'a ship' }, sha256: 'y' }, perceive);
    expect(perceive).toHaveBeenCalledTimes(4);
  });

  it('keeps nothing of what failed', async () => {
    const memory = new ReadingMemory();
    const grounds = { condition: 1, sha256: 'x' };
    await expect(memory.recall(grounds, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    expect((await memory.recall(grounds, () => Promise.resolve(reading('a')))).condition).toBe('a');
  });

  it('forgets what was asked for longest ago, and keeps its size', async () => {
    const memory = new ReadingMemory(10);
    const recall = (name: string, perceive = vi.fn(() => Promise.resolve(reading(name, 3)))) =>
      memory.recall({ condition: name, sha256: name }, perceive).then(() => perceive);
    await recall('a');
    await recall('b');
    await recall('a');
    await recall('c');
    expect(memory.size).toBe(2);
    expect(await recall('a')).not.toHaveBeenCalled();
    expect(await recall('b')).toHaveBeenCalledTimes(1);
    for (let i = 0; i < 100; i++) await recall(`story ${String(i)}`);
    expect(memory.size).toBe(2);
  });
});
