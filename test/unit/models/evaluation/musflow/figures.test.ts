/** From measures of clips to the figures of a variant, on measures made by hand. */
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../../../bridge/protocol/seededRandom.ts';
import { nearnessTo, scorerOf } from '../../../../../models/evaluation/musflow/clipScores.ts';
import {
  difference,
  distancesTo,
  pairFigure,
  scoreFigure,
} from '../../../../../models/evaluation/musflow/figures.ts';
import { drumsJudge } from '../../../../../models/evaluation/musflow/judges.ts';
import { beatMultiples } from '../../../../../models/evaluation/metrics/audio/tempoCandidates.ts';
import {
  longFigure,
  longTable,
  scoreLongTakes,
} from '../../../../../models/evaluation/musflow/longScores.ts';
import { interval } from '../../../../../models/evaluation/musflow/tables.ts';
import type { Heard, Measures } from '../../../../../models/evaluation/musflow/clipMeasures.ts';
import type { EvaluatedClip, Evaluation } from '../../../../../models/evaluation/musflow/evaluateMusflow.ts';
import type { LongMeasures } from '../../../../../models/evaluation/musflow/longTakes.ts';
import type { KnownClip } from '../../../../../models/evaluation/musflow/knownClips.ts';

const random = seededRandom(4);
const tags = ['drums', 'quiet', 'loud', 'piano'];
const noise = (): number => 0.02 * random.next();

const majorScale = [0, 2, 4, 5, 7, 9, 11];

/** A clip that is loud with drums, or a quiet piano. */
function heardOf(id: string, isLoud: boolean): Heard {
  const heard = isLoud ? [0.8, 0.05, 0.7, 0.1] : [0.05, 0.7, 0.05, 0.8];
  const patch = (): number[] => heard.map((value) => value + noise());
  const chroma = Array.from({ length: 64 * 12 }, (_, i) => Number(i % 12 === (isLoud ? 0 : 5)));
  return {
    ...{ id, tags: [patch(), patch()], embeddings: [patch(), patch()], chroma },
    ...{ music: isLoud ? [1, 0] : [0, 1], tempo: isLoud ? 150 : 70, key: 'C major' },
    // Two tempi an octave apart: the one that is meant has the pulse.
    tempi: (isLoud ? [75, 150] : [70, 140]).flatMap((tempo) => [
      tempo,
      ...beatMultiples.map(() => (tempo === (isLoud ? 150 : 70) ? 0.6 : 0.2) + noise()),
    ]),
    onsetRate: isLoud ? 5 : 1,
    profile: Array.from({ length: 24 }, (_, i) => Number(majorScale.includes(i % 12)) / 7),
    ...{ brightness: isLoud ? 0.8 : 0.2, energy: isLoud ? 0.3 : 0.1 },
  };
}

function measuresOf(i: number, isLoud: boolean): Measures {
  const agreement = {
    chromaScore: 0.9,
    chromaRender: null,
    onsetScore: 0.5,
    onsetRender: 1,
    onsetStrict: 1,
    mel: 0.1,
    level: 1,
  };
  return { ...heardOf(`clip-${i}`, isLoud), ...agreement };
}

const count = 16;
const isLoud = (i: number): boolean => i % 2 === 0;

function askedClip(i: number): EvaluatedClip {
  const place = Float32Array.from(isLoud(i) ? [1, 0] : [0, 1]);
  const [brightness, arousal, tempo] = isLoud(i) ? [0.9, 0.7 + noise(), 148] : [0.1, -0.7 + noise(), 110];
  const attributes = { brightness: brightness + noise(), arousal, tempo, key: 'A minor' };
  return {
    clip: {
      id: `clip-${i}`,
      record: { attributes } as EvaluatedClip['clip']['record'],
      vectors: { image: Float32Array.from([0, 0, arousal, 0]), story: place, caption: place },
    },
    hasDrums: isLoud(i),
    places: {
      each: { image: place, story: place, caption: place },
      texts: { story: place, caption: place },
      lines: { image: place, story: place, caption: place },
      music: [...place],
    },
  };
}

const known = (name: string, length: number): KnownClip[] =>
  Array.from({ length }, (_, i) => ({
    heard: heardOf(`${name}-${i}`, isLoud(i)),
    hasDrums: isLoud(i),
    key: 'C major',
    tempo: isLoud(i) ? 150 : 70,
  }));
