/** The theme book, `*.themes.json`: read with suspicion, written whole or not at all. */
import { rename, rm, writeFile } from 'node:fs/promises';
import { LeitmotifError } from '../../bridge/protocol/errors.ts';
import {
  repeatedThemeId,
  themeBookSchema,
  themeBookVersion,
  themeFault,
} from '../../bridge/protocol/themes.ts';
import { inventTheme } from '../engines/score/themes/inventTheme.ts';
import { readJsonDocument } from './jsonDocument.ts';
import { outputError } from './outputError.ts';
import type { Theme } from '../../bridge/protocol/cue.ts';
import type { ThemeBook } from '../../bridge/protocol/themes.ts';

/**
 * Reads a theme book.
 *
 * @throws LeitmotifError `themes-invalid` (no book, two themes with one identifier, a theme that is none),
 *   `themes-version-unknown`, and those of a file that cannot be read.
 */
export async function readThemeBook(path: string): Promise<ThemeBook> {
  const book = await readJsonDocument(path, {
    schema: themeBookSchema,
    versionField: 'leitmotifThemes',
    newest: themeBookVersion,
    invalid: {
      code: 'themes-invalid',
      what: 'This is not a theme book',
      next: 'Compare it with bridge/protocol/schema/themes.schema.json',
    },
    tooNew: 'themes-version-unknown',
  });
  checkThemes(book.themes, path);
  return book;
}

/** Writes a theme book beside its place and renames it. @throws LeitmotifError of the output */
export async function writeThemeBook(path: string, book: ThemeBook): Promise<void> {
  const part = `${path}.${process.pid}.part`;
  try {
    await writeFile(part, `${JSON.stringify(book, undefined, 2)}\n`);
    await rename(part, path);
  } catch (cause) {
    await rm(part, { force: true });
    throw outputError(cause, path);
  }
}

/** Refuses themes that cannot be told apart or known again. `where` is named in the error. */
export function checkThemes(themes: readonly Theme[], where: string): void {
  const repeated = repeatedThemeId(themes);
  if (repeated !== undefined)
    throw new LeitmotifError('themes-invalid', {
      what: `Two themes have the identifier "${repeated}"`,
      subject: where,
      next: 'Give each theme an identifier of its own',
    });
  for (const theme of themes) {
    const fault = themeFault(theme);
    if (fault !== undefined)
      throw new LeitmotifError('themes-invalid', {
        what: `The theme "${theme.name}" cannot be used: ${fault}`,
        subject: where,
        next: 'Give it more notes, or leave its motif out and one is invented',
      });
  }
}

/** The themes of a cue, checked, and with notes: what has none is invented from its name alone, so that it is the same in all cues of a work. */
export function themesOfCue(themes: readonly Theme[]): Theme[] {
  checkThemes(themes, 'themes of the cue');
  return themes.map((theme) => ({ ...theme, motif: theme.motif ?? inventTheme(theme) }));
}
