/** Delete Model Pack, or what a stopped download left. */
import * as vscode from 'vscode';
import { cancelled } from '../../bridge/protocol/errors.ts';
import { requireTrust } from '../trust.ts';
import { sizeText } from '../views/packText.ts';
import { chosenPack } from './chosenPack.ts';
import { packWork } from './packWork.ts';
import type { Command } from './command.ts';

/** Given the pack, else asks which; then asks whether. */
export const removePack: Command = async (parts, given) => {
  requireTrust();
  const title = vscode.l10n.t('Delete Model Pack');
  const pack = await chosenPack(parts, given, ['installed', 'partial', 'broken'], title);
  const remove = vscode.l10n.t('Delete');
  const chosen = await vscode.window.showWarningMessage(
    vscode.l10n.t('Delete the model pack {0}?', pack.title),
    {
      modal: true,
      detail: vscode.l10n.t('{0}\nIt can be installed again at any time.', pack.folder ?? pack.origin),
    },
    remove,
  );
  if (chosen !== remove) throw cancelled();
  const working = vscode.l10n.t('Deleting {0}', pack.title);
  const result = await packWork(parts, pack, working, (options) =>
    parts.sidecar.packsRemove({ id: pack.id }, options),
  );
  const text = vscode.l10n.t('{0} is deleted; {1} are free again.', pack.title, sizeText(result.bytes));
  void vscode.window.showInformationMessage(`Leitmotif: ${text}`);
  return result;
};
