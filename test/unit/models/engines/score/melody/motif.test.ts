import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { meters } from '../../../../../../bridge/protocol/attributes.ts';
import { seededRandom } from '../../../../../../bridge/protocol/seededRandom.ts';
import { fragment, inventMotif, invert } from '../../../../../../models/engines/score/melody/motif.ts';
import { barGrid } from '../../../../../../models/engines/score/request.ts';
import { profiles } from '../../../../../../models/engines/score/styles/profiles.ts';

const request = fc.record({
  meter: fc.constantFrom(...meters),
  style: fc.constantFrom(...(Object.keys(profiles) as (keyof typeof profiles)[])),
  density: fc.double({ min: 0, max: 1, noNaN: true }),
  seed: fc.integer({ min: 0 }),
});

describe('inventMotif', () => {
  it('fills its bars with whole ticks, without gaps', () => {
    fc.assert(
      fc.property(request, ({ meter, style, density, seed }) => {
        const grid = barGrid(meter);
        const motif = inventMotif({
          grid,
          melody: profiles[style].melody,
          density,
          random: seededRandom(seed),
        });
        let at = 0;
        for (const note of motif.notes) {
          expect(note.offset).toBe(at);
          expect(Number.isInteger(note.duration) && note.duration > 0).toBe(true);
          at += note.duration;
        }
        expect(at).toBe(motif.bars * grid.bar);
      }),
    );
  });

  it('inverts to its mirror and back', () => {
    const grid = barGrid('4/4');
    const motif = inventMotif({ grid, melody: profiles.piano.melody, density: 0.5, random: seededRandom(8) });
    const twice = invert(invert(motif));
    expect(twice.notes.map((note) => note.step + 0)).toEqual(motif.notes.map((note) => note.step));
  });

  it('fragments into exactly one bar', () => {
    fc.assert(
      fc.property(request, ({ meter, style, density, seed }) => {
        const grid = barGrid(meter);
        const motif = inventMotif({
          grid,
          melody: profiles[style].melody,
          density,
          random: seededRandom(seed),
        });
        const part = fragment(motif, grid.bar);
        expect(part.bars).toBe(1);
        expect(Math.max(...part.notes.map((note) => note.offset + note.duration))).toBeLessThanOrEqual(
          grid.bar,
        );
      }),
    );
  });
});
