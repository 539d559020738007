import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { meters, styles } from '../../../../bridge/protocol/attributes.ts';
import { musicSeconds, ritardandoFactors, styleEndings } from '../../../../bridge/protocol/duration.ts';
import {
  barQuarters,
  barSeconds,
  beatQuarters,
  isCompound,
  meterFraction,
} from '../../../../bridge/protocol/meter.ts';

describe('meters', () => {
  it('count what musicians count', () => {
    expect(meters.map((meter) => [meter, barQuarters(meter), beatQuarters(meter)])).toEqual([
      ['2/4', 2, 1],
      ['3/4', 3, 1],
      ['4/4', 4, 1],
      ['5/4', 5, 1],
      ['6/8', 3, 1.5],
      ['7/8', 3.5, 1],
      ['9/8', 4.5, 1.5],
      ['12/8', 6, 1.5],
    ]);
    expect(meterFraction('12/8')).toEqual([12, 8]);
    expect(meters.filter(isCompound)).toEqual(['6/8', '9/8', '12/8']);
  });

  it('make bars as long as their beats', () => {
    expect(barSeconds('4/4', 60)).toBe(4);
    expect(barSeconds('6/8', 60)).toBe(2);
    expect(barSeconds('7/8', 60)).toBe(3.5);
  });
});

describe('the ritardando', () => {
  it('falls evenly over the last two bars to what was asked', () => {
    expect(ritardandoFactors(8, '3/4', 0.12)).toEqual(
      [1, 2, 3, 4, 5, 6].map((beat) => 1 - (0.12 * beat) / 6),
    );
  });

  it('is left out of short pieces and of styles that keep their tempo', () => {
    expect(ritardandoFactors(3, '4/4', 0.12)).toEqual([]);
    expect(ritardandoFactors(8, '4/4', styleEndings.electronic.ritardando)).toEqual([]);
  });

  it('is counted in the length of the music', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 200 }),
        fc.constantFrom(...meters),
        fc.integer({ min: 30, max: 260 }),
        fc.constantFrom(...styles),
        (bars, meter, tempo, style) => {
          const { ritardando } = styleEndings[style];
          const steady = bars * barSeconds(meter, tempo);
          const seconds = musicSeconds(bars, meter, tempo, ritardando);
          expect(seconds).toBeGreaterThanOrEqual(steady);
          // Two bars cannot grow by more than the slowest beat would.
          expect(seconds).toBeLessThanOrEqual(
            steady + 2 * barSeconds(meter, tempo) * (1 / (1 - ritardando) - 1) + 1e-9,
          );
        },
      ),
    );
  });
});
