import { describe, expect, it } from 'vitest';
import { composeScore } from '../../../../models/engines/score/composeScore.ts';
import { explicitBrief, randomBrief } from '../../../../models/evaluation/explicitBrief.ts';
import { firstBars, melodyOf, pieceOfScore } from '../../../../models/evaluation/piece.ts';
import { lineOf, pieceOf } from './metrics/handMadePieces.ts';

describe('pieceOfScore', () => {
  const { score } = composeScore({
    brief: explicitBrief('folk', { bars: 8, arousal: 1, density: 1 }),
    seed: 1,
  });
  const piece = pieceOfScore(score, 'folk');

  it('puts the lead first and the drums apart', () => {
    const lead = score.parts.find((part) => part.role === 'lead');
    expect(piece.lines[0]).toHaveLength(lead?.notes.length ?? 0);
    expect(piece.lines.length + piece.drums.length).toBe(score.parts.length);
  });

  it('lays every onset on twelfths of a quarter within the piece', () => {
    const ticks = piece.lines.flat().map((note) => note.tick);
    expect(ticks.every((tick) => tick % 40 === 0 && tick >= 0 && tick < piece.end)).toBe(true);
  });

  it('ends no note after the last bar', () => {
    expect(Math.max(...piece.lines.flat().map((note) => note.tick + note.duration))).toBeLessThanOrEqual(
      piece.end,
    );
  });
});

describe('melodyOf', () => {
  it('takes the highest note of each onset', () => {
    const melody = melodyOf(pieceOf(1, lineOf([0, 1, 60], [0, 1, 67], [1, 1, 62])));
    expect(melody.map((note) => note.pitch)).toEqual([67, 62]);
  });
});

describe('firstBars', () => {
  it('cuts notes and bars', () => {
    const cut = firstBars(pieceOf(3, lineOf([0, 8, 60], [5, 1, 62]), lineOf([9, 1, 40])), 1);
    expect(cut.bars).toEqual([0]);
    expect(cut.end).toBe(4 * 480);
    expect(cut.lines).toEqual([lineOf([0, 4, 60])]);
  });
});

describe('randomBrief', () => {
  it('is the same for the same request and another for another seed', () => {
    const request = { style: 'strings', seed: 7 } as const;
    expect(randomBrief(request)).toEqual(randomBrief(request));
    expect(randomBrief(request)).not.toEqual(randomBrief({ ...request, seed: 8 }));
  });
});
