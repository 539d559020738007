/**
 * The theme book, `*.themes.json`: named motifs that belong to characters, places and ideas, and return in all cues of a work.
 */
import { z } from 'zod';
import { themeSchema } from './cue.ts';
import type { Theme } from './cue.ts';
import type { ScoreTheme } from './score.ts';

/** The version of the theme book that this program writes. Older ones are read, newer ones are refused. */
export const themeBookVersion = 1;

/** File names of theme books end with this. */
export const themeBookEnding = '.themes.json';

/** The theme book. */
export const themeBookSchema = z.object({
  leitmotifThemes: z.literal(themeBookVersion).describe('Version of the theme book.'),
  title: z.string().max(500).optional().describe('Name of the work.'),
  themes: z.array(themeSchema).max(1000).default([]),
});
/** The theme book. */
export type ThemeBook = z.infer<typeof themeBookSchema>;

/** A theme whose notes are known. */
export type ThemeNotes = NonNullable<Theme['motif']>;

/** Fewest notes by which a theme can be told from others. */
export const fewestThemeNotes = 3;

/** What is wrong with a theme, in words; undefined for one that can be used. One without notes can be: they are invented. */
export function themeFault({ motif }: Pick<Theme, 'motif'>): string | undefined {
  if (motif === undefined) return undefined;
  if (motif.length < fewestThemeNotes)
    return `it has ${String(motif.length)} ${motif.length === 1 ? 'note' : 'notes'}, and nobody would know it again: a theme has at least ${String(fewestThemeNotes)}`;
  const isOneNote = motif.every(
    ({ degree, alteration }) => degree === motif[0]?.degree && alteration === motif[0].alteration,
  );
  return isOneNote ? 'all its notes have the same pitch' : undefined;
}

/** The first identifier that two themes share. */
export function repeatedThemeId(themes: readonly Pick<Theme, 'id'>[]): string | undefined {
  const ids = themes.map(({ id }) => id);
  return ids.find((id, i) => ids.indexOf(id) !== i);
}

/** How a statement differs from the book, in words: `in D minor, at half speed, its first 4 of 7 notes, against Ahab`. */
export function describeTheme({ key, factor, notes, of, against }: ScoreTheme): string {
  const speed = factor === 2 ? ['at half speed'] : factor === 0.5 ? ['at double speed'] : [];
  const part = notes < of ? [`its first ${String(notes)} of ${String(of)} notes`] : [];
  const other = against === undefined ? [] : [`against ${against}`];
  return [`in ${key}`, ...speed, ...part, ...other].join(', ');
}
