/** The figures that were set as targets, and whether they were reached. */
import { markdownTable } from '../markdownTable.ts';
import { difference, scoreFigure } from './figures.ts';
import { longFigure } from './longScores.ts';
import { figure } from './tables.ts';
import type { ClipScores, ScoredClip } from './clipScores.ts';
import type { ScoredTakes } from './longScores.ts';
import type { ScoredVariants } from './tables.ts';

/** A target. */
export interface Target {
  what: string;
  wanted: string;
  found: string;
  meets: boolean;
}

/** Holds the default way of playing (all conditions, score, ten steps, guidance 2) against the targets. */
export function targetsOf(variants: ScoredVariants, long: ScoredTakes, megabytes: number): Target[] {
  const of = (name: string): readonly ScoredClip[] => variants.clips.get(name) ?? [];
  const value = (name: string, score: keyof ClipScores): number => scoreFigure(of(name), score).value;
  const distance = (name: string): number => variants.distances.get(name)?.value ?? NaN;
  const all = (score: keyof ClipScores): number => value('all', score);
  const chroma = all('chromaScore') / value('vocoder', 'chromaScore');
  const ahead = (what: string, without: string, made = 'all'): Target =>
    surelyAhead(what, of(made), of(without));
  /** As asked, of ten seconds and of thirty; and of those clips of whose render the judge hears what was asked, for of the others it can tell nothing. */
  const obedience = (what: string, score: 'near' | 'ck' | 'drums', wanted: number): Target[] => [
    atLeast(`${what}, clips of ten seconds`, all(score), wanted),
    atLeast(`${what}, takes of thirty seconds`, longFigure(long.all, score).value, wanted),
    atLeast(
      `${what}, clips where the render is heard as asked`,
      shareOfHeard(of('render'), of('all'), score),
      wanted,
    ),
  ];
  const order = (score: keyof ClipScores): number[] =>
    ['raw-all', 'all', 'target'].map((name) => value(name, score));
  const [raw = NaN, aligned = NaN, target = NaN] = order('textAudio');
  const orderText = `${figure(raw)}, ${figure(aligned)}, ${figure(target)}`;
  return [
    atMost('mel L1 to the render, nat', all('mel'), 0.5),
    atLeast('chroma, as a share of the vocoder’s ceiling', chroma, 0.95),
    atLeast('onsets F1 against the render’s', all('onsetRender'), 0.92),
    atLeast(
      `the same by the first ruler, by which the render 5 ms later has ${figure(value('later', 'onsetStrict'))}`,
      all('onsetStrict'),
      0.92,
    ),
    atMost('vocoder alone, log-mel L1, nat', value('vocoder', 'mel'), 0.2),
    atMost('FAD to held-out renders, times the floor', distance('all') / distance('render'), 2),
    atMost('the same at temperature 1', distance('temperature-1') / distance('render'), 2),
    atMost('mel L1 at temperature 1, nat', value('temperature-1', 'mel'), 0.5),
    ahead('conditioned ahead of unconditioned on every alignment score', 'unconditioned'),
    ahead(
      'the same of the renders themselves against other clips’: what the scores can tell',
      'other-render',
      'render',
    ),
    ahead('the same beside the same score, which was composed for those conditions', 'none'),
    {
      what: 'the paper’s order of text–audio: no adapters, adapters, the render’s own embedding',
      wanted: 'rising',
      found: orderText,
      meets: raw < aligned && aligned <= target,
    },
    ...obedience('tempo within 4 %', 'near', 0.8),
    ...obedience('key, CK', 'ck', 0.8),
    ...obedience('drums', 'drums', 0.9),
    atMost('all musflow weights, MB', megabytes, 60),
  ];
}

/** Scores of how what is heard fits what was asked. */
const likeness = ['textAudio', 'imageAudio', 'fusedAudio', 'words'] as const;

function surelyAhead(what: string, made: readonly ScoredClip[], without: readonly ScoredClip[]): Target {
  const sure = likeness.filter((score) => difference(made, without, score).low > 0);
  return {
    what,
    wanted: `${likeness.length} of ${likeness.length} intervals above 0`,
    found: `${sure.length} (${sure.join(', ') || 'none'})`,
    meets: sure.length === likeness.length,
  };
}

/** Share of 1 among the scores of what was made, of those clips whose render has 1; NaN where none has. */
export function shareOfHeard(
  renders: readonly Pick<ScoredClip, 'scores'>[],
  made: readonly Pick<ScoredClip, 'scores'>[],
  score: keyof ClipScores,
): number {
  const heard = made.filter((_, i) => renders[i]?.scores[score] === 1);
  return heard.filter((clip) => clip.scores[score] === 1).length / heard.length;
}

/** The targets as a table. */
export function targetsTable(targets: readonly Target[]): string {
  return markdownTable(
    ['what', 'wanted', 'found', ''],
    targets.map(({ what, wanted, found, meets }) => [what, wanted, found, meets ? 'reached' : '**missed**']),
  );
}

function atLeast(what: string, found: number, wanted: number): Target {
  return { what, wanted: `≥ ${wanted}`, found: figure(found), meets: found >= wanted };
}

function atMost(what: string, found: number, wanted: number): Target {
  return { what, wanted: `≤ ${wanted}`, found: figure(found), meets: found <= wanted };
}
