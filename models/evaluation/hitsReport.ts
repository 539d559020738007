/** Does the music meet its moments? Random briefs with random hits: how near the notes come, and what it costs in tempo and bars. */
import { styles } from '../../bridge/protocol/attributes.ts';
import { seededRandom } from '../../bridge/protocol/seededRandom.ts';
import { composeScore } from '../engines/score/composeScore.ts';
import { measureHits } from '../takes/measureHits.ts';
import { mean, quantile } from './distribution.ts';
import { randomBrief } from './explicitBrief.ts';
import { markdownTable, percent } from './markdownTable.ts';
import type { Hit } from '../../bridge/protocol/cue.ts';
import type { Brief } from '../../bridge/protocol/brief.ts';
import type { Score } from '../../bridge/protocol/score.ts';
import type { SeededRandom } from '../../bridge/protocol/seededRandom.ts';
import type { MeasuredHit } from '../../bridge/protocol/take.ts';
import type { Report } from './writeResults.ts';

/** What was found over many cases with the same number of hits. */
export interface HitsFigures {
  hits: number;
  cases: number;
  /** Share of the hits within 40 ms, measured on the notes; of those on the first beat of a bar. */
  met: number;
  onFirstBeat: number;
  onBeat: number;
  /** Milliseconds: median and 95th percentile of the error without its sign. */
  medianError: number;
  p95Error: number;
  /** Per cent of tempo change, between hits: mean and the most. */
  meanTempo: number;
  mostTempo: number;
  /** Bars of another meter per hit. */
  bars: number;
  /** Largest difference of the length from what was asked, in milliseconds. */
  length: number;
}

interface HitsCase {
  brief: Brief;
  score: Score;
  measured: MeasuredHit[];
}

/** A brief of a random style with hits drawn over its length, at least a second apart where there is room. */
export function drawHitsCase(seed: number, count: number): Brief {
  const random = seededRandom(seed);
  const style = random.pick(styles);
  const brief = randomBrief({ style, seed, bars: 16 + random.below(33) });
  return { ...brief, hits: drawHits(count, brief.attributes.seconds.value, random) };
}

/** Hits at random moments, at least a second apart where there is room, none in the last eight. */
export function drawHits(count: number, seconds: number, random: SeededRandom): Hit[] {
  const times: number[] = [];
  for (let attempt = 0; times.length < count && attempt < 50 * count; attempt++) {
    const time = Math.round((1 + random.next() * (seconds - 9)) * 1000) / 1000;
    if (times.every((other) => Math.abs(other - time) >= 1)) times.push(time);
  }
  return times
    .sort((a, b) => a - b)
    .map((at, i) => ({ id: `hit-${i + 1}`, label: '', seconds: at, strength: 0.3 + 0.7 * random.next() }));
}

/** Composes the cases and measures them. */
export function hitsFigures(cases: number, hits: number, firstSeed: number): HitsFigures {
  const made = Array.from({ length: cases }, (_, i): HitsCase => {
    const brief = drawHitsCase(firstSeed + i, hits);
    const { score } = composeScore({ brief, seed: i, candidates: 1 });
    return { brief, score, measured: measureHits(score, brief.hits) };
  });
  const all = made.flatMap(({ measured }) => measured);
  const errors = all.map(({ errorMs }) => Math.abs(errorMs));
  const changes = made.flatMap(tempoChanges);
  const share = (test: (hit: MeasuredHit) => boolean): number => all.filter(test).length / all.length;
  return {
    hits,
    cases,
    met: share(({ met }) => met),
    onFirstBeat: share(({ how }) => how.startsWith('on the first beat')),
    onBeat: share(({ how }) => how.startsWith('on ')),
    medianError: quantile(errors, 0.5),
    p95Error: quantile(errors, 0.95),
    meanTempo: mean(changes),
    mostTempo: Math.max(...changes),
    bars: share(({ how }) => how.includes('after a bar of')),
    length: Math.max(
      ...made.map(({ brief, score }) => Math.abs(score.seconds - brief.attributes.seconds.value) * 1000),
    ),
  };
}

/** Per cent by which each tempo outside the ritardando differs from what was asked. */
function tempoChanges({ brief, score }: HitsCase): number[] {
  const { tempo, meter } = brief.attributes;
  const compound = ['6/8', '9/8', '12/8'].includes(meter.value);
  const asked = tempo.value * (compound ? 1.5 : 1);
  return score.tempos
    .filter(({ ritardando }) => ritardando !== true)
    .map(({ microsecondsPerQuarter }) => Math.abs(60_000_000 / microsecondsPerQuarter / asked - 1) * 100);
}

/** The report over 500 random cases. */
export function hitsReport(cases: number): Report {
  const counts = [1, 2, 3, 5, 8];
  const each = Math.round(cases / counts.length);
  const figures = counts.map((hits, i) => hitsFigures(each, hits, 10_000 * (i + 1)));
  const rows = figures.map((one) => [
    one.hits,
    one.cases,
    percent(one.met),
    one.medianError,
    one.p95Error,
    percent(one.onFirstBeat),
    percent(one.onBeat),
    one.meanTempo,
    one.mostTempo,
    one.bars,
    one.length,
  ]);
  const head = [
    ...['hits', 'cases', 'within 40 ms', 'median error, ms', '95th percentile, ms', 'first beat', 'a beat'],
    ...['mean tempo change, %', 'largest, %', 'changed bars a hit', 'length off by at most, ms'],
  ];
  return {
    name: 'hits',
    title: 'Hits',
    figures,
    text: `Random briefs of all styles, meters, tempi and 16 to 48 bars; hits drawn over the length, at least a second apart and
eight seconds before the end. The error is measured on the notes: the strongest onset near the moment. The search may change the tempo
by 3 % and put in one bar of another length before each hit.

${markdownTable(head, rows)}`,
  };
}
