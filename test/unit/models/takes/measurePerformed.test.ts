import { describe, expect, it } from 'vitest';
import { meters, styles } from '../../../../bridge/protocol/attributes.ts';
import { noNotes, withNote } from '../../../../bridge/protocol/heardNotes.ts';
import { performedScore } from '../../../../models/engines/score/endless/performedScore.ts';
import { askedOfPerformance } from '../../../../models/takes/askedOfPerformance.ts';
import { measurePerformed } from '../../../../models/takes/measurePerformed.ts';
import { sampleBrief } from '../../../fixtures/sampleBrief.ts';
import type { Brief } from '../../../../bridge/protocol/brief.ts';
import type { PerformedSpan } from '../../../../bridge/protocol/performance.ts';
import type { Score } from '../../../../bridge/protocol/score.ts';
import type { Measured } from '../../../../bridge/protocol/take.ts';

const sound = { loudness: -16, truePeak: -1.1, clippedFrames: 0, longestSilence: 0.4, leadingSilence: 0 };
const bar = 1920;

/** A performance that was steered to another key, a slower tempo and another meter, and kept from bar 4 on. */
const span: PerformedSpan = {
  log: {
    steering: [
      { bar: 16, values: { key: 'A major' } },
      { bar: 28, values: { meter: '3/4' } },
    ],
    sound: [],
    tempos: [
      { tick: 0, microsecondsPerQuarter: 500_000 },
      { tick: 16 * bar, microsecondsPerQuarter: 600_000 },
    ],
  },
  from: 4,
  to: 40,
};
const source = { brief: sampleBrief({ style: 'strings', key: 'D minor', tempo: 120 }), seed: 3 };
const score = performedScore(source, span, 'test');

function measured(of: PerformedSpan, brief: Brief = source.brief, made: Score = score): Measured {
  return measurePerformed(made, { ...sound, seconds: made.seconds }, brief, of);
}

/** The span with another log, as if that had been asked while the same was played. */
function logged(log: Partial<PerformedSpan['log']>): PerformedSpan {
  return { ...span, log: { ...span.log, ...log } };
}

describe('what was asked of a performance', () => {
  it('is read from brief and log alone', () => {
    const { keys, meters: asked, tempos, seconds } = askedOfPerformance(source.brief, span);
    expect(keys.map(({ value, bar: from, bars }) => [value, from, bars])).toEqual([
      ['D minor', 0, 12],
      ['A major', 12, 24],
    ]);
    expect(asked.map(({ value, tick, endTick }) => [value, tick, endTick])).toEqual([
      ['4/4', 0, 24 * bar],
      ['3/4', 24 * bar, 24 * bar + 12 * 1440],
    ]);
    expect(tempos.map(({ value, bar: from, bars }) => [value, from, bars])).toEqual([
      [120, 0, 12],
      [100, 12, 24],
    ]);
    expect(seconds).toBeCloseTo(12 * 2 + 12 * 2.4 + 12 * 1.8, 9);
  });
});

describe('the measurement of a kept performance', () => {
  it('agrees with the log of what was played', () => {
    const found = measured(span);
    expect(found.failures).toEqual([]);
    expect(found).toMatchObject({ key: 'A major', keyAgrees: true, tempo: 100 });
    expect(found.spans?.map(({ what, asked, agrees }) => [what, asked, agrees])).toEqual([
      ['tempo', '120', true],
      ['tempo', '100', true],
      ['key', 'D minor', true],
      ['key', 'A major', true],
      ['meter', '4/4', true],
      ['meter', '3/4', true],
    ]);
  });

  it.each([
    [
      'another key',
      logged({ steering: [{ bar: 16, values: { key: 'Eb major' } }] }),
      /its key from bar 13 on is .* instead of Eb major/,
    ],
    [
      'a key a fifth away',
      logged({ steering: [{ bar: 16, values: { key: 'E major' } }] }),
      /its key from bar 13 on is .* instead of E major/,
    ],
    ['no change of key', logged({ steering: [] }), /its key from bar 1 on is .* instead of D minor/],
    [
      'no change of tempo',
      logged({ tempos: span.log.tempos.slice(0, 1) }),
      /its tempo from bar 1 on is .* instead of 120|it lasts/,
    ],
    [
      'another tempo',
      logged({
        tempos: [
          { tick: 0, microsecondsPerQuarter: 500_000 },
          { tick: 16 * bar, microsecondsPerQuarter: 620_000 },
        ],
      }),
      /its tempo from bar 13 on is 100 instead of 96.774/,
    ],
    [
      'another meter',
      logged({ steering: [{ bar: 16, values: { key: 'A major', meter: '5/4' } }] }),
      /its meter from bar 13 on is .* instead of 5\/4/,
    ],
  ] as const)('disagrees with a log that has %s', (_, wrong, failure) => {
    expect(measured(wrong).failures.join('; ')).toMatch(failure);
  });

  it('disagrees with another brief, where the log says nothing', () => {
    const found = measured(span, sampleBrief({ style: 'strings', key: 'E minor', tempo: 120 }));
    expect(found.failures).toHaveLength(1);
    expect(found.failures[0]).toMatch(/its key from bar 1 on is .* instead of E minor/);
    expect(found.keyAgrees).toBe(false);
  });

  it('says nothing of what is too short to tell', () => {
    const short = { ...span, from: 14, to: 20 };
    const made = performedScore(source, short, 'test');
    const found = measured(
      { ...short, log: { ...span.log, steering: [{ bar: 16, values: { key: 'Eb major' } }] } },
      source.brief,
      made,
    );
    expect(found.spans?.filter(({ what }) => what === 'key').map(({ agrees }) => agrees)).toEqual([
      undefined,
      undefined,
    ]);
  });

  it('holds the notes against what the player counted', () => {
    const from = 4 * bar;
    const heard = score.parts
      .flatMap(({ role, notes }) => notes.map((note) => ({ role, note })))
      .reverse()
      .reduce((sum, { role, note }) => withNote(sum, role, { ...note, tick: note.tick + from }), noNotes);
    const played = { from, until: from + score.endTick, seconds: 74.4, ...heard };
    expect(measured({ ...span, heard: played }).failures).toEqual([]);
    const [other, slower] = [
      measured({ ...span, heard: { ...played, check: played.check ^ 1 } }).failures,
      measured({ ...span, heard: { ...played, seconds: 78 } }).failures,
    ];
    expect(other).toEqual([expect.stringMatching('its notes are not those that were played')]);
    expect(slower).toEqual(['it takes 74.4 s for what was played in 78.0 s']);
  });

  it.each(styles)('agrees in the style %s, in every meter', (style) => {
    const spans = meters.flatMap((meter, i) => {
      const key = ['D minor', 'Eb major', 'A dorian', 'G mixolydian'][i % 4]!;
      const brief = sampleBrief({ style, key, meter, tempo: 100 });
      const asked = {
        log: {
          ...span.log,
          steering: [],
          tempos: [{ tick: 0, microsecondsPerQuarter: /[69]\/8|12\/8/.test(meter) ? 400_000 : 600_000 }],
        },
        from: 5,
        to: 21,
      };
      const made = performedScore({ brief, seed: 5 + i }, asked, 'test');
      return (measured(asked, brief, made).spans ?? []).map((one) => ({ meter, ...one }));
    });
    expect(spans.filter(({ agrees }) => agrees !== true)).toEqual([]);
  });
});
