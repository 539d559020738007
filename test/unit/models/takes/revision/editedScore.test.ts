/** Edited scores: what comes back from other programs becomes parts, or is refused in words. */
import fc from 'fast-check';
import { parseMidi, writeMidi } from 'midi-file';
import { describe, expect, it } from 'vitest';
import { LeitmotifError } from '../../../../../bridge/protocol/errors.ts';
import { styles } from '../../../../../bridge/protocol/attributes.ts';
import { randomBrief } from '../../../../../models/evaluation/explicitBrief.ts';
import { checkLocks } from '../../../../../models/engines/score/revision/checkLocks.ts';
import { composePiece } from '../../../../../models/engines/score/revision/piece.ts';
import { revise } from '../../../../../models/engines/score/revision/revise.ts';
import { scoreToMidi } from '../../../../../models/rendering/midiFile.ts';
import { editedScore } from '../../../../../models/takes/revision/editedScore.ts';
import type { MidiData } from 'midi-file';
import type { Brief } from '../../../../../bridge/protocol/brief.ts';
import type { ComposedPiece } from '../../../../../models/engines/score/revision/piece.ts';
import type { RevisedPiece } from '../../../../../models/engines/score/revision/revise.ts';

function made(seed: number): ComposedPiece & { brief: Brief } {
  const style = styles[seed % styles.length] ?? 'piano';
  const brief = randomBrief({ style, seed, bars: 8 + (seed % 9) });
  return { brief, ...composePiece({ brief, seed, candidates: 1, title: 'A piece' }) };
}

function edited({ piece }: ComposedPiece, edit: (data: MidiData) => void): Uint8Array {
  const data = parseMidi(scoreToMidi(piece.score));
  edit(data);
  return Uint8Array.from(writeMidi(data));
}

function given(one: ComposedPiece & { brief: Brief }, bytes: Uint8Array): RevisedPiece {
  const { parts: edits } = editedScore(bytes, 'edited.mid', one.piece.score);
  const change = { keep: [], reroll: false, score: { file: 'edited-1.mid', sha256: '' }, attributes: {} };
  return revise({ before: one.piece, own: one.seeds, brief: one.brief, change, seed: 1, edited: edits });
}

function codeOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    return error instanceof LeitmotifError ? error.code : String(error);
  }
  return 'none';
}

describe('editedScore', () => {
  it('of a score that nobody edited is that score', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 300 }), (seed) => {
        const one = made(seed);
        const same = given(one, scoreToMidi(one.piece.score));
        expect(scoreToMidi(same.piece.score)).toEqual(scoreToMidi(one.piece.score));
        expect(same.kept.every(({ kept, before, after }) => kept === before && after === before)).toBe(true);
      }),
      { numRuns: 24 },
    );
  });

  it('changes what was edited, and locks hold on what comes of it', () => {
    const one = made(4);
    const bytes = edited(one, (data) => {
      for (const event of data.tracks[1] ?? [])
        if (event.type === 'noteOn' || event.type === 'noteOff') event.noteNumber += 1;
    });
    const after = given(one, bytes);
    const [before, now] = [one, after].map(({ piece }) => piece.score.parts[0]?.notes ?? []);
    expect(now?.map(({ pitch }) => pitch)).toEqual(before?.map(({ pitch }) => pitch + 1));
    expect(after.piece.score.parts.slice(1)).toEqual(one.piece.score.parts.slice(1));
    for (const keep of ['melody', 'rhythm', 'harmony'] as const) {
      const change = { keep: [keep], reroll: true, attributes: {} };
      const next = revise({ before: after.piece, own: after.seeds, brief: one.brief, change, seed: 5 });
      expect(checkLocks(after.piece, next.piece, change)).toEqual([]);
    }
  });

  it('matches tracks by name, by channel and by sound, and tells what it left', () => {
    const one = made(3);
    const { parts } = one.piece.score;
    expect(parts.length).toBeGreaterThan(2);
    const bytes = edited(one, (data) => {
      const named = (track: number, text: string): void => {
        for (const event of data.tracks[track] ?? []) if (event.type === 'trackName') event.text = text;
      };
      named(1, parts[0]?.role ?? '');
      named(2, 'Something else');
      const tempo = data.tracks[0]?.find(({ type }) => type === 'setTempo');
      if (tempo?.type === 'setTempo') tempo.microsecondsPerBeat *= 2;
    });
    const found = editedScore(bytes, 'edited.mid', one.piece.score);
    expect(found.parts.map(({ role }) => role)).toEqual(parts.map(({ role }) => role));
    expect(found.parts.map(({ notes }) => notes)).toEqual(parts.map(({ notes }) => notes));
    expect(found.notes.join()).toMatch(/the take keeps its tempo/);
  });

  it('ends notes that overlap, never end, or sound on after the take', () => {
    const one = made(1);
    const bytes = edited(one, (data) => {
      const track = data.tracks[1] ?? [];
      const on = { type: 'noteOn', channel: one.piece.score.parts[0]?.channel ?? 0, velocity: 70 } as const;
      track.unshift(
        { ...on, deltaTime: 0, noteNumber: 90 },
        { ...on, deltaTime: 0, noteNumber: 90 },
        { ...on, deltaTime: 0, noteNumber: 91 },
      );
      const end = track.at(-1);
      if (end !== undefined) end.deltaTime = 50_000_000;
    });
    const { score } = given(one, bytes).piece;
    const { notes } = score.parts[0] ?? { notes: [] };
    expect(notes.filter(({ pitch }) => pitch === 90)).toHaveLength(1);
    const most = score.endTick * 2;
    expect(notes.every(({ tick, duration }) => duration > 0 && tick + duration < most)).toBe(true);
  });

  it('refuses what is no score of the take', () => {
    const one = made(2);
    const { score } = one.piece;
    expect(codeOf(() => editedScore(Buffer.from('Once upon a time'), 'x', score))).toBe('midi-undecodable');
    const silent = edited(one, (data) => {
      data.tracks = data.tracks.map((track) => track.filter(({ type }) => !type.startsWith('note')));
    });
    expect(codeOf(() => editedScore(silent, 'x', score))).toBe('midi-empty');
    const other = made(9).piece.score;
    const alien = {
      ...other,
      parts: other.parts.slice(0, 1).map((part) => ({ ...part, name: 'Kazoo', channel: 15 })),
    };
    expect(
      codeOf(() =>
        editedScore(
          scoreToMidi({ ...alien, parts: alien.parts.map((part) => ({ ...part, program: 127 })) }),
          'x',
          score,
        ),
      ),
    ).toBe('take-unsuitable');
  });

  it('never fails in another way, whatever the bytes', () => {
    const one = made(0);
    const whole = scoreToMidi(one.piece.score);
    const changes = fc.array(fc.tuple(fc.nat({ max: whole.length - 1 }), fc.nat({ max: 255 })), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(changes, fc.nat({ max: whole.length }), (bytes, length) => {
        const damaged = whole.slice(0, length > 40 ? whole.length : length);
        for (const [at, value] of bytes) if (at < damaged.length) damaged[at] = value;
        const code = codeOf(() => editedScore(damaged, 'x', one.piece.score));
        expect(['none', 'midi-undecodable', 'midi-empty', 'take-unsuitable']).toContain(code);
      }),
      { numRuns: 300 },
    );
  });
});
