/** Doctor: what works on this machine, what does not, and what to do. */
import * as vscode from 'vscode';
import { requireTrust } from '../trust.ts';
import { abortSignalOf } from './abortSignalOf.ts';
import { doctorText } from './doctorText.ts';
import type { Command } from './command.ts';

/** Examines and shows the report as a document, which is also returned. */
export const doctor: Command = async ({ sidecar }) => {
  requireTrust();
  const folder = vscode.workspace.workspaceFolders?.find(({ uri }) => uri.scheme === 'file')?.uri.fsPath;
  const report = await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: vscode.l10n.t('Leitmotif examines this machine'),
      cancellable: true,
    },
    (_, token) => sidecar.doctor(folder === undefined ? {} : { folder }, { signal: abortSignalOf(token) }),
  );
  const document = await vscode.workspace.openTextDocument({
    language: 'markdown',
    content: doctorText(report),
  });
  await vscode.window.showTextDocument(document);
  return report;
};
