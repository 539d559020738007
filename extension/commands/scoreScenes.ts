/** Score this Scene and Score all Scenes, of the CodeLens and of the palette. */
import * as vscode from 'vscode';
import { LeitmotifError } from '../../bridge/protocol/errors.ts';
import { requireLocal, requireTrust } from '../trust.ts';
import { activeUri, givenUri } from './givenUri.ts';
import type { Command } from './command.ts';

/** Given the text and the line of its heading; else where the cursor is. */
export const scoreScene: Command = async ({ sessions }, given, line) => {
  requireTrust();
  const uri = storyUri(given);
  const cursor = vscode.window.activeTextEditor?.selection.active.line ?? 0;
  // Loaded when first needed, as it brings the readers of Markdown and Fountain with it.
  const { scoreScene: scoreOne } = await import('../scenes/scoreScenes.ts');
  await scoreOne(sessions, uri, typeof line === 'number' ? line : cursor);
};

/** Given the text; else that of the active editor. Offers the cue sheet in the end. */
export const scoreAllScenes: Command = async ({ sessions }, given) => {
  requireTrust();
  const { scoreAllScenes: scoreAll } = await import('../scenes/scoreScenes.ts');
  const { composed, kept, failed, sheet } = await scoreAll(sessions, storyUri(given));
  // Whoever waits for the command does not wait for the message.
  void offerSheet(summary(composed, kept, failed), sheet, failed > 0);
  return { composed, kept, failed, sheet };
};

function storyUri(given: unknown): vscode.Uri {
  const uri = givenUri(given) ?? vscode.window.activeTextEditor?.document.uri ?? activeUri();
  if (uri === undefined) {
    throw new LeitmotifError('text-empty', {
      what: vscode.l10n.t('No story is open'),
      subject: vscode.l10n.t('the active editor'),
      next: vscode.l10n.t('Open a Markdown or Fountain file, then try again'),
    });
  }
  if (uri.scheme !== 'untitled') requireLocal(uri);
  return uri;
}

function summary(composed: number, kept: number, failed: number): string {
  const made = vscode.l10n.t('{0} scenes scored', composed);
  const old = kept > 0 ? vscode.l10n.t('{0} had their take', kept) : '';
  const lost = failed > 0 ? vscode.l10n.t('{0} failed, see the cue sheet', failed) : '';
  return `Leitmotif: ${[made, old, lost].filter((part) => part !== '').join(', ')}.`;
}

async function offerSheet(text: string, sheet: vscode.Uri, isWarning: boolean): Promise<void> {
  const open = vscode.l10n.t('Open Cue Sheet');
  const show = isWarning ? vscode.window.showWarningMessage : vscode.window.showInformationMessage;
  if ((await show(text, open)) === open) await vscode.window.showTextDocument(sheet);
}
