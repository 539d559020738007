/** The text document that scenes are read from, and the places of its files. */
import { posix } from 'node:path';
import * as vscode from 'vscode';
import { LeitmotifError } from '../../bridge/protocol/errors.ts';
import { documentName } from './documentName.ts';
import { readScenes } from './readScenes.ts';
import type { Scene, SceneImage } from './scene.ts';
import type { PlaceImage } from './planScenes.ts';

/** A document with its scenes. */
export interface StoryDocument {
  uri: vscode.Uri;
  /** File name without its ending. */
  name: string;
  scenes: Scene[];
}

/**
 * Opens a text and reads its scenes, as it stands in the editor.
 *
 * @throws LeitmotifError `file-missing` where it was never saved: cues and takes lie beside it; `text-empty` where it
 *   has no scene.
 */
export async function openStory(uri: vscode.Uri): Promise<StoryDocument> {
  const document = await vscode.workspace.openTextDocument(uri);
  const name = documentName(uri);
  if (document.isUntitled)
    throw new LeitmotifError('file-missing', {
      what: vscode.l10n.t('The text has not been saved yet, and its cues are to lie beside it'),
      subject: name,
      next: vscode.l10n.t('Save it, then score it again'),
    });
  const scenes = readScenes(document.getText(), document.languageId, name);
  if (scenes.length === 0)
    throw new LeitmotifError('text-empty', {
      what: vscode.l10n.t('There is no scene in this text'),
      subject: name,
      next: vscode.l10n.t(
        'Write something below a heading, or select a text and choose Compose from Selection',
      ),
    });
  return { uri, name, scenes };
}

/** The folder of a text's cues. */
export function cuesFolder({ uri, name }: StoryDocument): vscode.Uri {
  return vscode.Uri.joinPath(uri, '..', `${name}-scenes`);
}

/** Looks which pictures are there, and says how each is called from the folder of the cues. */
export async function placeImages({ uri, scenes }: StoryDocument): Promise<PlaceImage> {
  const folder = vscode.Uri.joinPath(uri, '..');
  const root = vscode.workspace.getWorkspaceFolder(uri)?.uri;
  const there = new Map<string, string>();
  for (const { path } of scenes.flatMap(({ images }) => images)) {
    // A path that begins with a slash is meant from the root of the site, as the Markdown preview has it.
    const isRooted = path.startsWith('/') && root !== undefined;
    const image = vscode.Uri.joinPath(isRooted ? root : folder, path);
    if (!(await isFile(image))) continue;
    there.set(path, `../${posix.relative(folder.path, image.path)}`);
  }
  return ({ path }: SceneImage) => there.get(path);
}

async function isFile(uri: vscode.Uri): Promise<boolean> {
  try {
    return ((await vscode.workspace.fs.stat(uri)).type & vscode.FileType.File) !== 0;
  } catch {
    return false;
  }
}
