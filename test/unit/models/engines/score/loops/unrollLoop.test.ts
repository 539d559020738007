import { describe, expect, it } from 'vitest';
import { bodyTicks, composeLoop } from '../../../../../../models/engines/score/loops/composeLoop.ts';
import { loopAlone, unrollLoop } from '../../../../../../models/engines/score/loops/unrollLoop.ts';
import { sampleBrief } from '../../../../../fixtures/sampleBrief.ts';
import { styles } from '../../../../../../bridge/protocol/attributes.ts';
import type { Note, Score } from '../../../../../../bridge/protocol/score.ts';

const bar = 1920;

function notesIn(score: Score, from: number, to: number): Note[][] {
  return score.parts.map(({ notes }) =>
    notes
      .filter(({ tick }) => tick >= from && tick < to)
      .map((note) => ({ ...note, tick: note.tick - from })),
  );
}

describe.each(styles)('a loop in style %s', (style) => {
  const loop = composeLoop({
    brief: sampleBrief({ style, meter: '4/4', bars: 8 }),
    seed: 11,
    intro: 2,
    outro: 4,
  });
  const body = bodyTicks(loop.score, loop.bars);

  it('has its body between intro and outro', () => {
    expect(body).toEqual({ start: 2 * bar, end: 10 * bar });
    expect(loop.score.bars).toBe(14);
    expect(loop.score.sections.map(({ label }) => label)).toEqual(['Intro', 'A', 'Outro']);
  });

  it('plays the same in every pass, and the outro after the last', () => {
    const three = unrollLoop(loop.score, body, 3);
    const length = body.end - body.start;
    const [first, second, third] = [0, 1, 2].map((pass) =>
      notesIn(three, body.start + pass * length, body.end + pass * length),
    );
    expect(second).toEqual(first);
    expect(third).toEqual(first);
    expect(first?.flat().length).toBeGreaterThan(8);
    expect(three.endTick).toBe(loop.score.endTick + 2 * length);
    expect(three.bars).toBe(14 + 16);
    expect(three.sections.map(({ bar: at }) => at)).toEqual([1, 3, 11, 19, 27]);
    const outro = notesIn(three, body.end + 2 * length, Infinity).flat();
    expect(outro.length).toBeGreaterThan(0);
  });

  it('ends the body on an open chord and the piece on the tonic', () => {
    const inBody = loop.score.chords.filter(({ tick }) => tick < body.end);
    expect(loop.score.chords.at(-1)?.numeral.toLowerCase()).toMatch(/^i(?![iv])/);
    expect(inBody.at(-1)).toBeDefined();
  });

  it('is the same for the same seed and another for another', () => {
    const compose = (seed: number) =>
      composeLoop({ brief: sampleBrief({ style, meter: '4/4', bars: 8 }), seed, intro: 2, outro: 4 }).score;
    expect(compose(11)).toEqual(loop.score);
    expect(compose(12).parts).not.toEqual(loop.score.parts);
  });

  it('stands alone from tick 0, at one tempo', () => {
    const alone = loopAlone(loop.score, body);
    expect(alone.endTick).toBe(8 * bar);
    expect(alone.tempos).toHaveLength(1);
    expect(alone.parts.flatMap(({ notes }) => notes).every(({ tick }) => tick >= 0 && tick < 8 * bar)).toBe(
      true,
    );
    expect(alone.sections[0]).toMatchObject({ tick: 0, bar: 1 });
  });
});

describe('the ends of a loop', () => {
  it('may be left out', () => {
    const { score, bars } = composeLoop({ brief: sampleBrief({ bars: 4 }), seed: 1, intro: 0, outro: 0 });
    expect(bodyTicks(score, bars)).toEqual({ start: 0, end: score.endTick });
    expect(unrollLoop(score, bodyTicks(score, bars), 2).endTick).toBe(2 * score.endTick);
  });

  it('put what comes a little early on its line, where it ends as before', () => {
    const { score, bars } = composeLoop({ brief: sampleBrief({ bars: 4 }), seed: 1, intro: 1, outro: 0 });
    const body = bodyTicks(score, bars);
    const [part] = score.parts;
    if (part === undefined) throw new Error('no part');
    const note = { tick: body.start - 12, duration: 100, pitch: 60, midiVelocity: 64 };
    const early = { ...score, parts: [{ ...part, notes: [note] }] };
    const [moved] = unrollLoop(early, body, 2).parts[0]?.notes ?? [];
    expect(moved).toEqual({ ...note, tick: body.start, duration: 88 });
    expect(unrollLoop(early, body, 2).parts[0]?.notes).toHaveLength(2);
  });
});
