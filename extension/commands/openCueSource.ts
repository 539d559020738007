/** Open Cue as Text: the document behind the editor. */
import * as vscode from 'vscode';
import { activeCue } from './activeCue.ts';
import { fileKind } from './fileKinds.ts';
import { activeUri, givenUri } from './givenUri.ts';
import type { Command } from './command.ts';

/** Given the cue, else that of the active editor. A cue that is damaged has no other way in. */
export const openCueSource: Command = async ({ sessions }, given) => {
  const active = activeUri();
  const isCue = active !== undefined && fileKind(active.path) === 'cue';
  const uri = givenUri(given) ?? (isCue ? active : (await activeCue(sessions)).uri);
  await vscode.commands.executeCommand('vscode.openWith', uri, 'default');
};
