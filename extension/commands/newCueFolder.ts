/** Where a cue goes that was made of nothing that has a place. */
import * as vscode from 'vscode';
import { cancelled } from '../../bridge/protocol/errors.ts';

/**
 * Beside the file of the active tab where that is in the workspace, else the folder of the workspace, which is asked for where
 * there are several; without a workspace a folder is asked for.
 *
 * @throws LeitmotifError `cancelled`
 */
export async function newCueFolder(beside?: vscode.Uri): Promise<vscode.Uri> {
  if (beside !== undefined && vscode.workspace.getWorkspaceFolder(beside) !== undefined) {
    return vscode.Uri.joinPath(beside, '..');
  }
  const folders = vscode.workspace.workspaceFolders ?? [];
  const [first] = folders;
  if (first !== undefined && folders.length === 1) return first.uri;
  const chosen =
    first === undefined ? await askForFolder() : (await vscode.window.showWorkspaceFolderPick())?.uri;
  if (chosen === undefined) throw cancelled();
  return chosen;
}

async function askForFolder(): Promise<vscode.Uri | undefined> {
  const [folder] =
    (await vscode.window.showOpenDialog({
      canSelectFiles: false,
      canSelectFolders: true,
      openLabel: vscode.l10n.t('Put the Cue Here'),
    })) ?? [];
  return folder;
}
