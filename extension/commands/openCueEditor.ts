/** Shows a cue in its editor. */
import * as vscode from 'vscode';
import type { CustomEditorId } from '../manifest/contributed.ts';

/** The id of the editor. */
export const cueEditor: CustomEditorId = 'leitmotif.cue';

/** Opens it, or goes to where it is open. */
export async function openCueEditor(uri: vscode.Uri): Promise<void> {
  await vscode.commands.executeCommand('vscode.openWith', uri, cueEditor);
}
