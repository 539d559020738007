/** Tempi that may be meant, and which of them a judge that has learned takes. */
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../../../bridge/protocol/seededRandom.ts';
import { conditionalLogit } from '../../../../../models/evaluation/classifier/conditionalLogit.ts';
import { curveRate } from '../../../../../models/evaluation/metrics/audio/onsetCurve.ts';
import {
  beatMultiples,
  onsetRate,
  tempoCandidates,
} from '../../../../../models/evaluation/metrics/audio/tempoCandidates.ts';
import { hintsOf, tempoJudge } from '../../../../../models/evaluation/musflow/tempoJudge.ts';
import type { KnownTempo, TempoHints } from '../../../../../models/evaluation/musflow/tempoJudge.ts';

const random = seededRandom(12);

/** A curve of ten seconds with an onset every half beat, every fourth of them strong; about a fifth is left out. */
function curveAt(tempo: number): Float64Array {
  const curve = new Float64Array(10.24 * curveRate);
  for (let half = 1; half * (30 / tempo) < 10; half++) {
    if (half % 4 !== 0 && random.next() < 0.2) continue;
    const at = Math.round(half * (30 / tempo) * curveRate);
    [0.3, 0.7, 1, 0.7, 0.3].forEach((share, k) => {
      if (at + k - 2 < curve.length) curve[at + k - 2] = share * (half % 4 === 0 ? 0.4 : 0.12);
    });
  }
  return curve;
}

const hintsAt = (tempo: number): TempoHints => {
  const curve = curveAt(tempo);
  return { candidates: hintsOf(tempoCandidates(curve)), onsetRate: onsetRate(curve) };
};

describe('candidates', () => {
  it.each([55, 80, 113, 150, 190])('hold %d BPM with its octaves', (tempo) => {
    const found = tempoCandidates(curveAt(tempo)).map((candidate) => candidate.tempo);
    expect(found.some((each) => Math.abs(each / tempo - 1) < 0.02)).toBe(true);
    expect(found.length).toBeGreaterThan(2);
  });

  it('repeat themselves after a bar more than between beats', () => {
    const [candidate] = tempoCandidates(curveAt(100)).filter(({ tempo }) => Math.abs(tempo - 100) < 2);
    const pulse = (beats: (typeof beatMultiples)[number]): number =>
      candidate?.pulses[beatMultiples.indexOf(beats)] ?? NaN;
    expect(pulse(2)).toBeGreaterThan(0.5);
    expect(pulse(3 / 4)).toBeLessThan(0.2);
  });

  it('are none in silence', () => {
    expect(tempoCandidates(new Float64Array(1280))).toEqual([]);
    expect(onsetRate(new Float64Array(1280))).toBe(0);
  });
});

describe('the judge of tempi', () => {
  const tempi = Array.from({ length: 60 }, () => 60 + 120 * random.next());
  const known: KnownTempo[] = tempi.map((tempo) => ({ hints: hintsAt(tempo), tempo }));
  const right = (learned: readonly KnownTempo[], factor: number): number => {
    const hears = tempoJudge(learned);
    const asked = Array.from({ length: 20 }, () => 65 + 110 * random.next());
    const near = asked.filter(
      (tempo) => Math.abs((hears(hintsAt(tempo)) ?? 0) / (tempo * factor) - 1) < 0.04,
    );
    return near.length / asked.length;
  };

  it('learns which of the octaves is meant', () => {
    expect(right(known, 1)).toBeGreaterThan(0.8);
    // The same sounds of music whose beat is counted twice as slowly.
    const slow = known
      .map(({ hints, tempo }) => ({ hints, tempo: tempo / 2 }))
      .filter(({ tempo }) => tempo > 40);
    expect(right(slow, 1)).toBeLessThan(0.2);
  });

  it('hears none in silence, nor without anything learned', () => {
    expect(tempoJudge(known)({ candidates: [], onsetRate: 0 })).toBeUndefined();
    expect(tempoJudge([])(hintsAt(100))).toBeUndefined();
  });
});

describe('conditional logit', () => {
  it('finds the weights that choices were made by, but for their scale', () => {
    const choices = Array.from({ length: 300 }, () => {
      const alternatives = Array.from({ length: 8 }, () => [random.next(), random.next(), random.next()]);
      const worth = alternatives.map(([a = 0, b = 0]) => 8 * a - 4 * b + random.next());
      return { alternatives, right: worth.indexOf(Math.max(...worth)) };
    });
    const fit = conditionalLogit(choices);
    const [a, b, c] = [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ].map((row) => fit(row) - fit([0, 0, 0]));
    expect((a ?? 0) / (b ?? 1)).toBeCloseTo(-2, 0);
    expect(Math.abs(c ?? 1)).toBeLessThan(0.15 * Math.abs(b ?? 0));
  });

  it('comes to rest also where one feature tells all', () => {
    const choices = Array.from({ length: 50 }, (_, i) => ({
      alternatives: [
        [0, i],
        [1, i],
      ],
      right: 1,
    }));
    const fit = conditionalLogit(choices);
    expect(fit([1, 0])).toBeGreaterThan(fit([0, 0]));
    expect(Number.isFinite(fit([1, 3]))).toBe(true);
  });
});
