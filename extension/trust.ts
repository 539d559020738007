/** Where Leitmotif may work: in a folder that the person trusts, on files of this machine. */
import * as vscode from 'vscode';
import { LeitmotifError } from '../bridge/protocol/errors.ts';

/** For whatever composes, starts a process or uses a path of the workspace. @throws LeitmotifError `not-available` in Restricted Mode */
export function requireTrust(): void {
  if (vscode.workspace.isTrusted) return;
  throw new LeitmotifError('not-available', {
    what: vscode.l10n.t('In Restricted Mode nothing is composed'),
    subject: vscode.workspace.name ?? vscode.l10n.t('this window'),
    next: vscode.l10n.t('Trust this workspace to compose; finished takes can be played without'),
  });
}

/** For whatever reads or writes files through the sidecar. @throws LeitmotifError `not-available` on a virtual file system */
export function requireLocal(uri: vscode.Uri): void {
  if (uri.scheme === 'file') return;
  throw new LeitmotifError('not-available', {
    what: vscode.l10n.t('Composing needs files on this machine, and this one lies elsewhere'),
    subject: uri.toString(true),
    next: vscode.l10n.t('Save it in a folder of this machine, then compose'),
  });
}
