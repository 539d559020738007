import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GainRamp } from '../../../../../webview/player/sound/gainRamp.ts';

function filled(ramp: GainRamp, count: number): number[] {
  const curve = new Float32Array(count);
  ramp.fill(curve, count);
  return [...curve];
}

describe('GainRamp', () => {
  it('stands where it began', () => {
    expect(filled(new GainRamp(1), 3)).toEqual([1, 1, 1]);
  });

  it('arrives exactly when it should', () => {
    const ramp = new GainRamp(0);
    ramp.aim(1, 4);
    expect(filled(ramp, 6)).toEqual([0.25, 0.5, 0.75, 1, 1, 1]);
    expect(ramp.isMoving).toBe(false);
  });

  it('turns back from where it is', () => {
    const ramp = new GainRamp(0);
    ramp.aim(1, 4);
    filled(ramp, 2);
    ramp.aim(0, 2);
    expect(filled(ramp, 3)).toEqual([0.25, 0, 0]);
  });

  it('jumps only where it is told to', () => {
    const ramp = new GainRamp(0);
    ramp.aim(1, 0);
    expect(ramp.value).toBe(1);
  });

  it('is the same however it is cut into pieces', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 300 }),
        fc.array(fc.integer({ min: 1, max: 64 })),
        (frames, cuts) => {
          const total = cuts.reduce((sum, cut) => sum + cut, 0);
          const whole = new GainRamp(0.2);
          const cut = new GainRamp(0.2);
          whole.aim(0.9, frames);
          cut.aim(0.9, frames);
          const pieces = cuts.flatMap((count) => filled(cut, count));
          filled(whole, total).forEach((value, i) => {
            expect(pieces[i]).toBeCloseTo(value, 5);
          });
        },
      ),
    );
  });
});
