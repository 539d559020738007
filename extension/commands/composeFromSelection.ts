/** Compose from Selection: the selected words are the story. */
import * as vscode from 'vscode';
import { LeitmotifError } from '../../bridge/protocol/errors.ts';
import { composeFromText } from './composeFromText.ts';
import type { Command } from './command.ts';

/** Of the active text editor. */
export const composeFromSelection: Command = (parts) => {
  const editor = vscode.window.activeTextEditor;
  if (editor !== undefined && !editor.selection.isEmpty) {
    return composeFromText(parts, editor.document, editor.selection);
  }
  throw new LeitmotifError('text-empty', {
    what: vscode.l10n.t('Nothing is selected'),
    subject: vscode.l10n.t('the active editor'),
    next: vscode.l10n.t('Select some text in an editor, then try again'),
  });
};
