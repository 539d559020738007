/** Themes in words and figures, for the terminal. */
import { textTable } from './textTable.ts';
import type { Theme } from '../../bridge/protocol/cue.ts';
import type { ThemeNotes } from '../../bridge/protocol/themes.ts';

/** All themes of a book, one a line. */
export function themesText(themes: readonly Theme[]): string {
  if (themes.length === 0) return 'There are no themes in this book.\n';
  const rows = themes.map(({ id, name, owner, motif }) => [
    name,
    id,
    `${owner.kind}: ${owner.names.join(', ')}`,
    motif === undefined ? 'not invented yet' : notesText(motif),
  ]);
  return `${textTable([['theme', 'id', 'belongs to', 'degrees and quarters'], ...rows])}\n`;
}

/** One theme that was added. */
export function importText({ name, owner, motif }: Theme & { motif: ThemeNotes }, from: string): string {
  return `${name} (${owner.kind}), ${from}:\n  ${notesText(motif)}\n`;
}

const shown = 12;

/** Degrees as musicians count them, from 1, with accidentals, ' an octave above and , below; quarters behind each. */
function notesText(motif: ThemeNotes): string {
  const notes = motif.slice(0, shown).map(({ degree, alteration, quarters }) => {
    const accidental = alteration < 0 ? 'b'.repeat(-alteration) : '#'.repeat(alteration);
    const octave = Math.floor(degree / 7);
    const marks = octave < 0 ? ','.repeat(-octave) : "'".repeat(octave);
    return `${accidental}${degree - 7 * octave + 1}${marks}:${Math.round(quarters * 100) / 100}`;
  });
  const more = motif.length > shown ? ` … (${motif.length} notes)` : '';
  return `${notes.join(' ')}${more}`;
}
