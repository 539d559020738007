/** Compose from Image: a cue of one picture or several, beside the first. */
import * as vscode from 'vscode';
import { cancelled, LeitmotifError } from '../../bridge/protocol/errors.ts';
import { requireLocal, requireTrust } from '../trust.ts';
import { fileKind, pictureEndings } from './fileKinds.ts';
import { activeUri, givenUri } from './givenUri.ts';
import { stemOf } from './cueName.ts';
import { pathFrom } from './pathFrom.ts';
import { scoreNewCue } from './scoreNewCue.ts';
import type { Condition } from '../../bridge/protocol/cue.ts';
import type { Command } from './command.ts';

/** Given the picture that was clicked and all that are selected; else takes the active tab's, else asks. */
export const composeFromImage: Command = async (parts, clicked, selected) => {
  requireTrust();
  const pictures = await findPictures(clicked, selected);
  pictures.forEach(requireLocal);
  const first = pictures[0] as vscode.Uri;
  const folder = vscode.Uri.joinPath(first, '..');
  return scoreNewCue(parts, {
    folder,
    name: stemOf(first.path),
    contents: { conditions: pictures.map((picture, i) => condition(folder, picture, i)) },
  });
};

function condition(folder: vscode.Uri, { path }: vscode.Uri, i: number): Condition {
  const id = i === 0 ? 'image' : `image-${i + 1}`;
  return { kind: 'image', id, path: pathFrom(folder.path, path), weight: 1 };
}

async function findPictures(clicked: unknown, selected: unknown): Promise<vscode.Uri[]> {
  const uri = givenUri(clicked);
  const all = Array.isArray(selected) ? selected.map(givenUri).filter((one) => one !== undefined) : [];
  // A click beside the selection means the one that was clicked.
  const isWithin = uri === undefined || all.some((one) => one.toString() === uri.toString());
  const given = isWithin && all.length > 0 ? all : uri === undefined ? [] : [uri];
  if (given.length > 0) return onlyPictures(given);
  const active = activeUri();
  if (active !== undefined && fileKind(active.path) === 'picture') return [active];
  const chosen = await vscode.window.showOpenDialog({
    canSelectMany: true,
    filters: { [vscode.l10n.t('Pictures')]: pictureEndings },
    openLabel: vscode.l10n.t('Compose'),
    title: vscode.l10n.t('Compose from Image'),
  });
  if (chosen === undefined || chosen.length === 0) throw cancelled();
  return onlyPictures(chosen);
}

/** Those that are pictures; a folder or a text among several selected files is passed over. */
function onlyPictures(uris: readonly vscode.Uri[]): vscode.Uri[] {
  const pictures = uris.filter(({ path }) => fileKind(path) === 'picture');
  if (pictures.length > 0) return pictures;
  throw new LeitmotifError('image-unsupported', {
    what: vscode.l10n.t('This is no picture that can be read'),
    subject: stemOf(uris[0]?.path ?? ''),
    next: vscode.l10n.t('Choose a file of one of these: {0}', pictureEndings.join(', ')),
  });
}
