/**
 * Decides which phrases state which themes, and how each is transformed there.
 *
 * ```
 * appearance in a section ─► phrases of the section: each theme alone, two together where two owners meet
 * appearance in the piece ─► its first phrase, and a return
 * ```
 * The first statement is as the book has it; later ones take the speed and the voice of their scene.
 */
import { ticksPerQuarter } from '../../../../bridge/protocol/units.ts';
import { themeRoles } from './statement.ts';
import type { Brief } from '../../../../bridge/protocol/brief.ts';
import type { Role } from '../../../../bridge/protocol/roles.ts';
import type { Seconds, Ticks } from '../../../../bridge/protocol/units.ts';
import type { PhraseKind } from '../form/form.ts';
import type { ScoreRequest } from '../request.ts';
import type { ThemeRole, ThemeSpeed, ThemeUse } from './statement.ts';

/** A phrase that could state a theme. */
export interface ThemeRoom {
  /** The section that it lies in: where that was asked to begin and end. */
  from: Seconds;
  to: Seconds;
  kind: PhraseKind;
  bars: number;
  bar: Ticks;
  request: Pick<ScoreRequest, 'arousal' | 'valence' | 'tension'>;
  /** Roles of the brief there, whether or not they play now. */
  roles: readonly Role[];
}

type Named = ThemeUse['theme'];

/** True where a brief names a theme's owner somewhere; other briefs are composed as ever. */
export function statesThemes({ appearances }: Pick<Brief, 'appearances'>): boolean {
  return appearances !== undefined && appearances.length > 0;
}

/** True where a brief has a voice that can state a theme. */
export function roomForThemes({ attributes }: Pick<Brief, 'attributes'>): boolean {
  return attributes.instruments.value.some(({ role }) => isThemeRole(role));
}

/** Ticks in which a phrase can state something: its last bar belongs to the cadence. */
export function roomTicks({ bars, bar }: Pick<ThemeRoom, 'bars' | 'bar'>): Ticks {
  return (bars - 1) * bar;
}

/** What each room states; rooms that are not in the map state nothing. */
export function planThemes(
  brief: Pick<Brief, 'themes' | 'appearances' | 'sections'>,
  rooms: readonly ThemeRoom[],
): ReadonlyMap<number, readonly ThemeUse[]> {
  const plan = new ThemePlan(rooms);
  for (const { themes, section } of groupsOf(brief)) {
    const own = section === undefined ? rooms.map((_, i) => i) : roomsOf(section, rooms);
    plan.add(
      themes,
      own.filter((i) => isUsable(rooms[i])),
      section === undefined,
    );
  }
  return plan.uses;
}

interface Group {
  themes: Named[];
  /** Where the section was asked to begin. */
  section?: Seconds;
}

/** Appearances by section, in order of time; those in the whole piece come last. */
function groupsOf({ themes, appearances = [], sections }: Parameters<typeof planThemes>[0]): Group[] {
  const named = (section: string | undefined): Named[] =>
    appearances
      .filter((one) => one.section === section)
      .flatMap(({ theme: id }) => themes.filter((theme) => theme.id === id))
      .flatMap((theme) => (theme.motif === undefined ? [] : [{ ...theme, motif: theme.motif }]));
  const inSections = [...sections]
    .sort((a, b) => a.start - b.start)
    .map(({ id, start }): Group => ({ themes: named(id), section: start }));
  return [...inSections, { themes: named(undefined) }].filter((group) => group.themes.length > 0);
}

/** Rooms of the section that was asked for at a moment; of the one before where it was joined to that. */
function roomsOf(start: Seconds, rooms: readonly ThemeRoom[]): number[] {
  const soon = start + 0.5;
  return rooms.flatMap(({ from, to }, i) => (from <= soon && soon < to ? [i] : []));
}

function isUsable(room: ThemeRoom | undefined): boolean {
  return room !== undefined && room.bars > 1 && room.kind !== 'intro' && voicesOf(room).length > 0;
}

function isThemeRole(role: Role): boolean {
  return themeRoles.some((one) => one === role);
}

/** Voices that can state a theme here, the best first. */
function voicesOf({ roles }: ThemeRoom): ThemeRole[] {
  return themeRoles.filter((role) => roles.includes(role));
}

class ThemePlan {
  readonly uses = new Map<number, ThemeUse[]>();
  readonly #rooms: readonly ThemeRoom[];
  readonly #heard = new Set<string>();

  constructor(rooms: readonly ThemeRoom[]) {
    this.#rooms = rooms;
  }

