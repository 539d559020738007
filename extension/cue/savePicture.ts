/** Saves a picture that has no file yet, from the clipboard or from another window, beside the cue. */
import * as vscode from 'vscode';
import { LeitmotifError } from '../../bridge/protocol/errors.ts';
import { freeId } from './freeId.ts';
import { pictureFormat, headBytes } from './pictureFormat.ts';

const endings: Readonly<Record<string, string>> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/webp': 'webp',
  'image/gif': 'gif',
  'image/avif': 'avif',
  'image/tiff': 'tiff',
};

/** Largest picture that is taken over, in bytes. */
const largest = 200_000_000;

/**
 * Writes the picture into a folder under a free name, and returns where. What it is is read from its bytes, not from what was said.
 *
 * @throws LeitmotifError `image-unsupported`, `image-too-large`, `output-unwritable`
 */
export async function savePicture(folder: vscode.Uri, name: string, bytes: Uint8Array): Promise<vscode.Uri> {
  const ending = endings[pictureFormat(bytes.subarray(0, headBytes)) ?? ''];
  if (ending === undefined || bytes.length > largest) throw refused(name, ending !== undefined);
  try {
    const taken = new Set(
      (await vscode.workspace.fs.readDirectory(folder)).map(([each]) => each.replace(/\.[^.]*$/, '')),
    );
    const uri = vscode.Uri.joinPath(folder, `${freeId(plainName(name), taken)}.${ending}`);
    await vscode.workspace.fs.writeFile(uri, bytes);
    return uri;
  } catch (cause) {
    throw new LeitmotifError('output-unwritable', {
      what: vscode.l10n.t('The picture cannot be saved beside the cue'),
      subject: folder.fsPath,
      next: vscode.l10n.t('Give the folder write permission, or drop a picture that is a file'),
      cause,
    });
  }
}

/** Without ending, path and signs that a file system refuses. */
function plainName(name: string): string {
  const stem = (name.split(/[\\/]/).at(-1) ?? '').replace(/\.[^.]*$/, '');
  const plain = stem.replace(/[^\p{L}\p{N} _-]+/gu, '-').replace(/^[-. ]+|[-. ]+$/g, '');
  return plain === '' ? 'picture' : plain.slice(0, 80);
}

function refused(name: string, isPicture: boolean): LeitmotifError {
  return new LeitmotifError(isPicture ? 'image-too-large' : 'image-unsupported', {
    what: isPicture
      ? vscode.l10n.t('This picture is larger than 200 MB')
      : vscode.l10n.t('This is not a picture that can be read'),
    subject: name,
    next: vscode.l10n.t('Give a PNG, JPEG, WebP, AVIF, GIF or TIFF file'),
  });
}
