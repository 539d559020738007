import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LeitmotifError } from '../../../../bridge/protocol/errors.ts';
import { attributeRanges, meters, styles } from '../../../../bridge/protocol/attributes.ts';
import { musicSeconds, styleEndings } from '../../../../bridge/protocol/duration.ts';
import { fitDuration } from '../../../../models/brief/fitDuration.ts';
import type { DurationWish, FittedDuration } from '../../../../models/brief/fitDuration.ts';

const free: DurationWish = { tempo: 96, exact: false, bounds: [30, 260], meter: '4/4', style: 'cinematic' };

function music({ meter, style }: DurationWish, { bars, tempo }: FittedDuration): number {
  return musicSeconds(bars, meter, tempo, styleEndings[style].ritardando);
}

function fitted(wish: DurationWish): FittedDuration | LeitmotifError {
  try {
    return fitDuration(wish);
  } catch (error) {
    if (error instanceof LeitmotifError) return error;
    throw error;
  }
}

const wishes = fc.record({
  tempo: fc.double({ min: 30, max: 260, noNaN: true }).map((tempo) => Math.round(tempo * 100) / 100),
  exact: fc.boolean(),
  meter: fc.constantFrom(...meters),
  style: fc.constantFrom(...styles),
  seconds: fc.option(fc.double({ min: 2, max: 3600, noNaN: true }).map((s) => Math.round(s * 1000) / 1000)),
  bars: fc.option(fc.integer({ min: 1, max: 2000 })),
});

function toWish({
  seconds,
  bars,
  ...rest
}: typeof wishes extends fc.Arbitrary<infer W> ? W : never): DurationWish {
  const bounds = rest.exact ? ([rest.tempo, rest.tempo] as const) : ([30, 260] as const);
  return { ...rest, bounds, ...(seconds !== null && { seconds }), ...(bars !== null && { bars }) };
}

describe('fitDuration', () => {
  it('says how many bars there is room for where tempo and seconds leave no room for those that were asked', () => {
    const exact = { tempo: 100, exact: true, bounds: [100, 100], meter: '4/4', style: 'ambient' } as const;
    expect(fitDuration({ ...exact, seconds: 5, bars: 40 }).notes).toEqual([
      'There is room for 1 bar in 5 s at 100 BPM, not 40; tempo and seconds were kept',
    ]);
  });

  it('is as long as asked within a millisecond, keeps exact tempi and stays in range, or says that it cannot', () => {
    fc.assert(
      fc.property(wishes, (given) => {
        const wish = toWish(given);
        const result = fitted(wish);
        if (result instanceof LeitmotifError) return result.code === 'brief-impossible' && wish.exact;
        const { tempo, bars, seconds } = attributeRanges;
        const length = music(wish, result) + result.ringOut;
        return (
          Math.abs(length - result.seconds) < 0.001 &&
          (wish.seconds === undefined || result.seconds === wish.seconds) &&
          (!wish.exact || result.tempo === wish.tempo) &&
          result.ringOut >= 0 &&
          Number.isInteger(result.bars) &&
          [
            [result.tempo, tempo],
            [result.bars, bars],
            [result.seconds, seconds],
          ].every(([value, range]) => {
            const { min, max } = range as { min: number; max: number };
            return (value as number) >= min && (value as number) <= max;
          })
        );
      }),
      { numRuns: 4000 },
    );
  });

  it('never leaves what words allow', () => {
    const bounds = fc
      .tuple(fc.integer({ min: 30, max: 240 }), fc.integer({ min: 4, max: 40 }))
      .map(([low, width]) => [low, Math.min(260, low + width)] as const);
    fc.assert(
      fc.property(wishes, bounds, (given, [low, high]) => {
        const wish: DurationWish = {
          ...toWish({ ...given, exact: false }),
          tempo: (low + high) / 2,
          bounds: [low, high],
        };
        const result = fitted(wish);
        if (!(result instanceof LeitmotifError)) return result.tempo >= low && result.tempo <= high;
        // Refused only where not one bar fits at the fastest, or more bars would be needed than there may be.
        const bar = musicSeconds(1, wish.meter, high, styleEndings[wish.style].ritardando);
        const tooManyBars = (wish.seconds ?? 30) / bar > 0.9 * attributeRanges.bars.max;
        const fitsNone = bar > (wish.seconds ?? 30) || wish.seconds === undefined;
        return result.code === 'brief-impossible' && (fitsNone || tooManyBars);
      }),
      { numRuns: 4000 },
    );
  });

  it('is 30 seconds long where nothing is said', () => {
    expect(fitDuration(free)).toMatchObject({ seconds: 30, notes: [] });
  });

  it.each([
    [96, 30, 12],
    [72, 30, 8],
    [120, 60, 28],
    [64, 64, 16],
  ])('at about %i BPM phrases %i s in %i bars', (tempo, seconds, bars) => {
    const result = fitDuration({ ...free, tempo, seconds });
    expect(result.bars).toBe(bars);
    expect(Math.abs(result.tempo / tempo - 1)).toBeLessThan(0.1);
  });

  it('keeps a tempo in numbers and lets the rest ring out', () => {
    const result = fitDuration({ ...free, tempo: 72, exact: true, bounds: [72, 72], seconds: 30 });
    expect(result).toMatchObject({ tempo: 72, bars: 8, seconds: 30 });
  });

  it('takes bars without seconds at the usual ring-out', () => {
    const result = fitDuration({ ...free, bars: 16 });
    expect(result).toMatchObject({ tempo: 96, bars: 16 });
    expect(result.ringOut).toBeCloseTo(3.2, 2);
  });

  it('fits the tempo to bars and seconds', () => {
    expect(fitDuration({ ...free, bars: 16, seconds: 40 })).toMatchObject({ bars: 16, seconds: 40 });
  });

  it('drops bars that would need an implausible tempo, and says so', () => {
    const result = fitDuration({ ...free, bars: 100, seconds: 20 });
    expect(result.bars).not.toBe(100);
    expect(result.notes[0]).toContain('100 bars');
  });

  it('lets tempo and seconds win over bars, and says so', () => {
    const result = fitDuration({ ...free, tempo: 72, exact: true, bounds: [72, 72], bars: 40, seconds: 30 });
    expect(result).toMatchObject({ tempo: 72, seconds: 30, bars: 8 });
    expect(result.notes[0]).toContain('not 40');
  });

  it('raises a free tempo where not even one bar fits', () => {
    expect(fitDuration({ ...free, tempo: 30, meter: '12/8', seconds: 2 }).bars).toBe(1);
  });

  it('refuses an exact tempo at which not even one bar fits', () => {
    const result = fitted({ ...free, tempo: 30, exact: true, bounds: [30, 30], meter: '12/8', seconds: 2 });
    expect(result).toBeInstanceOf(LeitmotifError);
    expect(result).toMatchObject({ code: 'brief-impossible' });
  });

  it('stays within a tempo word where whole bars fit there', () => {
    const result = fitDuration({ ...free, tempo: 76, bounds: [50, 76], seconds: 30 });
    expect(result.tempo).toBeLessThanOrEqual(76);
  });
});
