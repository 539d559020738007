import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeMidi } from 'midi-file';
import { afterAll, describe, expect, it } from 'vitest';
import { keyOf } from '../../../../models/takes/measureTake.ts';
import { themeFromMidi, themeFromTake } from '../../../../models/takes/importTheme.ts';
import { firstPhrase, lineOf, mainMotif, themeFromLine } from '../../../../models/takes/themeFromNotes.ts';
import { composeScore } from '../../../../models/engines/score/composeScore.ts';
import { scoreToMidi } from '../../../../models/rendering/midiFile.ts';
import { explicitBrief } from '../../../../models/evaluation/explicitBrief.ts';
import { sampleRecipe } from '../../../fixtures/sampleRecipe.ts';

const folder = mkdtempSync(join(tmpdir(), 'leitmotif-import-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Notes one after the other: pitch and quarters. */
function line(...notes: [number, number][]): { tick: number; duration: number; pitch: number }[] {
  let tick = 0;
  return notes.map(([pitch, quarters]) => {
    const note = { tick, duration: quarters * 480 - 20, pitch };
    tick += quarters * 480;
    return note;
  });
}

describe('a theme of notes', () => {
  it('is degrees of its key, with what is foreign to it as alterations', () => {
    const notes = lineOf(line([62, 1], [66, 0.5], [69, 0.5], [68, 1], [61, 2]));
    expect(themeFromLine(notes, keyOf('D major'), 'x')).toEqual([
      { degree: 0, alteration: 0, quarters: 1 },
      { degree: 2, alteration: 0, quarters: 0.5 },
      { degree: 4, alteration: 0, quarters: 0.5 },
      { degree: 3, alteration: 1, quarters: 1 },
      { degree: -1, alteration: 0, quarters: 2 },
    ]);
  });

  it('is put on the grid that players meant, triplets too', () => {
    const loose = line([60, 1], [62, 1], [64, 2]).map((note, i) => ({
      ...note,
      tick: note.tick + [7, -9, 5][i]!,
    }));
    expect(lineOf(loose).map(({ tick }) => tick)).toEqual([0, 480, 960]);
    const triplets = [0, 160, 320, 480].map((tick, i) => ({ tick, duration: 150, pitch: 60 + i }));
    expect(lineOf(triplets).map(({ tick }) => tick)).toEqual([0, 160, 320, 480]);
  });

  it('of too few notes is refused', () => {
    expect(() => themeFromLine(line([60, 1], [62, 1]), keyOf('C major'), 'x')).toThrow(
      expect.objectContaining({ code: 'themes-invalid' }),
    );
  });

  it('is what comes back most often, also as a sequence', () => {
    const motif: [number, number][] = [
      [60, 1],
      [64, 0.5],
      [62, 0.5],
      [67, 2],
    ];
    const sequence = motif.map(([pitch, length]): [number, number] => [pitch + 2, length]);
    const all = line([72, 3], ...motif, [59, 3], ...sequence, [71, 1], ...motif, [50, 2]);
    expect(
      mainMotif(all)
        .slice(0, 4)
        .map(({ pitch }) => pitch),
    ).toEqual([60, 64, 62, 67]);
  });

  it('ends with the first rest', () => {
    const notes = line([60, 1], [62, 1], [64, 1], [65, 1], [67, 1], [69, 1]).map((note, i) =>
      i > 3 ? { ...note, tick: note.tick + 960 } : note,
    );
    expect(firstPhrase(notes)).toHaveLength(4);
  });
});

describe('a theme of a MIDI file', () => {
  function midi(name: string, pitches: number[]): string {
    const path = join(folder, name);
    const events = pitches.flatMap((noteNumber) => [
      { deltaTime: 0, type: 'noteOn', channel: 0, noteNumber, velocity: 90 } as const,
      { deltaTime: 240, type: 'noteOff', channel: 0, noteNumber, velocity: 0 } as const,
    ]);
    const track = [...events, { deltaTime: 0, meta: true, type: 'endOfTrack' } as const];
    // Other programs count in other ticks.
    const header = { format: 0, numTracks: 1, ticksPerBeat: 240 } as const;
    writeFileSync(path, Uint8Array.from(writeMidi({ header, tracks: [track] })));
    return path;
  }

  it('is its melody in its key', async () => {
    const { motif, from } = await themeFromMidi(midi('d.mid', [62, 65, 69, 64, 62]), { key: 'D minor' });
    expect(motif.map(({ degree }) => degree)).toEqual([0, 2, 4, 1, 0]);
    expect(motif.every(({ quarters, alteration }) => quarters === 1 && alteration === 0)).toBe(true);
    expect(from).toContain('D minor');
  });

  it('has the bars that were asked for', async () => {
    const path = midi('bars.mid', [60, 62, 64, 65, 67, 69, 71, 72]);
    const { motif } = await themeFromMidi(path, { bars: [2, 2], key: 'C major' });
    // G A B C: the octave does not matter.
    expect(motif.map(({ degree }) => (degree + 7) % 7)).toEqual([4, 5, 6, 0]);
  });

  it('takes the lead of a score of ours, and says which parts there are', async () => {
    const path = join(folder, 'score.mid');
    writeFileSync(
      path,
      scoreToMidi(composeScore({ brief: explicitBrief('cinematic', { bars: 12 }), seed: 1 }).score),
    );
    expect((await themeFromMidi(path, {})).from).toContain('lead');
    await expect(themeFromMidi(path, { track: 'kazoo' })).rejects.toMatchObject({
      code: 'themes-invalid',
      next: expect.stringContaining('lead') as string,
    });
    await expect(themeFromMidi(path, { bars: [900, 901] })).rejects.toMatchObject({ code: 'themes-invalid' });
  });

  it('is refused where the file is none', async () => {
    writeFileSync(join(folder, 'no.mid'), 'hello');
    await expect(themeFromMidi(join(folder, 'no.mid'), {})).rejects.toMatchObject({
      code: 'midi-undecodable',
    });
    await expect(themeFromMidi(midi('two.mid', [60, 62]), {})).rejects.toMatchObject({
      code: 'themes-invalid',
    });
  });
});

describe('a theme of a take', () => {
  it('is its main motif, or bars of a role', async () => {
    const path = join(folder, 'take.json');
    writeFileSync(path, JSON.stringify(sampleRecipe()));
    const main = await themeFromTake(path, {});
    expect(main.motif.length).toBeGreaterThanOrEqual(4);
    const bass = await themeFromTake(path, { role: 'bass', bars: [1, 4] });
    expect(bass.motif.length).toBeGreaterThanOrEqual(3);
    await expect(themeFromTake(path, { role: 'percussion' })).rejects.toMatchObject({
      code: 'themes-invalid',
    });
  });
});
