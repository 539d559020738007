import { describe, expect, it } from 'vitest';
import { cosineOf, embeddingAt, meanVector } from '../../../../../models/engines/musflow/conditions.ts';
import { PieceNotes, stretchedNotes } from '../../../../../models/engines/musflow/score/pieceNotes.ts';

describe('vectors of several conditions', () => {
  it('are their mean by weight, of unit length where asked, and nothing without weight', () => {
    const vectors = [
      { vector: [1, 0], weight: 3 },
      { vector: [0, 1], weight: 1 },
      { vector: [9, 9], weight: 0 },
    ];
    expect(meanVector(vectors, false)).toEqual({ vector: [0.75, 0.25], weight: 4 });
    expect(Math.hypot(...meanVector(vectors, true)!.vector)).toBeCloseTo(1, 12);
    expect(meanVector([{ vector: [1], weight: 0 }], true)).toBeUndefined();
  });
});

describe('e_f over time', () => {
  const curve = [
    { seconds: 0, embedding: [0, 2] },
    { seconds: 10, embedding: [1, 0] },
  ];

  it('moves in a straight line between two, and stays before and after', () => {
    expect([...embeddingAt(curve, 5)!]).toEqual([0.5, 1]);
    expect([...embeddingAt(curve, -1)!]).toEqual([0, 2]);
    expect([...embeddingAt(curve, 12)!]).toEqual([1, 0]);
    expect([...embeddingAt([curve[1]!], 3)!]).toEqual([1, 0]);
    expect(embeddingAt([], 3)).toBeUndefined();
  });

  it('is compared by cosine', () => {
    expect(cosineOf([1, 0], [2, 0])).toBeCloseTo(1, 12);
    expect(cosineOf([1, 0], [0, 3])).toBe(0);
    expect(cosineOf([0, 0], [1, 1])).toBe(0);
  });
});

describe('the notes of a piece', () => {
  const note = [0, 60, 0.4, 0.2, 1, 40];
  const column = 60 - 21;

  it('are cut for a window as training cut them', () => {
    const notes = new PieceNotes([note, [0, 62, 10.3, 0.2, 1, 40]], 600, false);
    expect(notes.window(0).tonal[10 * 1584 + column]).toBeCloseTo(0.5, 5);
    // In row 12 the first note has begun before, and sounds on.
    expect(notes.window(12).tonal[column]).toBe(0);
    expect(notes.window(12).tonal[column + 88]).toBeCloseTo(1, 5);
  });

  it('are told to the vocoder with what began before', () => {
    const notes = new PieceNotes([note], 600, false);
    expect(notes.span(11, 4).tonal[column + 88]).toBeCloseTo(1, 5);
  });

  it('go on round a loop', () => {
    const notes = new PieceNotes([note], 50, true);
    const once = notes.span(0, 50).tonal;
    expect(notes.span(50, 50).tonal).toEqual(once);
    expect(notes.span(-16, 16).tonal.slice(0, 1584)).toEqual(once.slice(34 * 1584, 35 * 1584));
    const window = notes.window(0).tonal;
    expect(window[(50 + 10) * 1584 + column]).toBeCloseTo(window[10 * 1584 + column]!, 4);
    expect(window[(200 + 10) * 1584 + column]).toBeGreaterThan(0.4);
  });

  it('are stretched in time alone', () => {
    expect(stretchedNotes([note], 2)).toEqual([[0, 60, 0.8, 0.4, 1, 40]]);
  });
});
