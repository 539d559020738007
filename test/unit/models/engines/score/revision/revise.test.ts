/** Revisions of pieces: locks, ranges, extensions and attributes, on random pieces of all styles. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changeableAttributes, keepNames } from '../../../../../../bridge/protocol/revision.ts';
import { styles } from '../../../../../../bridge/protocol/attributes.ts';
import { randomBrief } from '../../../../../../models/evaluation/explicitBrief.ts';
import { composeScore } from '../../../../../../models/engines/score/composeScore.ts';
import { checkLocks } from '../../../../../../models/engines/score/revision/checkLocks.ts';
import { composePiece } from '../../../../../../models/engines/score/revision/piece.ts';
import { revise } from '../../../../../../models/engines/score/revision/revise.ts';
import type { Brief } from '../../../../../../bridge/protocol/brief.ts';
import type { Change, KeepName } from '../../../../../../bridge/protocol/revision.ts';
import type { Score } from '../../../../../../bridge/protocol/score.ts';
import type { Role } from '../../../../../../bridge/protocol/roles.ts';
import type { ComposedPiece, Piece } from '../../../../../../models/engines/score/revision/piece.ts';
import type { RevisedPiece } from '../../../../../../models/engines/score/revision/revise.ts';

function briefOf(seed: number, bars = 8 + (seed % 17)): Brief {
  const style = styles[seed % styles.length] ?? 'piano';
  return randomBrief({ style, seed, bars });
}

function pieceOf(brief: Brief, seed = 1): ComposedPiece {
  return composePiece({ brief, seed, candidates: 1, title: 'A piece' });
}

function with_(brief: Brief, values: Record<string, unknown>): Brief {
  const changed = Object.entries(values).map(([name, value]) => {
    const old = brief.attributes[name as 'tempo'];
    return [name, { ...old, value }];
  });
  return {
    ...brief,
    attributes: { ...brief.attributes, ...Object.fromEntries(changed) } as Brief['attributes'],
  };
}

function revised(
  { piece, seeds }: ComposedPiece,
  brief: Brief,
  change: Partial<Change>,
  more: { seed?: number; seeds?: Record<string, number> } = {},
): RevisedPiece<Piece> {
  const whole = { keep: [], reroll: true, attributes: {}, ...change };
  return revise({ before: piece, own: seeds, brief, change: whole, seed: 99, ...more });
}

function notesOf({ parts }: Score, role: Role): string[] {
  const notes = parts.find((part) => part.role === role)?.notes ?? [];
  return notes.map(({ tick, duration, pitch }) => `${tick}:${duration}:${pitch}`);
}

function onsets({ parts }: Score): string[] {
  const notes = parts.find(({ role }) => role === 'lead')?.notes ?? [];
  return notes.map(({ tick, duration }) => `${tick}:${duration}`);
}

const seeds = fc.integer({ min: 0, max: 500 });

describe('a piece', () => {
  it('is composed as a score is', () => {
    const brief = briefOf(3);
    const { piece, seeds: own } = pieceOf(brief);
    expect(piece.score).toEqual(composeScore({ brief, seed: 1, seeds: own, title: 'A piece' }).score);
  });
});

describe('locks', () => {
  it('hold whatever is rolled again, and the same seeds make the same piece', () => {
    const locks = fc.subarray(['melody', 'harmony', 'rhythm', 'instruments'] as KeepName[], { minLength: 1 });
    fc.assert(
      fc.property(seeds, locks, (seed, keep) => {
        const brief = briefOf(seed);
        const before = pieceOf(brief, seed);
        const change = { keep, reroll: true, attributes: {} };
        const after = revised(before, brief, change);
        expect(checkLocks(before.piece, after.piece, change)).toEqual([]);
        const again = revised(before, brief, change, { seeds: after.seeds });
        expect(again.piece.score).toEqual(after.piece.score);
      }),
      { numRuns: 40 },
    );
  });

  it('keep the notes of any part, and roll the others', () => {
    const brief = briefOf(6, 16);
    const before = pieceOf(brief);
    const parts = before.piece.score.parts.map(({ role }) => role);
    expect(parts.length).toBeGreaterThan(2);
    for (const role of parts) {
      const after = revised(before, brief, { keep: [role] });
      expect(notesOf(after.piece.score, role)).toEqual(notesOf(before.piece.score, role));
      const others = after.kept.filter((part) => part.role !== role);
      expect(others.some(({ kept, before: all }) => kept < all)).toBe(true);
    }
  });

  it('on the rhythm keep onsets and lengths and find other pitches', () => {
    for (let seed = 0; seed < 12; seed++) {
      const brief = briefOf(seed, 12);
      const before = pieceOf(brief, seed);
      const { score } = revised(before, brief, { keep: ['rhythm'] }).piece;
      expect(onsets(score)).toEqual(onsets(before.piece.score));
      expect(notesOf(score, 'lead')).not.toEqual(notesOf(before.piece.score, 'lead'));
    }
  });

  it('on the melody find chords that carry it', () => {
    let [carried, all] = [0, 0];
    for (let seed = 0; seed < 24; seed++) {
      const brief = briefOf(seed, 16);
      const before = pieceOf(brief, seed);
      const { composition, melody } = revised(before, brief, { keep: ['melody'] }).piece;
      expect(melody).toEqual(before.piece.melody);
      for (const { tick, pitch } of melody) {
        const { chord } = composition.spans.findLast((span) => span.tick <= tick) ?? { chord: undefined };
        all++;
        if (chord?.scale.includes(pitch % 12) === true) carried++;
      }
    }
    expect(carried / all).toBeGreaterThan(0.97);
  });

  it('that do not hold are found', () => {
    const brief = briefOf(4, 12);
    const before = pieceOf(brief);
    const other = revised(before, brief, {}).piece;
    for (const keep of ['melody', 'rhythm', 'harmony', 'bass'] as const) {
      const names = before.piece.score.parts.map(({ role }) => role as string);
      if (keep === 'bass' && !names.includes('bass')) continue;
      expect(checkLocks(before.piece, other, { keep: [keep], reroll: true, attributes: {} })).not.toEqual([]);
    }
    const bars: Change = { keep: [], reroll: true, bars: [3, 4], attributes: {} };
    expect(checkLocks(before.piece, other, bars)).not.toEqual([]);
  });
});

describe('a range of bars', () => {
  it('changes nothing outside of it', () => {
    const range = fc.tuple(
      fc.nat({ max: 100 }),
      fc.nat({ max: 7 }),
      fc.constantFrom(...keepNames.slice(0, 3)),
    );
    fc.assert(
      fc.property(seeds, range, fc.boolean(), (seed, [at, length, lock], isLocked) => {
        const brief = briefOf(seed);
        const before = pieceOf(brief, seed);
        const from = 1 + (at % before.piece.score.bars);
        const bars: [number, number] = [from, Math.min(before.piece.score.bars, from + length)];
        const change = { keep: isLocked ? [lock] : [], reroll: true, bars, attributes: {} };
        const after = revised(before, brief, change);
        expect(checkLocks(before.piece, after.piece, change)).toEqual([]);
        expect(after.piece.score.endTick).toBe(before.piece.score.endTick);
        // Chords go on without gaps.
        const { spans } = after.piece.composition;
        const ends = spans.map(({ tick, duration }) => tick + duration);
        expect(spans.map(({ tick }) => tick)).toEqual([0, ...ends.slice(0, -1)]);
        expect(ends.at(-1)).toBe(after.piece.score.endTick);
      }),
      { numRuns: 60 },
    );
  });

  it.each([
    [23, 5, 11],
    [145, 4, 4],
    [257, 5, 5],
  ])('keeps its rhythm where its last note sounds into the next one (piece %i)', (seed, from, to) => {
    const brief = briefOf(seed);
    const change: Change = { keep: ['rhythm'], reroll: true, bars: [from, to], attributes: {} };
    const before = pieceOf(brief, seed);
    expect(checkLocks(before.piece, revised(before, brief, change).piece, change)).toEqual([]);
  });

  it('is heard: its own notes are others', () => {
    const brief = briefOf(2, 24);
    const before = pieceOf(brief);
    const { kept } = revised(before, brief, { bars: [9, 16] });
    const lead = kept.find(({ role }) => role === 'lead');
    expect(lead?.kept).toBeLessThan(lead?.before ?? 0);
    expect(lead?.kept).toBeGreaterThan(0);
  });

  it('leaps no further at its seams than the piece did', () => {
    const leapsOf = ({ composition, melody }: Piece): number[] => {
      const { bar } = composition.request.grid;
      return [8 * bar, 16 * bar].flatMap((seam) => {
        const last = melody.findLast(({ tick }) => tick < seam);
        const next = melody.find(({ tick }) => tick >= seam);
        return last === undefined || next === undefined ? [] : [Math.abs(next.pitch - last.pitch)];
      });
    };
    const mean = (values: readonly number[]): number =>
      values.reduce((sum, value) => sum + value, 0) / values.length;
    const [before, after]: [number[], number[]] = [[], []];
    for (let seed = 0; seed < 24; seed++) {
      const brief = briefOf(seed, 24);
      const one = pieceOf(brief, seed);
      before.push(...leapsOf(one.piece));
      after.push(...leapsOf(revised(one, brief, { bars: [9, 16] }).piece));
    }
    expect(after.length).toBeGreaterThan(30);
    expect(mean(after)).toBeLessThanOrEqual(mean(before) + 1);
  });
});

describe('an extension', () => {
  it('keeps every earlier note up to the old end, ends with the tonic, and slows down there only', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 1, max: 24 }), (seed, added) => {
        const brief = briefOf(seed);
        const before = pieceOf(brief, seed);
        const bars = before.piece.score.bars + added;
        const longer = with_(brief, { bars, seconds: brief.attributes.seconds.value + added * 4 });
        const after = revised(before, longer, { extend: added });
        const { score, composition } = after.piece;
        expect(score.bars).toBe(bars);
        expect(after.kept.every((part) => part.kept === part.before)).toBe(true);
        expect(composition.spans.at(-1)?.chord.root).toBe(composition.request.key.tonicClass);
        const slows = score.tempos.filter(({ ritardando }) => ritardando === true);
        expect(slows.every(({ tick }) => tick >= score.endTick - 2 * composition.request.grid.bar)).toBe(
          true,
        );
        const labels = score.sections.map(({ bar, bars: length }) => [bar, length]);
        expect(labels.reduce((sum, [, length = 0]) => sum + length, 0)).toBe(bars);
      }),
      { numRuns: 40 },
    );
  });
});

describe('an attribute', () => {
  const brief = briefOf(14, 16);
  const before = pieceOf(brief);
  const changed = (values: Record<string, unknown>): RevisedPiece<Piece> =>
    revised(before, with_(brief, values), { reroll: false, attributes: values }, { seed: 1 });

  it.each([
    ['tempo', { tempo: 71, seconds: 70 }],
    ['dynamics', { dynamics: 0.95 }],
  ])('%s moves no note', (_name, values) => {
    const { kept, piece } = changed(values);
    expect(kept.every((part) => part.kept === part.before && part.after === part.before)).toBe(true);
    expect(piece.score).not.toEqual(before.piece.score);
  });

  it('key moves all notes by the same interval, drums by none', () => {
    const [, mode] = brief.attributes.key.value.split(' ');
    const key = `${brief.attributes.key.value.startsWith('E') ? 'G' : 'E'} ${mode}`;
    const { kept, piece } = changed({ key });
    expect(kept.every((part) => part.kept === part.before)).toBe(true);
    expect(new Set(kept.map(({ moved = 0 }) => ((moved % 12) + 12) % 12)).size).toBeLessThanOrEqual(2);
    expect(piece.score.keys[0]?.tonic).toBe(key.split(' ')[0]);
  });

  it('of another mode keeps the rhythm', () => {
    const mode = brief.attributes.key.value.endsWith('dorian') ? 'lydian' : 'dorian';
    const { piece } = changed({ key: `C ${mode}` });
    expect(onsets(piece.score)).toEqual(onsets(before.piece.score));
  });

  it.each(['brightness', 'register'] as const)('%s keeps chords and rhythm', (name) => {
    const { piece } = changed({ [name]: name === 'register' ? 'low' : 0.95 });
    expect(onsets(piece.score)).toEqual(onsets(before.piece.score));
    expect(piece.score.chords).toEqual(before.piece.score.chords);
  });

  it('density keeps chords and form', () => {
    const { piece } = changed({ density: 0.98 });
    expect(piece.score.chords).toEqual(before.piece.score.chords);
    expect(piece.score.sections).toEqual(before.piece.score.sections);
  });

  it('instruments give a part another player and leave the others alone', () => {
    const players = brief.attributes.instruments.value.map((player) =>
      player.role === 'lead' ? { ...player, instrument: 'clarinet' as const, program: 71 } : player,
    );
    const { piece, kept } = changed({ instruments: players });
    expect(piece.score.parts.find(({ role }) => role === 'lead')).toMatchObject({ program: 71 });
    expect(kept.filter(({ role }) => role !== 'lead').every((part) => part.kept === part.before)).toBe(true);
  });

  it('that can be changed is one of those that a take has', () => {
    for (const name of changeableAttributes) expect(brief.attributes[name]).toBeDefined();
  });
});
