/** Are themes heard where the take says? Random briefs with random themes, looked for by a matcher that is given notes and nothing else. */
import { styles } from '../../bridge/protocol/attributes.ts';
import { seededRandom } from '../../bridge/protocol/seededRandom.ts';
import { composeScore } from '../engines/score/composeScore.ts';
import { withInvented } from '../engines/score/themes/inventTheme.ts';
import { findTheme } from '../takes/findTheme.ts';
import { measureKey } from '../takes/measureTake.ts';
import { measureThemes } from '../takes/measureThemes.ts';
import { randomBrief } from './explicitBrief.ts';
import { markdownTable, percent } from './markdownTable.ts';
import type { Brief } from '../../bridge/protocol/brief.ts';
import type { CueSection, Theme } from '../../bridge/protocol/cue.ts';
import type { Score } from '../../bridge/protocol/score.ts';
import type { Report } from './writeResults.ts';

/** What was found over the pieces of one kind. */
export interface ThemesFigures {
  kind: string;
  pieces: number;
  /** Pieces in which every theme that was named sounds. */
  complete: number;
  stated: number;
  /** Share of the stated places at which the matcher finds the theme. */
  found: number;
  /** Of the statements: as in the book, at another speed, cut, in another voice than the lead, against another theme. */
  plain: number;
  otherSpeed: number;
  cut: number;
  otherVoice: number;
  together: number;
  /** Share of the sounding time of statements on notes of the chord. */
  onChord: number;
  /** Places a piece at which the matcher finds a theme that nobody named, invented like the others: chance. */
  chance: number;
  /** Share of the pieces of one key that are heard in it. */
  inKey: number | undefined;
}

const kinds = ['one theme', 'two themes', 'two themes, two scenes'] as const;
type Kind = (typeof kinds)[number];

interface ThemesCase {
  brief: Brief;
  score: Score;
  /** A theme that is not in the piece. */
  stranger: Theme;
}

function themeNamed(name: string): Theme {
  return { id: name, name, owner: { kind: 'idea', names: [name] } };
}

/** A piece of a random brief that states themes. */
export function drawThemesCase(kind: Kind, seed: number): ThemesCase {
  const { brief, stranger } = drawThemedBrief(kind, seed);
  return { brief, stranger, score: composeScore({ brief, seed, candidates: 2 }).score };
}

/** A random brief that states themes, and a theme that it does not. */
export function drawThemedBrief(kind: Kind, seed: number): Pick<ThemesCase, 'brief' | 'stranger'> {
  const random = seededRandom(seed);
  const style = styles[seed % styles.length] ?? 'cinematic';
  const brief = randomBrief({ style, seed, bars: 16 + random.below(25) });
  const [one, two, stranger] = withInvented(
    ['one', 'two', 'three'].map((name) => themeNamed(`${name} ${seed}`)),
  );
  if (one === undefined || two === undefined || stranger === undefined) throw new RangeError('no themes');
  const themes = kind === 'one theme' ? [one] : [one, two];
  const arousal = random.chance(0.5) ? -0.6 : 0.7;
  const sections: CueSection[] =
    kind === 'two themes, two scenes'
      ? [
          { id: 'a', label: 'first', start: 0 },
          {
            id: 'b',
            label: 'second',
            start: brief.attributes.seconds.value * 0.45,
            attributes: { arousal, tension: random.next() },
          },
        ]
      : [];
  const appearances =
    sections.length === 0
      ? themes.map(({ id }) => ({ theme: id, reason: 'the evaluation names it' }))
      : [
          { theme: one.id, section: 'a', reason: 'the evaluation names it' },
          ...themes.map(({ id }) => ({ theme: id, section: 'b', reason: 'the evaluation names it' })),
        ];
  return { brief: { ...brief, themes, sections, appearances }, stranger };
}

