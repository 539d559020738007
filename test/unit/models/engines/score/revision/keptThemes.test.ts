/** Revisions of pieces that state themes: what the take tells of them afterwards is looked for by a matcher that is given notes alone. */
import { describe, expect, it } from 'vitest';
import { drawThemesCase } from '../../../../../../models/evaluation/themesReport.ts';
import { composePiece } from '../../../../../../models/engines/score/revision/piece.ts';
import { checkLocks } from '../../../../../../models/engines/score/revision/checkLocks.ts';
import { revise } from '../../../../../../models/engines/score/revision/revise.ts';
import { measureThemes } from '../../../../../../models/takes/measureThemes.ts';
import { revisedBrief } from '../../../../../../models/takes/revision/revisedBrief.ts';
import type { Brief } from '../../../../../../bridge/protocol/brief.ts';
import type { Change } from '../../../../../../bridge/protocol/revision.ts';
import type { Score } from '../../../../../../bridge/protocol/score.ts';
import type { ComposedPiece, Piece } from '../../../../../../models/engines/score/revision/piece.ts';
import type { RevisedPiece } from '../../../../../../models/engines/score/revision/revise.ts';

interface Case {
  brief: Brief;
  before: ComposedPiece;
}

const cases: Case[] = Array.from({ length: 12 }, (_, i) => {
  const { brief } = drawThemesCase(i % 2 === 0 ? 'one theme' : 'two themes', 700 + i);
  return { brief, before: composePiece({ brief, seed: i, candidates: 1, title: 'themes' }) };
});

function revised({ brief, before }: Case, change: Partial<Change>, seed = 5): RevisedPiece<Piece> {
  const whole: Change = { keep: [], reroll: true, attributes: {}, ...change };
  const wanted = revisedBrief(brief, {
    attributes: whole.bars === undefined ? whole.attributes : {},
    bars: brief.attributes.bars.value + (whole.extend ?? 0),
    keepsInstruments: true,
  });
  const { piece, seeds: own } = before;
  return revise({ before: piece, own, brief: wanted, change: whole, seed });
}

/** Statements that a score tells, and how many of them a blind matcher finds. */
function found(score: Score, { themes }: Brief): [told: number, found: number] {
  const measured = measureThemes(score, themes);
  return [score.themes?.length ?? 0, measured.filter((one) => one.found).length];
}

function leadOf({ parts }: Score): string[] {
  return (parts.find(({ role }) => role === 'lead')?.notes ?? []).map((note) => `${note.tick}/${note.pitch}`);
}

const bars = ({ before }: Case): [number, number] => [3, Math.min(before.piece.score.bars, 10)];
const changes: Record<string, (one: Case) => Partial<Change>> = {
  'another seed': () => ({}),
  'the melody kept': () => ({ keep: ['melody'] }),
  'the harmony kept': () => ({ keep: ['harmony'] }),
  'the rhythm kept': () => ({ keep: ['rhythm'] }),
  'a part kept': ({ before }) => ({ keep: [before.piece.score.parts.at(-1)!.role] }),
  'bars anew': (one) => ({ bars: bars(one) }),
  'bars anew on their rhythm': (one) => ({ bars: bars(one), keep: ['rhythm'] }),
  'eight bars more': () => ({ extend: 8 }),
  'another tempo': () => ({ reroll: false, attributes: { tempo: 97 } }),
  'another style': () => ({ reroll: false, attributes: { style: 'piano' } }),
  'another density': () => ({ reroll: false, attributes: { density: 0.9 } }),
  'more tension': () => ({ reroll: false, attributes: { tension: 0.9 } }),
  'another register': () => ({ reroll: false, attributes: { register: 'low' } }),
  'another key': () => ({ reroll: false, attributes: { key: 'Eb minor' } }),
};

describe('a piece with themes that is revised', () => {
  it.each(Object.entries(changes))('%s: what is told to sound is in the notes', (_name, change) => {
    let [told, there, pieces] = [0, 0, 0];
    for (const one of cases) {
      const { piece } = revised(one, change(one));
      const [all, heard] = found(piece.score, one.brief);
      told += all;
      there += heard;
      if (all > 0) pieces++;
    }
    expect(pieces).toBe(cases.length);
    expect(there).toBe(told);
  });

  it('states what it stated where its form stays, and holds its locks', () => {
    const told = ({ themes = [] }: Score): string[] =>
      themes.map(({ theme, tick, role, factor }) => [theme, tick, role, factor].join(' ')).sort();
    for (const one of cases) {
      for (const keep of ['melody', 'harmony', 'rhythm'] as const) {
        const change: Change = { keep: [keep], reroll: true, attributes: {} };
        const { piece } = revised(one, change);
        expect(told(piece.score)).toEqual(told(one.before.piece.score));
        expect(checkLocks(one.before.piece, piece, change)).toEqual([]);
      }
    }
  });

  it('has another tune around its themes', () => {
    const changed = cases.map((one) => {
      const lead = leadOf(one.before.piece.score);
      return leadOf(revised(one, { keep: ['rhythm'] }).piece.score).filter((note, i) => note !== lead[i])
        .length;
    });
    expect(Math.min(...changed)).toBeGreaterThan(0);
  });

  it('keeps the themes within bars that are composed anew', () => {
    for (const one of cases) {
      const [first, last] = bars(one);
      const stated = [...(one.before.piece.composition.statements?.values() ?? [])].flat();
      const after = revised(one, { bars: [first, last] }).piece;
      for (const { notes } of stated.filter(({ role }) => role === 'lead')) {
        const line = after.melody;
        expect(notes.map(({ pitch }) => pitch % 12)).toEqual(
          notes.map(({ tick }) => (line.find((note) => note.tick === tick)?.pitch ?? -1) % 12),
        );
      }
    }
  });

  it('tells of an edited part only what is still in its notes', () => {
    for (const one of cases) {
      const { score } = one.before.piece;
      const first = score.themes?.find(({ role }) => role === 'lead');
      if (first === undefined) continue;
      const inFirst = (tick: number): boolean =>
        tick >= first.tick - 60 && tick < first.tick + first.duration - 60;
      const edited = score.parts.map((part) =>
        part.role === 'lead' ? { ...part, notes: part.notes.filter(({ tick }) => !inFirst(tick)) } : part,
      );
      const { piece, seeds: own } = one.before;
      const change: Change = { keep: [], reroll: false, attributes: {} };
      const after = revise({ before: piece, own, brief: one.brief, change, seed: 1, edited }).piece.score;
      expect(after.themes?.some(({ role, tick }) => role === 'lead' && tick === first.tick)).toBe(false);
      const [told, heard] = found(after, one.brief);
      expect(told).toBe((score.themes?.length ?? 0) - 1);
      expect(heard).toBe(told);
    }
  });
});
