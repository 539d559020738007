/** Noise and control tensors against the fixtures that the Python of the training is held to as well. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decisionSeed, hashText, seededRandom } from '../../../../../bridge/protocol/seededRandom.ts';
import { normalNoise } from '../../../../../models/engines/musflow/flow/seededNoise.ts';
import {
  controlOfSpan,
  scoreControl,
  tonalOfRoles,
  tonalWidth,
} from '../../../../../models/engines/musflow/score/scoreControl.ts';
import { matrixOf } from '../../../../../models/runtime/npyFile.ts';

function fixture(name: string): unknown {
  const url = new URL(`../../../../../models/training/tests/fixtures/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(url, 'utf8'));
}

interface NoiseFixture {
  hashText: Record<string, number>;
  decisionSeed: { seed: number; decision: string; value: number };
  uniform: { seed: number; values: number[] };
  normal: { seed: number; values: number[] };
  latent: { seed: number; shape: number[]; values: number[] };
}

interface ControlFixture {
  notes: number[][];
  rows: number;
  tolerance: number;
  programs: number[];
  tonal: [number, number, number][];
  roles: [number, number, number][];
  drums: [number, number, number][];
}

describe('seeded noise', () => {
  const {
    hashText: hashes,
    decisionSeed: decision,
    uniform,
    normal,
    latent,
  } = fixture('noise') as NoiseFixture;

  it('has the hashes, seeds and uniform numbers of the training', () => {
    for (const [text, value] of Object.entries(hashes)) expect(hashText(text)).toBe(value);
    expect(decisionSeed(decision.seed, decision.decision)).toBe(decision.value);
    const random = seededRandom(uniform.seed);
    expect(uniform.values.map(() => random.next())).toEqual(uniform.values);
  });

  it('has its normal numbers, an odd count too', () => {
    expect([...normalNoise(normal.seed, normal.values.length)]).toEqual(normal.values);
    expect(normal.values.length % 2).toBe(1);
  });

  it('has its latent, every 5000th number', () => {
    const count = latent.shape.reduce((product, length) => product * length, 1);
    const made = normalNoise(latent.seed, count);
    expect(latent.values).toHaveLength(11);
    expect(latent.values.map((_, i) => made[i * 5000])).toEqual(latent.values);
  });
});

describe('control tensors', () => {
  const { notes, rows, tolerance, programs, tonal, roles, drums } = fixture('control') as ControlFixture;

  function expectCells(found: Float32Array, width: number, cells: [number, number, number][]): void {
    const wanted = new Float32Array(rows * width);
    for (const [row, column, value] of cells) wanted[row * width + column] = value;
    const apart = found.map((value, i) => Math.abs(value - wanted[i]!));
    expect(Math.max(...apart)).toBeLessThanOrEqual(tolerance);
  }

  it('are those of the training: onsets, sustain, decay, drums, programs', () => {
    const made = scoreControl(matrixOf(notes), rows);
    expectCells(made.tonal, 1584, tonal);
    expectCells(tonalOfRoles(made), 792, roles);
    expectCells(made.drums, 24, drums);
    expect([...made.programs].map(Number)).toEqual(programs);
    expect(tonal.length).toBeGreaterThan(50);
  });

  it('tell what is held into the span by sustain and decay; silent groups are 128, and no kit is 5', () => {
    const made = scoreControl(matrixOf([[0, 60, -0.5, 2, 1, 73]]), 8);
    const columns = [0, 1, 2].map((feature) => feature * 88 + 60 - 21);
    const [onset, sustain, decay] = columns.map((column) =>
      Array.from({ length: 8 }, (_, row) => made.tonal[row * tonalWidth + column]),
    );
    expect(onset).toEqual(Array.from({ length: 8 }, () => 0));
    for (const value of sustain ?? []) expect(value).toBeCloseTo(1, 6);
    expect(decay?.[0]).toBeCloseTo(Math.exp(-0.52 / 0.35), 6);
    expect([...made.programs]).toEqual([73n, 128n, 128n, 128n, 128n, 128n, 5n]);
  });

  it('number the style, and an unknown one by itself', () => {
    const none = matrixOf([]);
    expect(scoreControl(none, 1, 'cinematic').style).toBe(0);
    expect(scoreControl(none, 1, 'celtic').style).toBe(19);
    expect(scoreControl(none, 1).style).toBe(20);
  });

  it('of a span are the rows of the whole', () => {
    const table = matrixOf(notes);
    const whole = scoreControl(table, rows);
    const span = controlOfSpan(table, { first: 3, rows: 7, all: rows });
    expect(span.tonal).toEqual(whole.tonal.slice(3 * 1584, 10 * 1584));
    expect(span.drums).toEqual(whole.drums.slice(3 * 24, 10 * 24));
  });
});
