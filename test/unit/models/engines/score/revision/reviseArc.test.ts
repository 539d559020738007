/** Revisions of music that changes over time and meets hits: its moments stay met, and what is kept is kept. */
import { describe, expect, it } from 'vitest';
import { styles } from '../../../../../../bridge/protocol/attributes.ts';
import { composeScore } from '../../../../../../models/engines/score/composeScore.ts';
import { checkLocks } from '../../../../../../models/engines/score/revision/checkLocks.ts';
import { composeAnyPiece, isArcPiece } from '../../../../../../models/engines/score/revision/piece.ts';
import { revise } from '../../../../../../models/engines/score/revision/revise.ts';
import { randomBrief } from '../../../../../../models/evaluation/explicitBrief.ts';
import { withInvented } from '../../../../../../models/engines/score/themes/inventTheme.ts';
import { measureHits } from '../../../../../../models/takes/measureHits.ts';
import { measureThemes } from '../../../../../../models/takes/measureThemes.ts';
import { editedScore } from '../../../../../../models/takes/revision/editedScore.ts';
import { revisedBrief } from '../../../../../../models/takes/revision/revisedBrief.ts';
import { scoreToMidi } from '../../../../../../models/rendering/midiFile.ts';
import type { Brief } from '../../../../../../bridge/protocol/brief.ts';
import type { Change, KeepName } from '../../../../../../bridge/protocol/revision.ts';
import type { Part, Score } from '../../../../../../bridge/protocol/score.ts';
import type { Role } from '../../../../../../bridge/protocol/roles.ts';
import type { AnyPiece, ComposedPiece } from '../../../../../../models/engines/score/revision/piece.ts';
import type { RevisedPiece } from '../../../../../../models/engines/score/revision/revise.ts';

interface Case {
  brief: Brief;
  before: ComposedPiece<AnyPiece>;
}

/** Two scenes, a hit in each, a theme that is named in the second. */
function caseOf(seed: number): Case {
  const style = styles[seed % styles.length] ?? 'cinematic';
  const plain = randomBrief({ style, seed, bars: 20 + (seed % 7) });
  const seconds = plain.attributes.seconds.value;
  const themes = withInvented([{ id: 'one', name: 'one', owner: { kind: 'idea', names: ['one'] } }]);
  const brief: Brief = {
    ...plain,
    themes,
    appearances: [{ theme: 'one', section: 'b', reason: 'named' }],
    sections: [
      { id: 'a', label: 'calm', start: 0, attributes: { arousal: -0.4, density: 0.3 } },
      {
        id: 'b',
        label: 'storm',
        start: seconds * 0.5,
        attributes: { arousal: 0.7, density: 0.8, key: 'E minor' },
      },
    ],
    hits: [0.3, 0.75].map((share, i) => ({
      id: `hit${i}`,
      label: '',
      seconds: Math.round(seconds * share * 100) / 100,
      strength: 0.8,
    })),
  };
  return { brief, before: composeAnyPiece({ brief, seed, candidates: 1, title: 'An arc' }) };
}

const cases = Array.from({ length: 10 }, (_, i) => caseOf(40 + i));

function revised(
  { brief, before }: Case,
  change: Partial<Change>,
  more: { seed?: number; seeds?: Record<string, number>; edited?: Part[] } = {},
): RevisedPiece {
  const whole: Change = { keep: [], reroll: true, attributes: {}, ...change };
  const wanted = revisedBrief(brief, {
    attributes: whole.bars === undefined ? whole.attributes : {},
    bars: brief.attributes.bars.value,
    keepsInstruments: true,
  });
  return revise({ before: before.piece, own: before.seeds, brief: wanted, change: whole, seed: 7, ...more });
}

function met(score: Score, { hits }: Brief): number {
  return measureHits(score, hits).filter((hit) => hit.met).length;
}

function notesOf({ parts }: Score, role: Role): string[] {
  return parts
    .filter((part) => part.role === role)
    .flatMap(({ notes }) => notes.map(({ tick, duration, pitch }) => `${tick}:${duration}:${pitch}`));
}

const kept: KeepName[][] = [
  ['melody'],
  ['harmony'],
  ['bass'],
  ['percussion'],
  ['pad'],
  ['melody', 'instruments'],
  ['rhythm'],
  ['rhythm', 'bass'],
];
const bars = ({ before }: Case): [number, number] => [6, Math.min(15, before.piece.score.bars)];

