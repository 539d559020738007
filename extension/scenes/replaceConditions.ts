/** Brings the cue of a scene up to date with its text and the themes of its work. */
import * as vscode from 'vscode';
import { CueText } from '../cue/cueText.ts';
import { tidyCondition } from '../cue/newCueText.ts';
import { smallestEdit } from '../cue/smallestEdit.ts';
import type { Cue } from '../../bridge/protocol/cue.ts';
import type { ScenePlan } from './planScenes.ts';

/**
 * Puts the scene's story and pictures into the cue in place of the old ones, and the themes of the work; captions,
 * references, other themes and everything else that a person added stay. The document is saved if it had been.
 */
export async function replaceConditions(
  uri: vscode.Uri,
  cue: Pick<Cue, 'conditions'>,
  { conditions, themes }: Pick<ScenePlan, 'conditions' | 'themes'>,
): Promise<void> {
  const document = await vscode.workspace.openTextDocument(uri);
  const text = document.getText();
  const added = cue.conditions.filter(({ kind }) => kind !== 'story' && kind !== 'image');
  const changed = new CueText(text);
  changed.set(['conditions'], [...conditions, ...added].map(tidyCondition));
  for (const theme of themes) changed.put('themes', theme);
  const replacement = smallestEdit(text, changed.text);
  if (replacement === undefined) return;
  const { offset, length } = replacement;
  const edit = new vscode.WorkspaceEdit();
  const range = new vscode.Range(document.positionAt(offset), document.positionAt(offset + length));
  edit.replace(uri, range, replacement.text);
  const wasDirty = document.isDirty;
  await vscode.workspace.applyEdit(edit);
  if (!wasDirty) await document.save();
}
