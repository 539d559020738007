/** Send Take to DAW: a take, some of its roles, or some of its bars, onto a track at a bar or at the playhead. */
import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { LeitmotifError } from '../../bridge/protocol/errors.ts';
import { requireTrustToConnect } from '../trust.ts';
import { abortSignalOf } from './abortSignalOf.ts';
import { activeCue, activeTake } from './activeCue.ts';
import { askClip } from './askClip.ts';
import type { BridgeStatus, SendClipResult } from '../../bridge/protocol/bridge.ts';
import type { SendClipParams } from '../../bridge/protocol/bridgeParams.ts';
import type { Command } from './command.ts';

/** Given cue, take and how it is sent; else the active ones, and asks. Answers what was done. */
export const sendTakeToDaw: Command = async ({ sessions, bridge }, cue, take, how) => {
  requireTrustToConnect();
  const session = await activeCue(sessions, cue);
  const id = activeTake(session, take);
  const folder = session.takeFolder(id);
  const view = session.state.takes.find((one) => one.id === id);
  const asked = isHow(how) ? how : await askClip(view, connected(bridge.view.status));
  const title = vscode.l10n.t('Sending {0} to the DAW', view?.name ?? id);
  const location = vscode.ProgressLocation.Notification;
  const result = await vscode.window.withProgress({ location, title, cancellable: true }, (_, token) =>
    bridge.sendClip({ ...asked, folder }, abortSignalOf(token)),
  );
  await tellSent(result);
  return result;
};

/** Where nothing took the files their paths are on the clipboard, for whoever opens or drags them. */
async function tellSent({ done, left }: SendClipResult): Promise<void> {
  const [first] = left;
  if (first === undefined) {
    void vscode.window.showInformationMessage(`Leitmotif: ${done.join(' ')}`);
    return;
  }
  await vscode.env.clipboard.writeText(left.join('\n'));
  const reveal = vscode.l10n.t('Show in Folder');
  const where = vscode.l10n.t(
    'Drag it from {0}, or paste its path, which is on the clipboard.',
    dirname(first),
  );
  const others = done.filter((sentence) => !left.some((file) => sentence.includes(file)));
  const text = `Leitmotif: ${[...others, where].join(' ')}`;
  void vscode.window.showInformationMessage(text, reveal).then((chosen) => {
    if (chosen === reveal) void vscode.commands.executeCommand('revealFileInOS', vscode.Uri.file(first));
  });
}

/** Nobody is asked five things about a clip that has nowhere to go. */
function connected(status: BridgeStatus | undefined): BridgeStatus {
  if (status?.daw !== undefined) return status;
  throw new LeitmotifError('not-available', {
    what: vscode.l10n.t('No DAW is connected'),
    subject: vscode.l10n.t('Send Take to DAW'),
    next: vscode.l10n.t('Choose one with Connect DAW, or export the take'),
  });
}

/** A menu passes what it pleases as its third argument; only another command says how. */
function isHow(given: unknown): given is Omit<SendClipParams, 'folder'> {
  return typeof given === 'object' && given !== null && ('what' in given || 'at' in given);
}