const right = Array.from({ length: count }, (_, i) => measuresOf(i, isLoud(i)));
const wrong = Array.from({ length: count }, (_, i) => measuresOf(i, !isLoud(i)));
const everyTake = Array.from({ length: count - 1 }, (_, i) => i + 1);
const takeOf = (i: number, isRight: boolean): LongMeasures => ({
  ...measuresOf(i, isRight === isLoud(i)),
  mels: isRight ? [0, 0, 0] : [0.1, 0.2, 0.3],
  hasDrums: isLoud(i),
});
const evaluation: Evaluation = {
  asked: Array.from({ length: count }, (_, i) => askedClip(i)),
  reference: known('reference', 20),
  training: known('training', 20),
  measures: new Map([['render', right]]),
  variants: [],
  // Of the first clip nothing sounded.
  long: {
    clips: everyTake,
    renders: everyTake.map((i) => takeOf(i, true)),
    made: everyTake.map((i) => takeOf(i, false)),
  },
};
const suggested = Array.from({ length: count }, (_, i) =>
  isLoud(i) ? [0.6, 0.1, 0.5, 0.2] : [0.2, 0.6, 0.1, 0.5],
);
const score = scorerOf(evaluation, tags, suggested);

describe('scores', () => {
  it('are better for what was asked for than for its opposite, each in its direction', () => {
    const [good, bad] = [score(right), score(wrong)];
    for (const name of ['textAudio', 'imageAudio', 'fusedAudio', 'words', 'drums'] as const)
      expect(difference(good, bad, name).low, name).toBeGreaterThan(0.5);
    expect(difference(good, bad, 'klAskedMade').high).toBeLessThan(-1);
    expect(scoreFigure(good, 'klMadeAsked').value).toBe(0);
  });

  it('count tempo and key by what was asked for', () => {
    const good = score(right);
    // 150 BPM against 148 is within 4 % and in a bin of its own with 140…160; 70 against 110 is neither.
    expect(scoreFigure(good, 'near').value).toBe(0.5);
    expect(scoreFigure(good, 'nearEstimate').value).toBe(0.5);
    expect(scoreFigure(good, 'tb').value).toBe(0.5);
    expect(scoreFigure(good, 'ck').value).toBe(0);
    expect(scoreFigure(good, 'ckd').value).toBe(1);
    expect(scoreFigure(good, 'keyExact').value).toBe(0);
    expect(scoreFigure(good, 'ckFinder').value).toBe(0);
  });

  it('that cannot be told are left out, and are a dash where none can', () => {
    expect(interval(scoreFigure(score(right), 'chromaRender'))).toBe('–');
  });

  it('follow attributes over clips', () => {
    expect(pairFigure(score(right), 'brightness').value).toBeGreaterThan(0.9);
    expect(pairFigure(score(wrong), 'energy').value).toBeLessThan(-0.9);
    expect(pairFigure(score(right), 'feeling').value).toBeGreaterThan(0.9);
  });
});

describe('long takes', () => {
  const takes = scoreLongTakes(evaluation);

  it('are heard by what was asked of their own clips', () => {
    expect([takes.render.length, takes.all.length]).toEqual([count - 1, count - 1]);
    expect(longFigure(takes.render, 'drums').value).toBe(1);
    expect(longFigure(takes.all, 'drums').value).toBe(0);
    // 150 BPM against 148: seven loud clips of the fifteen.
    expect(longFigure(takes.render, 'near').value).toBeCloseTo(7 / 15);
  });

  it('tell their thirds apart, and stand in a table of two rows', () => {
    expect([1, 2, 3].map((third) => longFigure(takes.all, `mel${third}` as 'mel1').value)).toEqual(
      [0.1, 0.2, 0.3].map((value) => expect.closeTo(value, 9) as number),
    );
    expect(longTable(takes).trim().split('\n')).toHaveLength(4);
  });
});

describe('distances', () => {
  it('to held-out clips are small for their like and large for one half of them', () => {
    const distance = distancesTo(evaluation.reference);
    const floor = distance(right, true);
    expect(floor.low).toBeLessThanOrEqual(floor.value);
    expect(
      distance(
        right.filter((_, i) => isLoud(i)),
        false,
      ).value,
    ).toBeGreaterThan(20 * floor.value);
  });
});

describe('judges', () => {
  it('of drums learns them from renders whose notes are known', () => {
    const hears = drumsJudge(evaluation.training);
    expect([hears(heardOf('a', true)), hears(heardOf('b', false))]).toEqual([true, false]);
  });

  it('of nearness finds a copy', () => {
    const copies = evaluation.training.map(({ heard }) => heard);
    const nearness = nearnessTo(evaluation);
    expect(nearness(copies).embedding).toBeCloseTo(1, 6);
    expect(nearness(copies).embeddingShare).toBe(1);
  });
});
