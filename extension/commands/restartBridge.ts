/** Restart Bridge, and End All Notes. */
import * as vscode from 'vscode';
import { requireTrustToConnect } from '../trust.ts';
import type { Command } from './command.ts';

/** Ends it and starts it again; what was connected is connected again. Also after it was given up. */
export const restartBridge: Command = async ({ bridge }) => {
  requireTrustToConnect();
  await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Window, title: vscode.l10n.t('Restarting the bridge') },
    () => bridge.restart(),
  );
};

/** Ends every note on every output. */
export const endAllNotes: Command = async ({ bridge }) => {
  requireTrustToConnect();
  await bridge.panic();
};
