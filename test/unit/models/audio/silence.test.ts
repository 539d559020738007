import { describe, expect, it } from 'vitest';
import { SilenceMeter } from '../../../../models/audio/silence.ts';
import { signal, sine } from './testSignals.ts';

function measure(isSounding: (time: number) => boolean): SilenceMeter {
  const tone = sine(440, 0.2);
  const [left, right] = signal(44_100, 4, (time) => (isSounding(time) ? tone(time) : 0.0005));
  const meter = new SilenceMeter(44_100);
  for (let i = 0; i < left.length; i += 999) meter.process(left, right, i, Math.min(999, left.length - i));
  return meter;
}

describe('SilenceMeter', () => {
  it('finds the silence before, between and after', () => {
    const meter = measure(
      (time) => (time >= 0.5 && time < 1) || (time >= 1.7 && time < 2) || (time >= 2.1 && time < 3),
    );
    expect(meter.leading).toBeCloseTo(0.5, 2);
    expect(meter.longest).toBeCloseTo(0.7, 2);
    expect(meter.trailing).toBeCloseTo(1, 2);
  });

  it('counts no gap in what never pauses', () => {
    const meter = measure(() => true);
    expect([meter.leading, meter.longest, meter.trailing]).toEqual([0, 0, 0]);
  });

  it('finds all of a silent sound silent, with no gap inside the music', () => {
    const meter = measure(() => false);
    expect([meter.leading, meter.longest, meter.trailing]).toEqual([4, 0, 4]);
  });
});
