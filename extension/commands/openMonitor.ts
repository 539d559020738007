/** Open Monitor Page: hears and steers in any browser. */
import * as vscode from 'vscode';
import { requireTrustToConnect } from '../trust.ts';
import type { Command } from './command.ts';

/** The address holds the token of this listener and is shown nowhere. Answers whether it was opened. */
export const openMonitor: Command = async ({ bridge }) => {
  requireTrustToConnect();
  const address = vscode.Uri.parse(await bridge.monitorUrl(), true);
  return vscode.env.openExternal(await vscode.env.asExternalUri(address));
};
