/** A new cue document. */
import * as vscode from 'vscode';
import { LeitmotifError } from '../../bridge/protocol/errors.ts';
import { setting } from '../settings.ts';
import { newCueText } from './newCueText.ts';
import type { Cue } from '../../bridge/protocol/cue.ts';

/** Names that are tried: name, name-2, … */
const mostNames = 10_000;

/**
 * Writes `<name>.leitmotif` into a folder, which is made where it is missing. Where the name is taken the next free one is
 * used: name, name-2, … The length of the settings is written where the person set one and `contents` says none.
 *
 * @throws LeitmotifError `output-unwritable`
 */
export async function createCue(
  folder: vscode.Uri,
  name: string,
  contents: Partial<Cue>,
): Promise<vscode.Uri> {
  const text = new TextEncoder().encode(newCueText(contents, setting('seconds', folder)));
  try {
    await vscode.workspace.fs.createDirectory(folder);
    for (let n = 1; n <= mostNames; n++) {
      const uri = vscode.Uri.joinPath(folder, `${n === 1 ? name : `${name}-${n}`}.leitmotif`);
      if (await isThere(uri)) continue;
      await vscode.workspace.fs.writeFile(uri, text);
      return uri;
    }
  } catch (cause) {
    throw unwritable(folder, cause);
  }
  throw unwritable(folder, undefined);
}

async function isThere(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch (error) {
    if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') return false;
    throw error;
  }
}

function unwritable(folder: vscode.Uri, cause: unknown): LeitmotifError {
  return new LeitmotifError('output-unwritable', {
    what: vscode.l10n.t('The cue cannot be written'),
    subject: folder.scheme === 'file' ? folder.fsPath : folder.toString(true),
    next: vscode.l10n.t('Give the folder write permission, or copy what it is made from to another folder'),
    cause,
  });
}
