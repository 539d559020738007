import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../../bridge/protocol/seededRandom.ts';
import { beatsOfLine } from '../../../../models/takes/beatsOfLine.ts';
import { fair, ode } from '../../../fixtures/playedMelody.ts';
import type { MelodyNote } from '../../../../models/perception/hearMelody.ts';
import type { Melody } from '../../../fixtures/playedMelody.ts';

/** A melody as somebody sings it: every onset early or late by up to `loose` seconds, and slower and slower by `drift`. */
function sung(melody: Melody, tempo: number, loose = 0, drift = 0): MelodyNote[] {
  const random = seededRandom(7);
  let seconds = 0.4;
  return melody.map(([pitch, quarters], i) => {
    const duration = (quarters * 60 * (1 + (drift * i) / melody.length)) / tempo;
    const note = {
      pitch,
      seconds: seconds + loose * (2 * random.next() - 1),
      duration: 0.9 * duration,
      strength: 0.8,
    };
    seconds += duration;
    return note;
  });
}

function quartersOf({ notes }: ReturnType<typeof beatsOfLine>): number[] {
  return notes.map(({ tick, duration }, i) => ((notes[i + 1]?.tick ?? tick + duration) - tick) / 480);
}

describe('beatsOfLine', () => {
  it.each([
    ['ode', ode, 84],
    ['ode', ode, 120],
    ['fair', fair, 100],
    ['fair', fair, 132],
  ] as const)('finds the rhythm of %s at %s', (_name, melody, tempo) => {
    const line = beatsOfLine(sung(melody, tempo, 0.03));
    expect(quartersOf(line)).toEqual(melody.map(([, quarters]) => quarters));
    expect(Math.abs(line.tempo / tempo - 1)).toBeLessThan(0.03);
  });

  it('follows a singer who becomes slower', () => {
    expect(quartersOf(beatsOfLine(sung(ode, 100, 0.02, 0.15)))).toEqual(ode.map(([, quarters]) => quarters));
  });

  it('takes the tempo that it is told', () => {
    const line = beatsOfLine(sung(ode, 120), 60);
    expect(line.tempo).toBe(60);
    expect(quartersOf(line)).toEqual(ode.map(([, quarters]) => quarters / 2));
  });

  it('knows triplets', () => {
    const triplets: Melody = [60, 62, 64, 65, 64, 62, 60].map((pitch, i) => [pitch, i === 6 ? 2 : 1 / 3]);
    const line = beatsOfLine(sung(triplets, 72), 72);
    expect(quartersOf(line).map((quarters) => Math.round(quarters * 3))).toEqual([1, 1, 1, 1, 1, 1, 6]);
  });

  it('leaves rests, and is empty for nothing', () => {
    const rested = sung(
      [
        [60, 1],
        [62, 1],
        [64, 3],
        [65, 1],
        [67, 1],
      ],
      100,
    );
    rested[2]!.duration = 0.55;
    expect(beatsOfLine(rested).notes.map(({ duration }) => duration)).toEqual([480, 480, 480, 480, 480]);
    expect(beatsOfLine([]).notes).toEqual([]);
  });
});