  /** Places the themes of one group in its rooms. */
  add(themes: readonly Named[], own: readonly number[], isWhole: boolean): void {
    const free = own.filter((i) => !this.uses.has(i));
    const meets = themes.length > 1 && own.some((i) => this.#holdsTwo(i));
    // Where two meet, one phrase is kept for both together.
    const alone = meets && free.length <= themes.length ? Math.max(0, free.length - 1) : free.length;
    const left = [...free];
    const stated = new Set<string>();
    for (const theme of themes.slice(0, alone)) {
      const room = this.#bestRoom(theme, left);
      if (room === undefined) break;
      this.#state(theme, room);
      stated.add(theme.id);
      left.splice(left.indexOf(room), 1);
    }
    const [first, second] = themes;
    const together = left.find((i) => this.#holdsTwo(i));
    if (meets && first !== undefined && second !== undefined && together !== undefined) {
      this.#state(first, together, 'lead');
      this.#state(second, together, this.#secondVoice(together), first.name);
      for (const { id } of [first, second]) stated.add(id);
      left.splice(left.indexOf(together), 1);
    }
    for (const theme of themes) if (!stated.has(theme.id)) this.#squeeze(theme, own);
    // A theme of the whole piece returns, late: the last phrase with a lead that is no outro.
    if (isWhole) {
      for (const theme of themes) {
        const back = left.findLast((i) => this.#rooms[i]?.kind !== 'outro');
        if (back === undefined) break;
        this.#state(theme, back);
        left.splice(left.indexOf(back), 1);
      }
    }
  }

  /** Where no phrase is left, the theme goes into the second voice of one that has only the lead's. */
  #squeeze(theme: Named, own: readonly number[]): void {
    const room = own.find((i) => this.#holdsTwo(i) && this.#rolesAt(i).every((role) => role === 'lead'));
    const lead = room === undefined ? undefined : this.uses.get(room)?.[0]?.theme.name;
    if (room !== undefined) this.#state(theme, room, this.#secondVoice(room), lead);
  }

  #rolesAt(i: number): ThemeRole[] {
    return (this.uses.get(i) ?? []).map(({ role }) => role);
  }

  #holdsTwo(i: number): boolean {
    return this.#rooms[i]?.roles.includes('lead') === true && this.#secondVoice(i) !== undefined;
  }

  #secondVoice(i: number): ThemeRole | undefined {
    const room = this.#rooms[i];
    return room === undefined ? undefined : voicesOf(room).find((role) => role !== 'lead');
  }

  /** The first room that holds all of it, else the largest. */
  #bestRoom({ motif }: Named, free: readonly number[]): number | undefined {
    const sizes = free.map((i) => ({ i, ticks: roomTicks(this.#rooms[i] ?? { bars: 1, bar: 0 }) }));
    const needed = ticksOf(motif);
    const whole = sizes.find(({ ticks }) => ticks >= needed);
    return (whole ?? [...sizes].sort((a, b) => b.ticks - a.ticks || a.i - b.i)[0])?.i;
  }

  #state(theme: Named, i: number, role?: ThemeRole, against?: string): void {
    const room = this.#rooms[i];
    if (room === undefined) return;
    const isFirst = !this.#heard.has(theme.id);
    this.#heard.add(theme.id);
    const use: ThemeUse = {
      theme,
      role: role ?? this.#voice(room, isFirst),
      factor: isFirst ? 1 : speedIn(room, theme),
      ...(against === undefined ? {} : { against }),
    };
    this.uses.set(i, [...(this.uses.get(i) ?? []), use]);
  }

  /** What comes back in a dark or tense scene comes back in the lower voice. */
  #voice(room: ThemeRoom, isFirst: boolean): ThemeRole {
    const [first = 'lead', second = first] = voicesOf(room);
    const isDark = room.request.tension > 0.6 || room.request.valence < -0.35;
    return !isFirst && isDark ? second : first;
  }
}

/** Twice as slow in calm scenes, twice as fast in excited ones, where all of it fits and stays playable. */
function speedIn(room: ThemeRoom, { motif }: Named): ThemeSpeed {
  const { arousal } = room.request;
  if (arousal <= -0.3 && ticksOf(motif) * 2 <= roomTicks(room)) return 2;
  const shortest = Math.min(...motif.map(({ quarters }) => quarters));
  return arousal >= 0.5 && shortest >= 0.5 ? 0.5 : 1;
}

function ticksOf(motif: Named['motif']): Ticks {
  return motif.reduce((sum, { quarters }) => sum + quarters, 0) * ticksPerQuarter;
}
