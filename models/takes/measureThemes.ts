/** Where the themes of a take sound, and whether its notes bear that out. */
import { tickToSeconds } from '../../bridge/protocol/tempoMap.ts';
import { describeTheme } from '../../bridge/protocol/themes.ts';
import { findTheme } from './findTheme.ts';
import type { Brief } from '../../bridge/protocol/brief.ts';
import type { Theme } from '../../bridge/protocol/cue.ts';
import type { Score, ScoreTheme } from '../../bridge/protocol/score.ts';
import type { MeasuredTheme } from '../../bridge/protocol/take.ts';

/** Ticks by which the first note may be early or late: players wander, and a strong hit is prepared. */
const near = 60;

/** Measures every statement, in order. */
export function measureThemes(score: Score, themes: readonly Theme[]): MeasuredTheme[] {
  return (score.themes ?? []).map((stated) => ({
    theme: stated.theme,
    name: stated.name,
    role: stated.role,
    instrument: stated.instrument,
    bar: stated.bar,
    beat: stated.beat,
    seconds: Math.round(tickToSeconds(score.tempos, stated.tick) * 1000) / 1000,
    how: describeTheme(stated),
    found: isFound(stated, score, themes),
  }));
}

/** What a person is told of statements that the notes do not bear out, and of themes that are named and sound nowhere. */
export function missingThemes(
  themes: readonly MeasuredTheme[],
  brief: Pick<Brief, 'themes' | 'appearances'>,
): string[] {
  const named = brief.themes.filter(
    ({ id }) => brief.appearances?.some(({ theme }) => theme === id) === true,
  );
  const silent = named.filter(({ id }) => themes.every(({ theme }) => theme !== id));
  return [
    ...silent.map(({ name }) => `the theme "${name}" is named and does not sound: no phrase has room for it`),
    ...lostThemes(themes),
  ];
}

function lostThemes(themes: readonly MeasuredTheme[]): string[] {
  return themes
    .filter(({ found }) => !found)
    .map(({ name, bar, role }) => `the theme "${name}" is not found in the ${role} at bar ${bar}`);
}

function isFound(stated: ScoreTheme, score: Score, themes: readonly Theme[]): boolean {
  const motif = themes.find(({ id }) => id === stated.theme)?.motif;
  if (motif === undefined) return false;
  return score.parts
    .filter(({ role }) => role === stated.role)
    .flatMap((part) => findTheme(part.notes, motif.slice(0, stated.notes)))
    .some(({ tick, factor }) => factor === stated.factor && Math.abs(tick - stated.tick) <= near);
}
