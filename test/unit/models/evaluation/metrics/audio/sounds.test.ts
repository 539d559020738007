/** Measures of sounds, on sounds whose answer is known. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  chromaAgreement,
  coarseChroma,
  scoreChroma,
  soundChroma,
} from '../../../../../../models/evaluation/metrics/audio/chroma.ts';
import { levelCurve } from '../../../../../../models/evaluation/metrics/audio/levelCurve.ts';
import {
  leitmotifMel,
  logMel,
  melDistance,
} from '../../../../../../models/evaluation/metrics/audio/logMel.ts';
import { nearestSequence } from '../../../../../../models/evaluation/metrics/audio/nearestClip.ts';
import { seededRandom } from '../../../../../../bridge/protocol/seededRandom.ts';
import type { NoteTable } from '../../../../../../models/evaluation/metrics/audio/chroma.ts';

const seconds = 4;

/** Plucked tones of four partials at 16 kHz: `[pitch, onset, duration]`. */
function tones(notes: readonly [number, number, number][]): Float32Array {
  const samples = new Float32Array(seconds * 16_000);
  for (const [pitch, onset, duration] of notes) {
    const frequency = 440 * 2 ** ((pitch - 69) / 12);
    for (let i = Math.round(onset * 16_000); i < Math.round((onset + duration) * 16_000); i++) {
      const age = i / 16_000 - onset;
      for (let partial = 1; partial <= 4; partial++)
        samples[i] =
          (samples[i] ?? 0) +
          0.15 * 0.6 ** (partial - 1) * Math.exp(-age) * Math.sin(2 * Math.PI * frequency * partial * age);
    }
  }
  return samples;
}

const melody: [number, number, number][] = [
  [60, 0, 1],
  [64, 1, 1],
  [67, 2, 1],
  [65, 3, 1],
];
const asNotes = (notes: readonly [number, number, number][]): NoteTable => ({
  rows: notes.length,
  data: Float32Array.from(notes.flatMap(([pitch, onset, duration]) => [0, pitch, onset, duration, 0.8, 0])),
});
const transposed = (by: number): [number, number, number][] =>
  melody.map(([pitch, onset, duration]) => [pitch + by, onset, duration]);

describe('chroma', () => {
  const heard = soundChroma(tones(melody));

  it('of a sound agrees with its own notes and not with those a tritone off', () => {
    expect(chromaAgreement(scoreChroma(asNotes(melody), heard.rows), heard)).toBeGreaterThan(0.9);
    expect(chromaAgreement(scoreChroma(asNotes(transposed(6)), heard.rows), heard)).toBeLessThan(0.4);
  });

  it('does not agree where only silence is heard, and leaves out rows where nothing is asked', () => {
    const silence = soundChroma(new Float32Array(seconds * 16_000));
    const first = scoreChroma(asNotes(melody.slice(0, 1)), heard.rows);
    expect(chromaAgreement(first, silence)).toBe(0);
    expect(chromaAgreement(first, heard)).toBeGreaterThan(0.9);
  });

  it('finds a sequence again that was shifted by half a second, but not another one', () => {
    const late = soundChroma(
      tones(melody.map(([pitch, onset, duration]) => [pitch, onset + 0.48, duration])),
    );
    const other = soundChroma(
      tones(
        transposed(3)
          .reverse()
          .map(([pitch], i) => [pitch, i, 1]),
      ),
    );
    const own = coarseChroma(heard, 2);
    expect(nearestSequence(own, [coarseChroma(other, 2), coarseChroma(late, 2)])).toBeGreaterThan(0.9);
    expect(nearestSequence(own, [coarseChroma(other, 2)])).toBeLessThan(0.75);
  });
});

/** The signal of mel.json, as training/tests/write_fixtures.py makes it. */
function fixtureSound(samples: number): Float32Array {
  const random = seededRandom(9);
  return Float32Array.from({ length: samples }, (_, i) => {
    const high = i % 4000 < 2000 ? 0.2 * Math.sin((2 * Math.PI * 3000 * i) / 32_000) : 0;
    return 0.4 * Math.sin((2 * Math.PI * 440 * i) / 32_000) + high + 0.05 * (2 * random.next() - 1);
  });
}

describe('the log-mel of MusFlow', () => {
  interface Fixture {
    samples: number;
    tolerance: number;
    'leitmotif-32k': { frames: number; rows: Record<string, number[]> };
  }
  const fixture = JSON.parse(
    readFileSync(
      new URL('../../../../../../models/training/tests/fixtures/mel.json', import.meta.url),
      'utf8',
    ),
  ) as Fixture;

  it('is that of the training, row by row', () => {
    const { frames, rows } = fixture['leitmotif-32k'];
    const mel = logMel(fixtureSound(fixture.samples), leitmotifMel);
    expect(mel.frames).toBe(frames);
    for (const [frame, row] of Object.entries(rows)) {
      row.forEach((value, band) => {
        expect(Math.abs((mel.data[Number(frame) * 100 + band] ?? 0) - value)).toBeLessThan(fixture.tolerance);
      });
    }
  });

  it('differs from itself at half the level by ln 2', () => {
    const sound = fixtureSound(fixture.samples);
    const half = sound.map((value) => value / 2);
    expect(melDistance(logMel(sound), logMel(half))).toBeCloseTo(Math.LN2, 3);
  });

  it('gives a curve of level that follows a crescendo', () => {
    const sound = fixtureSound(32_000).map((value, i) => (value * i) / 32_000);
    const curve = levelCurve(logMel(sound));
    expect(curve.length).toBe(6);
    expect([...curve].sort((a, b) => a - b)).toEqual([...curve]);
  });
});
