/** Onsets of two sounds that are compared, on sounds whose answer is known. */
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../../../../bridge/protocol/seededRandom.ts';
import { curveAgreement } from '../../../../../../models/evaluation/metrics/audio/onsetAgreement.ts';
import { curveOnsets, onsetCurve } from '../../../../../../models/evaluation/metrics/audio/onsetCurve.ts';
import type { Seconds } from '../../../../../../bridge/protocol/units.ts';

const rate = 16_000;
const seconds = 6;

/** How a note of {@link piece} begins. */
interface Attack {
  /** Until it is at its loudest. */
  rise: Seconds;
  level: number;
}

/** Struck tones over a held chord and a breath of noise; how each begins says `attackOf`. */
function piece(
  onsets: readonly Seconds[],
  attackOf: (index: number) => Attack,
  later: Seconds = 0,
): Float32Array {
  const random = seededRandom(3);
  const samples = Float32Array.from({ length: seconds * rate }, (_, i) => {
    const at = i / rate - later;
    const held = [220, 277, 330].reduce((sum, hertz) => sum + 0.02 * Math.sin(2 * Math.PI * hertz * at), 0);
    return held + 2e-4 * (2 * random.next() - 1);
  });
  onsets.forEach((onset, k) => {
    const { rise, level } = attackOf(k);
    const hertz = 220 * 2 ** (((k * 5) % 12) / 12);
    for (let i = Math.max(0, Math.round((onset + later) * rate)); i < samples.length; i++) {
      const age = i / rate - onset - later;
      const envelope = level * Math.min(1, age / rise) * Math.exp(-4 * Math.max(0, age - rise));
      for (let partial = 1; partial <= 6; partial++)
        samples[i] =
          (samples[i] as number) + (envelope / partial) * Math.sin(2 * Math.PI * hertz * partial * age);
    }
  });
  return samples;
}

/** Attacks from sharp to so soft that they hardly count. */
const mixed = (k: number): Attack => ({ rise: [0.005, 0.02, 0.05, 0.09][k % 4] ?? 0, level: 0.3 });
const onsets = Array.from({ length: 16 }, (_, k) => 0.3 + 0.35 * k);
const asked = onsetCurve(piece(onsets, mixed));
const scoreOf = (samples: Float32Array): ReturnType<typeof curveAgreement> =>
  curveAgreement(asked, onsetCurve(samples));

describe('an onset curve', () => {
  it('peaks where tones begin', () => {
    const found = curveOnsets(onsetCurve(piece(onsets, () => ({ rise: 0.005, level: 0.3 }))));
    expect(found).toHaveLength(onsets.length);
    found.forEach((onset, k) => {
      expect(Math.abs(onset - (onsets[k] ?? 0))).toBeLessThan(0.03);
    });
  });

  it('tells nothing of the first 96 ms, and nothing of what is held', () => {
    expect(curveOnsets(onsetCurve(piece([0.005, 0.06], mixed)))).toEqual([]);
    expect(curveOnsets(onsetCurve(piece([], mixed)))).toEqual([]);
  });
});

describe('agreement of two sounds', () => {
  it.each([0.001, 0.003, 0.005, 0.011])('hardly changes if one is %d s later', (later) => {
    expect(scoreOf(piece(onsets, mixed, later)).f1).toBeGreaterThanOrEqual(0.97);
  });

  it('forgives attacks that are somewhat softer, as long as they are there', () => {
    expect(scoreOf(piece(onsets, (k) => ({ ...mixed(k), level: 0.2 }))).f1).toBeGreaterThanOrEqual(0.97);
  });

  it('loses recall, not precision, where half of the attacks are smeared', () => {
    const smeared = scoreOf(piece(onsets, (k) => (k % 2 === 0 ? { rise: 0.6, level: 0.3 } : mixed(k))));
    expect(smeared.recall).toBeLessThan(0.65);
    expect(smeared.precision).toBeGreaterThan(0.9);
  });

  it('loses recall where half of the attacks are gone, and precision where there are twice as many', () => {
    const halved = piece(
      onsets.filter((_, k) => k % 2 === 0),
      () => ({ rise: 0.005, level: 0.3 }),
    );
    expect(scoreOf(halved).recall).toBeLessThan(0.7);
    expect(scoreOf(halved).precision).toBe(1);
    const doubled = [...onsets, ...onsets.map((onset) => onset + 0.18)].sort((a, b) => a - b);
    expect(scoreOf(piece(doubled, () => ({ rise: 0.005, level: 0.3 }))).precision).toBeLessThan(0.65);
  });

  it('is low for another rhythm', () => {
    const other = [0.45, 1.12, 1.55, 2.2, 2.62, 3.25, 3.98, 4.3, 4.7, 5.4];
    expect(scoreOf(piece(other, mixed)).f1).toBeLessThan(0.35);
  });

  it('is whole where neither has an onset, and nothing where only one has', () => {
    const silence = new Float64Array(asked.length);
    expect(curveAgreement(silence, silence).f1).toBe(1);
    expect(curveAgreement(asked, silence).f1).toBe(0);
    expect(curveAgreement(silence, asked).f1).toBe(0);
  });

  it('asks half of a clear rise of the other, whichever is the clear one', () => {
    const curve = (height: number): Float64Array =>
      Float64Array.from({ length: 100 }, (_, i) => (i === 50 ? height : 0));
    expect(curveAgreement(curve(0.07), curve(0.04)).f1).toBe(1);
    expect(curveAgreement(curve(0.04), curve(0.07)).f1).toBe(1);
    expect(curveAgreement(curve(0.07), curve(0.02)).f1).toBe(0);
  });
});
