/** OSCQuery on and off: other programs read addresses, ranges and values of our controls over HTTP, on this machine alone. */
import * as vscode from 'vscode';
import { requireTrustToConnect } from '../trust.ts';
import type { Command } from './command.ts';

/** Answers its address, which can be copied. */
export const switchOscQueryOn: Command = async ({ bridge }) => {
  requireTrustToConnect();
  const url = (await bridge.switchOscQuery(true)) ?? '';
  const copy = vscode.l10n.t('Copy Address');
  const text = `Leitmotif: ${vscode.l10n.t('OSCQuery answers at {0}.', url)}`;
  void vscode.window.showInformationMessage(text, copy).then((chosen) => {
    if (chosen === copy) void vscode.env.clipboard.writeText(url);
  });
  return url;
};

/** Off: nothing answers any more. */
export const switchOscQueryOff: Command = async ({ bridge }) => {
  requireTrustToConnect();
  await bridge.switchOscQuery(false);
};
