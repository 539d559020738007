/** Compose from Caption: a few words that say what the music shall be. */
import * as vscode from 'vscode';
import { cancelled } from '../../bridge/protocol/errors.ts';
import { requireTrust } from '../trust.ts';
import { nameOfWords } from './cueName.ts';
import { activeUri } from './givenUri.ts';
import { newCueFolder } from './newCueFolder.ts';
import { scoreNewCue } from './scoreNewCue.ts';
import type { Command } from './command.ts';

/** Given the caption, or asks for it. */
export const composeFromCaption: Command = async (parts, given) => {
  requireTrust();
  const caption = typeof given === 'string' ? given : await ask();
  if (caption === undefined || caption.trim() === '') throw cancelled();
  const text = caption.trim();
  return scoreNewCue(parts, {
    folder: await newCueFolder(activeUri()),
    name: nameOfWords(text),
    contents: { conditions: [{ kind: 'caption', id: 'caption', text, weight: 1 }] },
  });
};

function ask(): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    title: vscode.l10n.t('Compose from Caption'),
    prompt: vscode.l10n.t('What shall the music be like? Tempo, key, length and instruments may be named.'),
    placeHolder: vscode.l10n.t('Calm piano and strings in D minor, 72 BPM, 30 seconds'),
    ignoreFocusOut: true,
    validateInput: (text) =>
      text.length > 10_000 ? vscode.l10n.t('At most {0} characters', 10_000) : undefined,
  });
}
