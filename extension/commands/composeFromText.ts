/** A cue whose story is a text: a selection, an unsaved text, or a whole file. */
import * as vscode from 'vscode';
import { LeitmotifError } from '../../bridge/protocol/errors.ts';
import { requireTrust } from '../trust.ts';
import { nameOfWords, stemOf } from './cueName.ts';
import { newCueFolder } from './newCueFolder.ts';
import { scoreNewCue } from './scoreNewCue.ts';
import type { Condition } from '../../bridge/protocol/cue.ts';
import type { CommandParts } from './command.ts';

/** Longest text that a cue itself holds; a file may be longer. */
const longestText = 200_000;

/** Scores the words of a document: those of `range`, else all. @throws LeitmotifError */
export async function composeFromText(
  parts: CommandParts,
  document: vscode.TextDocument,
  range?: vscode.Range,
): Promise<vscode.Uri> {
  requireTrust();
  const text = document.getText(range).trim();
  if (text === '') throw nothing(document);
  const folder = document.isUntitled ? await newCueFolder() : vscode.Uri.joinPath(document.uri, '..');
  const title = document.isUntitled ? nameOfWords(text, 'story') : stemOf(document.uri.path);
  const name = range === undefined ? title : `${title}-${nameOfWords(text, 'selection')}`;
  const isFile = range === undefined && !document.isUntitled && !document.isDirty;
  const story: Condition = isFile
    ? { kind: 'story', id: 'story', path: document.uri.path.split('/').at(-1) as string, weight: 1 }
    : { kind: 'story', id: 'story', text: requireShort(text, document), weight: 1 };
  return scoreNewCue(parts, { folder, name, contents: { conditions: [story] } });
}

function requireShort(text: string, { uri }: vscode.TextDocument): string {
  if (text.length <= longestText) return text;
  throw new LeitmotifError('text-too-long', {
    what: vscode.l10n.t('This text is too long to be kept inside a cue'),
    subject: vscode.l10n.t('{0} of at most {1} characters', text.length, longestText),
    next: vscode.l10n.t('Save {0} and score the whole file, or select less', stemOf(uri.path)),
  });
}

function nothing({ uri }: vscode.TextDocument): LeitmotifError {
  return new LeitmotifError('text-empty', {
    what: vscode.l10n.t('There are no words here to make music from'),
    subject: stemOf(uri.path),
    next: vscode.l10n.t('Write or select some, then try again'),
  });
}
