/** Generate Score: for the open cue, else for the text in the active editor, else asks from what. */
import * as vscode from 'vscode';
import { cancelled } from '../../bridge/protocol/errors.ts';
import { requireLocal, requireTrust } from '../trust.ts';
import { composeFromCaption } from './composeFromCaption.ts';
import { composeFromImage } from './composeFromImage.ts';
import { composeFromText } from './composeFromText.ts';
import { composeShown } from './composeShown.ts';
import { fileKind } from './fileKinds.ts';
import { activeUri, givenUri } from './givenUri.ts';
import { openCueEditor } from './openCueEditor.ts';
import type { Command, CommandParts } from './command.ts';

/** Given a cue, a picture or a text by a menu; else looks at what has the focus. */
export const generateScore: Command = async (parts, given, selected) => {
  requireTrust();
  const uri = givenUri(given);
  if (uri !== undefined) return scoreFile(parts, uri, selected);
  const editor = vscode.window.activeTextEditor;
  const active = activeUri();
  const cue = active !== undefined && fileKind(active.path) === 'cue' ? active : undefined;
  if (cue !== undefined) return scoreCue(parts, cue);
  if (editor !== undefined && isStory(editor.document)) {
    const range = editor.selection.isEmpty ? undefined : editor.selection;
    return composeFromText(parts, editor.document, range);
  }
  if (active !== undefined && fileKind(active.path) === 'picture') return composeFromImage(parts, active);
  return ask(parts);
};

async function scoreFile(parts: CommandParts, uri: vscode.Uri, selected: unknown): Promise<unknown> {
  switch (fileKind(uri.path)) {
    case 'cue':
      return scoreCue(parts, uri);
    case 'picture':
      return composeFromImage(parts, uri, selected);
    default:
      return composeFromText(parts, await vscode.workspace.openTextDocument(uri));
  }
}

async function scoreCue(parts: CommandParts, uri: vscode.Uri): Promise<vscode.Uri> {
  requireLocal(uri);
  const session = await parts.sessions.open(uri);
  await openCueEditor(uri);
  await composeShown(parts, session);
  return uri;
}

/** Prose, saved or not. Code, logs and settings are no stories. */
function isStory({ languageId, uri }: vscode.TextDocument): boolean {
  const isProse = ['markdown', 'plaintext', 'fountain'].includes(languageId);
  return isProse && ['file', 'untitled'].includes(uri.scheme);
}

async function ask(parts: CommandParts): Promise<unknown> {
  const caption = {
    label: `$(quote) ${vscode.l10n.t('From a caption…')}`,
    detail: vscode.l10n.t('A few words, such as: calm piano in D minor, 72 BPM'),
    act: () => composeFromCaption(parts),
  };
  const picture = {
    label: `$(file-media) ${vscode.l10n.t('From pictures…')}`,
    detail: vscode.l10n.t('One picture or several'),
    act: () => composeFromImage(parts),
  };
  const cues = parts.sessions.all.map(({ uri }) => ({
    label: `$(music) ${vscode.workspace.asRelativePath(uri)}`,
    detail: vscode.l10n.t('A new take of this cue'),
    act: () => scoreCue(parts, uri),
  }));
  const chosen = await vscode.window.showQuickPick([caption, picture, ...cues], {
    title: vscode.l10n.t('Generate Score'),
    placeHolder: vscode.l10n.t('What shall the music be made from?'),
  });
  if (chosen === undefined) throw cancelled();
  return chosen.act();
}
