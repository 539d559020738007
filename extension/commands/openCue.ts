/** Open Cue: of the trees, of the player, and by other commands. */
import * as vscode from 'vscode';
import { cancelled } from '../../bridge/protocol/errors.ts';
import { givenUri } from './givenUri.ts';
import { openCueEditor } from './openCueEditor.ts';
import type { Command } from './command.ts';

/** Given the cue; else asks which of the workspace. */
export const openCue: Command = async (_, given) => {
  const uri = givenUri(given) ?? (await ask());
  await openCueEditor(uri);
  return uri;
};

async function ask(): Promise<vscode.Uri> {
  const uris = await vscode.workspace.findFiles('**/*.leitmotif', '**/node_modules/**');
  const items = uris.map((uri) => ({ label: vscode.workspace.asRelativePath(uri), uri }));
  const chosen = await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Open Cue') });
  if (chosen === undefined) throw cancelled();
  return chosen.uri;
}