/** Composes the pieces of one kind and looks for their themes. */
export function themesFigures(kind: Kind, pieces: number, firstSeed: number): ThemesFigures {
  const cases = Array.from({ length: pieces }, (_, i) => drawThemesCase(kind, firstSeed + i));
  const measured = cases.flatMap(({ brief, score }) => measureThemes(score, brief.themes));
  const told = cases.flatMap(({ score }) => score.themes ?? []);
  const share = (count: number): number => count / Math.max(1, told.length);
  const isOneKey = kind !== 'two themes, two scenes';
  return {
    kind,
    pieces,
    complete:
      cases.filter(({ brief, score }) =>
        brief.themes.every(({ id }) => score.themes?.some(({ theme }) => theme === id) === true),
      ).length / pieces,
    stated: told.length,
    found: share(measured.filter(({ found }) => found).length),
    plain: share(
      told.filter(({ factor, notes, of, role }) => factor === 1 && notes === of && role === 'lead').length,
    ),
    otherSpeed: share(told.filter(({ factor }) => factor !== 1).length),
    cut: share(told.filter(({ notes, of }) => notes < of).length),
    otherVoice: share(told.filter(({ role }) => role !== 'lead').length),
    together: share(told.filter(({ against }) => against !== undefined).length),
    onChord: onChord(cases),
    chance: cases.reduce((sum, { score, stranger }) => sum + placesOf(score, stranger), 0) / pieces,
    inKey: isOneKey
      ? cases.filter(({ brief, score }) => measureKey(score, brief).agrees).length / pieces
      : undefined,
  };
}

/** A melody that is written over its harmony has some four fifths of its time on chord notes. */
function onChord(cases: readonly ThemesCase[]): number {
  let [on, all] = [0, 0];
  for (const { score } of cases) {
    for (const { tick, duration, role } of score.themes ?? []) {
      const part = score.parts.filter((one) => one.role === role).flatMap(({ notes }) => notes);
      for (const note of part) {
        if (note.tick < tick - 60 || note.tick >= tick + duration - 60) continue;
        const middle = note.tick + Math.min(note.duration, 240) / 2;
        const chord = score.chords.findLast((one) => one.tick <= middle);
        all += note.duration;
        if (chord?.tones.includes(note.pitch % 12) === true) on += note.duration;
      }
    }
  }
  return on / Math.max(1, all);
}

function placesOf(score: Score, { motif }: Theme): number {
  if (motif === undefined) return 0;
  return score.parts.reduce((sum, { notes }) => sum + findTheme(notes, motif).length, 0);
}

/** The report over so many pieces in all. */
export function themesReport(pieces: number): Report {
  const each = Math.round(pieces / kinds.length);
  const figures = kinds.map((kind, i) => themesFigures(kind, each, 1000 * (i + 1)));
  const rows = figures.map((one) => [
    one.kind,
    one.pieces,
    percent(one.complete),
    one.stated,
    percent(one.found),
    percent(one.plain),
    percent(one.otherSpeed),
    percent(one.cut),
    percent(one.otherVoice),
    percent(one.together),
    percent(one.onChord),
    one.chance,
    one.inKey === undefined ? '' : percent(one.inKey),
  ]);
  const head = [
    ...[
      'pieces with',
      'pieces',
      'all themes sound',
      'places stated',
      'found there',
      'as in the book',
      'other speed',
    ],
    ...[
      'cut',
      'other voice',
      'in counterpoint',
      'time on chord notes',
      'chance finds a piece',
      'in the key asked',
    ],
  ];
  return {
    name: 'themes',
    title: 'Themes',
    figures,
    text: `Random briefs of all styles and meters, 16 to 40 bars, with invented themes. The matcher is given the notes of a part and the theme as the book
has it; it finds its rhythm at its own, half or double speed with its intervals in any mode, nothing between. Chance: how often it
finds a third theme, which is not in the piece.

${markdownTable(head, rows)}`,
  };
}
