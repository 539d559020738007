/** The theme book of a work: `<name>.themes.json` beside the manuscript, where there is one. */
import * as vscode from 'vscode';
import { LeitmotifError } from '../../bridge/protocol/errors.ts';
import { themeBookEnding } from '../../bridge/protocol/themes.ts';
import { readThemes } from './readThemes.ts';
import type { Theme } from '../../bridge/protocol/cue.ts';
import type { StoryDocument } from './storyDocument.ts';

/** Its themes; none where there is no book. @throws LeitmotifError `themes-invalid`, `themes-version-unknown` */
export async function themesBeside({ uri, name }: StoryDocument): Promise<Theme[]> {
  const book = vscode.Uri.joinPath(uri, '..', `${name}${themeBookEnding}`);
  const bytes = await vscode.workspace.fs.readFile(book).then(
    (found) => found,
    (error: unknown) => {
      if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') return undefined;
      throw error;
    },
  );
  if (bytes === undefined) return [];
  const reading = readThemes(new TextDecoder().decode(bytes));
  if ('themes' in reading) return reading.themes;
  throw new LeitmotifError(reading.isNewer ? 'themes-version-unknown' : 'themes-invalid', {
    what: vscode.l10n.t('The theme book beside the text cannot be used: {0}', reading.fault),
    subject: `${name}${themeBookEnding}`,
    next: vscode.l10n.t('Mend it, or move it away, then score the text again'),
  });
}
