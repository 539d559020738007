/** Restart Sidecar. */
import * as vscode from 'vscode';
import { requireTrust } from '../trust.ts';
import type { Command } from './command.ts';

/** Ends it with all that it does, and starts it again; also after it was given up. */
export const restartSidecar: Command = async ({ sidecar }) => {
  requireTrust();
  await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Window, title: vscode.l10n.t('Restarting the sidecar') },
    () => sidecar.restart(),
  );
};
