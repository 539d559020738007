/** Make Loop Set: music for games from the active cue: intro, a loop without a seam, outro, and layers of it where they are wanted. */
import { basename } from 'node:path';
import * as vscode from 'vscode';
import { cancelled } from '../../bridge/protocol/errors.ts';
import { runLoop } from '../processes/runLoop.ts';
import { requireTrust } from '../trust.ts';
import { activeCue } from './activeCue.ts';
import { abortSignalOf } from './abortSignalOf.ts';
import type { MadeLoop } from '../processes/runLoop.ts';
import type { Command } from './command.ts';

/** Given the cue and whether there are layers, else asks. Answers what was made. */
export const makeLoop: Command = async ({ sessions, commandLine }, given, layered): Promise<MadeLoop> => {
  requireTrust();
  const session = await activeCue(sessions, given);
  const { out, sampleRate } = session.order();
  const layers = typeof layered === 'boolean' ? layered : await askLayers();
  // It is read from its file: what was typed a moment ago belongs to it.
  await (await vscode.workspace.openTextDocument(session.uri)).save();
  const program = await commandLine();
  const cue = session.uri.fsPath;
  const title = vscode.l10n.t('Making a loop of {0}', basename(cue));
  const location = vscode.ProgressLocation.Notification;
  const made = await vscode.window.withProgress({ location, title, cancellable: true }, (_, token) =>
    runLoop(program, { cue, out, layers, sampleRate }, abortSignalOf(token)),
  );
  void tell(made);
  return made;
};

async function askLayers(): Promise<boolean> {
  const items = [
    {
      label: vscode.l10n.t('A loop'),
      detail: vscode.l10n.t('Intro, a body that goes round without a seam, outro, and its stems'),
      layers: false,
    },
    {
      label: vscode.l10n.t('A loop in layers'),
      detail: vscode.l10n.t('Calm, tense and battle too, which line up to the sample'),
      layers: true,
    },
  ];
  const chosen = await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Make Loop Set') });
  if (chosen === undefined) throw cancelled();
  return chosen.layers;
}

async function tell({ folder, loop, failures }: MadeLoop): Promise<void> {
  const [listen, reveal] = [vscode.l10n.t('Listen'), vscode.l10n.t('Reveal')];
  const message = vscode.l10n.t('Made {0}', basename(folder));
  const answer =
    failures.length === 0
      ? await vscode.window.showInformationMessage(message, listen, reveal)
      : await vscode.window.showWarningMessage(`${message}: ${failures.join('; ')}`, listen, reveal);
  const file = vscode.Uri.file(loop);
  if (answer === listen) await vscode.commands.executeCommand('vscode.open', file);
  if (answer === reveal) await vscode.commands.executeCommand('revealInExplorer', file);
}
