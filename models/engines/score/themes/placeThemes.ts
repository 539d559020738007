/** From uses to statements: every theme gets its tick, its octave and, in counterpoint, the moment at which it goes best with the other. */
import { leadBand, roleBands } from '../orchestration/registers.ts';
import { mod } from '../theory/scale.ts';
import { roomTicks } from './planThemes.ts';
import { spanOf, stateTheme } from './statement.ts';
import type { Role } from '../../../../bridge/protocol/roles.ts';
import type { ScoreTheme } from '../../../../bridge/protocol/score.ts';
import type { Ticks } from '../../../../bridge/protocol/units.ts';
import type { Form, Phrase } from '../form/form.ts';
import type { ScoreRequest } from '../request.ts';
import type { StyleProfile } from '../styles/styleProfile.ts';
import type { Statement, StatementPlace, ThemeUse } from './statement.ts';

/** The statements of a phrase, by its index. */
export type Statements = ReadonlyMap<number, readonly Statement[]>;

/** Places what the phrases of a form are to state. */
export function placeThemes(
  uses: ReadonlyMap<number, readonly ThemeUse[]>,
  form: Form,
  request: ScoreRequest,
  profile: StyleProfile,
): Statements {
  const lead = leadBand(request, profile.melody.span);
  const bands = roleBands(request, lead);
  const placed = new Map<number, Statement[]>();
  for (const phrase of form.phrases) {
    const own: Statement[] = [];
    for (const use of uses.get(phrase.index) ?? []) {
      const player = request.instruments.find(({ role }) => role === use.role);
      if (player === undefined) continue;
      const tick = phrase.startBar * request.grid.bar;
      const room = roomTicks({ bars: phrase.bars, bar: request.grid.bar });
      const place = { key: request.key, tick, room, band: bands[use.role], player };
      const other = own.find(({ role }) => role !== use.role);
      const statement =
        other === undefined ? stateTheme(use, place) : inCounterpoint(use, place, other, request);
      if (statement !== undefined) own.push(statement);
    }
    if (own.length > 0) placed.set(phrase.index, own);
  }
  return placed;
}

/** Begins with the other theme or some beats after it, where the two are most consonant and as much as possible of it fits. */
function inCounterpoint(
  use: ThemeUse,
  place: StatementPlace,
  other: Statement,
  { grid }: ScoreRequest,
): Statement | undefined {
  let best: { statement: Statement; cost: number } | undefined;
  for (let delay = 0; delay <= grid.bar; delay += grid.beat) {
    const later = { ...place, tick: place.tick + delay, room: place.room - delay };
    const statement = stateTheme(use, later);
    if (statement === undefined) continue;
    const missing = use.theme.motif.length - statement.notes.length;
    const cost = clash(statement, other) + 0.25 * missing + (delay === 0 ? 0 : 0.02);
    if (best === undefined || cost < best.cost) best = { statement, cost };
  }
  return best?.statement;
}

const dissonances: ReadonlySet<number> = new Set([1, 2, 6, 10, 11]);

/** Share of the time in which both sound that is dissonant. */
function clash(a: Statement, b: Statement): number {
  let [harsh, total] = [0, 0];
  for (const one of a.notes) {
    for (const two of b.notes) {
      const both = Math.min(one.tick + one.duration, two.tick + two.duration) - Math.max(one.tick, two.tick);
      if (both <= 0) continue;
      total += both;
      if (dissonances.has(mod(one.pitch - two.pitch, 12))) harsh += both;
    }
  }
  return total === 0 ? 0 : harsh / total;
}

/** The form with the voices that state something playing where they do. */
export function withVoices(form: Form, statements: Statements): Form {
  if (statements.size === 0) return form;
  const voiced = (phrase: Phrase): Phrase => {
    const added = (statements.get(phrase.index) ?? []).map(({ role }): Role => role);
    return { ...phrase, roles: new Set([...phrase.roles, ...added]) };
  };
  return {
    ...form,
    sections: form.sections.map((section) => ({ ...section, phrases: section.phrases.map(voiced) })),
    phrases: form.phrases.map(voiced),
  };
}

/** What the score tells of its statements; `tick` and `bar` are those of the passage in the piece. */
export function toldThemes(
  statements: Statements,
  request: ScoreRequest,
  passage: { tick: Ticks; bar: number } = { tick: 0, bar: 0 },
): ScoreTheme[] {
  return [...statements.values()].flat().flatMap((statement): ScoreTheme[] => {
    const { theme, role, factor, notes, against } = statement;
    const player = request.instruments.find((entry) => entry.role === role);
    if (player === undefined) return [];
    const [from, to] = spanOf(statement);
    const { bar, beat } = request.grid;
    return [
      {
        theme: theme.id,
        name: theme.name,
        role,
        instrument: player.instrument,
        tick: passage.tick + from,
        duration: to - from,
        bar: passage.bar + Math.floor(from / bar) + 1,
        beat: Math.round((100 * (from % bar)) / beat) / 100 + 1,
        factor,
        notes: notes.length,
        of: theme.motif.length,
        key: `${request.key.tonic} ${request.key.mode}`,
        ...(against === undefined ? {} : { against }),
      },
    ];
  });
}
