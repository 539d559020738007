/** Verify Model Pack: every byte against the recorded hashes. */
import * as vscode from 'vscode';
import { requireTrust } from '../trust.ts';
import { sizeText } from '../views/packText.ts';
import { chosenPack } from './chosenPack.ts';
import { packWork } from './packWork.ts';
import type { Command } from './command.ts';

/** Given the pack, else asks which. */
export const verifyPack: Command = async (parts, given) => {
  requireTrust();
  const title = vscode.l10n.t('Verify Model Pack');
  const pack = await chosenPack(parts, given, ['bundled', 'installed', 'broken'], title);
  const working = vscode.l10n.t('Verifying {0}', pack.title);
  const verdicts = await packWork(parts, pack, working, (options) =>
    parts.sidecar.packsVerify({ id: pack.id }, options),
  );
  const [verdict] = verdicts;
  if (verdict === undefined) return verdicts;
  if (verdict.isWhole) {
    const text = vscode.l10n.t('{0} is whole: {1} read.', pack.title, sizeText(verdict.bytes));
    void vscode.window.showInformationMessage(`Leitmotif: ${text}`);
  } else {
    const text = vscode.l10n.t(
      '{0} is damaged: {1}. Delete it and install it again.',
      pack.title,
      verdict.problem ?? '',
    );
    void vscode.window.showWarningMessage(`Leitmotif: ${text}`);
  }
  return verdicts;
};