describe('an arc', () => {
  it('is composed as a score is, and known for one', () => {
    for (const { brief, before } of cases) {
      expect(isArcPiece(before.piece)).toBe(true);
      const { score } = composeScore({ brief, seed: 1, seeds: before.seeds, title: 'An arc' });
      expect(before.piece.score).toEqual(score);
    }
  });

  it.each(kept.map((keep) => [keep.join(' and '), keep] as const))(
    'that is composed anew around its %s keeps it, and meets its moments',
    (_name, keep) => {
      for (const one of cases) {
        const there = one.before.piece.score.parts.map(({ role }) => role);
        if (
          keep.some((name) => ['bass', 'percussion', 'pad'].includes(name) && !there.includes(name as Role))
        )
          continue;
        const change: Change = { keep, reroll: true, attributes: {} };
        const after = revised(one, change);
        expect(checkLocks(one.before.piece, after.piece, change)).toEqual([]);
        expect(after.piece.score.tempos).toEqual(one.before.piece.score.tempos);
        expect(met(after.piece.score, one.brief)).toBe(met(one.before.piece.score, one.brief));
        const channels = after.piece.score.parts
          .map(({ channel }) => channel)
          .filter((channel) => channel !== 9);
        expect(new Set(channels).size).toBe(channels.length);
        const again = revised(one, change, { seeds: after.seeds });
        expect(again.piece.score).toEqual(after.piece.score);
        expect(after.kept.some((part) => part.kept < part.before)).toBe(true);
        const themes = measureThemes(after.piece.score, one.brief.themes);
        expect(themes.every(({ found }) => found)).toBe(true);
      }
    },
  );

  it('changes nothing outside of bars that are composed anew, across a border of scenes too', () => {
    for (const one of cases) {
      const change: Change = { keep: [], reroll: true, bars: bars(one), attributes: {} };
      const after = revised(one, change);
      expect(checkLocks(one.before.piece, after.piece, change)).toEqual([]);
      expect(after.kept.some((part) => part.kept < part.before)).toBe(true);
      expect(met(after.piece.score, one.brief)).toBe(met(one.before.piece.score, one.brief));
      expect(revised(one, change, { seeds: after.seeds }).piece.score).toEqual(after.piece.score);
      const themes = measureThemes(after.piece.score, one.brief.themes);
      expect(themes.every(({ found }) => found)).toBe(true);
    }
  });

  it('keeps a part in bars that are composed anew', () => {
    for (const one of cases) {
      const change: Change = { keep: ['bass'], reroll: true, bars: bars(one), attributes: {} };
      if (!one.before.piece.score.parts.some(({ role }) => role === 'bass')) continue;
      const { piece } = revised(one, change);
      expect(notesOf(piece.score, 'bass')).toEqual(notesOf(one.before.piece.score, 'bass'));
    }
  });

  it.each([[['rhythm']], [['rhythm', 'harmony']]] as [KeepName[]][])(
    'keeps the %s in bars that are composed anew, with other notes',
    (keep) => {
      let others = 0;
      for (const one of cases) {
        const change: Change = { keep, reroll: true, bars: bars(one), attributes: {} };
        const after = revised(one, change);
        expect(checkLocks(one.before.piece, after.piece, change)).toEqual([]);
        const [was, is] = [one.before.piece, after.piece].map(({ score }) => notesOf(score, 'lead'));
        if (JSON.stringify(was) !== JSON.stringify(is)) others++;
      }
      expect(others).toBeGreaterThan(cases.length / 2);
    },
  );

  it('on its rhythm holds no pitch that is struck again: MIDI would end it', () => {
    for (const one of cases) {
      const { piece } = revised(one, { keep: ['rhythm'], reroll: true });
      const { parts } = piece.score;
      for (const { notes } of parts.filter(({ role }) => role === 'lead'))
        for (const [i, note] of notes.entries())
          expect(
            notes
              .slice(0, i)
              .every(({ tick, duration, pitch }) => pitch !== note.pitch || tick + duration <= note.tick),
          ).toBe(true);
    }
  });

  it('is louder without another note', () => {
    const one = cases[0]!;
    const after = revised(one, { reroll: false, attributes: { dynamics: 0.95 } });
    expect(after.kept.every((part) => part.kept === part.before && part.after === part.before)).toBe(true);
    expect(after.piece.score).not.toEqual(one.before.piece.score);
  });

  it('of more brightness keeps chords, bass and percussion', () => {
    for (const one of cases) {
      const { piece } = revised(one, { reroll: false, attributes: { brightness: 0.95 } });
      expect(piece.score.chords).toEqual(one.before.piece.score.chords);
      for (const role of ['bass', 'percussion'] as const)
        expect(notesOf(piece.score, role)).toEqual(notesOf(one.before.piece.score, role));
    }
  });

  it('at another tempo meets the same moments', () => {
    for (const one of cases) {
      const tempo = one.brief.attributes.tempo.value * 1.1;
      const { piece } = revised(one, { reroll: false, attributes: { tempo } });
      expect(met(piece.score, one.brief)).toBe(2);
      expect(piece.score.seconds).toBeCloseTo(one.brief.attributes.seconds.value, 1);
    }
  });

  it('sounds as its edited score says, and goes on from there', () => {
    for (const one of cases) {
      const { score } = one.before.piece;
      const up = score.parts.map((part) =>
        part.role === 'lead' ? { ...part, notes: part.notes.filter((_, i) => i % 5 !== 4) } : part,
      );
      const { parts } = editedScore(scoreToMidi({ ...score, parts: up }), 'score.mid', score);
      const after = revised(one, { reroll: false }, { edited: parts });
      expect(notesOf(after.piece.score, 'lead')).toEqual(notesOf({ ...score, parts: up }, 'lead'));
      const next = revised({ ...one, before: after }, { keep: ['melody'] });
      expect(notesOf(next.piece.score, 'lead')).toEqual(notesOf(after.piece.score, 'lead'));
    }
  });

  it('has no bars more', () => {
    const one = cases[0]!;
    expect(() => revised(one, { extend: 4 })).toThrow(RangeError);
  });
});
