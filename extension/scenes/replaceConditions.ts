/** Brings the cue of a scene up to date with its text. */
import { applyEdits, modify } from 'jsonc-parser';
import * as vscode from 'vscode';
import type { Condition, Cue } from '../../bridge/protocol/cue.ts';

/**
 * Puts the scene's story and pictures into the cue in place of the old ones; captions, references and everything else
 * that a person added stay. The document is saved if it had been.
 */
export async function replaceConditions(
  uri: vscode.Uri,
  cue: Pick<Cue, 'conditions'>,
  conditions: readonly Condition[],
): Promise<void> {
  const document = await vscode.workspace.openTextDocument(uri);
  const text = document.getText();
  const added = cue.conditions.filter(({ kind }) => kind !== 'story' && kind !== 'image');
  const edits = modify(text, ['conditions'], [...conditions, ...added], {
    formattingOptions: { insertSpaces: true, tabSize: 2, eol: '\n' },
  });
  const edit = new vscode.WorkspaceEdit();
  const whole = new vscode.Range(document.positionAt(0), document.positionAt(text.length));
  edit.replace(uri, whole, applyEdits(text, edits));
  const wasDirty = document.isDirty;
  await vscode.workspace.applyEdit(edit);
  if (!wasDirty) await document.save();
}
