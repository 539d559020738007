/** The two files of the cue sheet, beside the cues. */
import * as vscode from 'vscode';
import { cueSheetCsv, cueSheetMarkdown } from './cueSheet.ts';
import type { CueSheetRow } from './cueSheet.ts';

/** The sheet for people. */
export function cueSheetUri(folder: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(folder, 'cue-sheet.md');
}

/** Whether a text is such a sheet: it is no story, though it has a heading. */
export function isCueSheet({ path }: vscode.Uri): boolean {
  return path.endsWith('/cue-sheet.md');
}

/** Writes both, each beside its place first, so that a sheet is never half there. */
export async function writeCueSheet(
  folder: vscode.Uri,
  title: string,
  rows: readonly CueSheetRow[],
): Promise<void> {
  await vscode.workspace.fs.createDirectory(folder);
  await write(cueSheetUri(folder), cueSheetMarkdown(title, rows));
  await write(vscode.Uri.joinPath(folder, 'cue-sheet.csv'), cueSheetCsv(rows));
}

async function write(uri: vscode.Uri, text: string): Promise<void> {
  const part = uri.with({ path: `${uri.path}.part` });
  await vscode.workspace.fs.writeFile(part, new TextEncoder().encode(text));
  await vscode.workspace.fs.rename(part, uri, { overwrite: true });
}
