/** Gives the passages of an arc the themes that their phrases state. */
import { planThemes } from '../themes/planThemes.ts';
import type { Brief } from '../../../../bridge/protocol/brief.ts';
import type { ThemeUse } from '../themes/statement.ts';
import type { ThemeRoom } from '../themes/planThemes.ts';
import type { AskedArc } from './askedArc.ts';
import type { Passage } from './passage.ts';

/** The passages with their themes, as the brief's appearances name them. */
export function withThemes(passages: readonly Passage[], brief: Brief, asked: AskedArc): Passage[] {
  const rooms = passages.map((passage) => roomsOf(passage, asked));
  const uses = planThemes(brief, rooms.flat());
  let first = 0;
  return passages.map((passage, i) => {
    const themes = new Map<number, readonly ThemeUse[]>();
    passage.form.phrases.forEach(({ index }, at) => {
      const own = uses.get(first + at);
      if (own !== undefined) themes.set(index, own);
    });
    first += rooms[i]?.length ?? 0;
    return { ...passage, themes };
  });
}

function roomsOf({ form, request, section }: Passage, { sections, isFree, seconds }: AskedArc): ThemeRoom[] {
  const own = isFree ? undefined : sections[section];
  return form.phrases.map(({ kind, bars }) => ({
    from: own?.start ?? 0,
    to: own?.end ?? seconds,
    kind,
    bars,
    bar: request.grid.bar,
    request,
    roles: request.instruments.map(({ role }) => role),
  }));
}
