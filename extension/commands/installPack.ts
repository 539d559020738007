/** Install Model Pack: size and licence first, then the person's consent, then the network. */
import * as vscode from 'vscode';
import { cancelled } from '../../bridge/protocol/errors.ts';
import { requireTrust } from '../trust.ts';
import { packLines, packSize, sizeText } from '../views/packText.ts';
import { chosenPack } from './chosenPack.ts';
import { packWork } from './packWork.ts';
import type { PackListing, PackListings } from '../../bridge/protocol/packListing.ts';
import type { Command } from './command.ts';

/** Given the pack, else asks which. A download that was stopped goes on where it stopped. */
export const installPack: Command = async (parts, given) => {
  requireTrust();
  const title = vscode.l10n.t('Install Model Pack');
  const pack = await chosenPack(parts, given, ['available', 'partial'], title);
  const from = await consent(pack, parts.packs.listings);
  const working = vscode.l10n.t('Installing {0}', pack.title);
  const result = await packWork(parts, pack, working, (options) =>
    parts.sidecar.packsInstall(
      { id: pack.id, consent: true, bytes: pack.bytes, ...(from === undefined ? {} : { from }) },
      options,
    ),
  );
  void vscode.window.showInformationMessage(
    `Leitmotif: ${vscode.l10n.t('{0} is installed: {1}.', pack.title, sizeText(result.bytes))}`,
  );
  return result;
};

/** Asks. Returns the folder that files are to be taken from, undefined for the network. @throws LeitmotifError `cancelled` */
async function consent(pack: PackListing, listings: PackListings | undefined): Promise<string | undefined> {
  const download =
    pack.state === 'partial'
      ? vscode.l10n.t('Go On Downloading')
      : vscode.l10n.t('Download {0}', packSize(pack));
  const copy = vscode.l10n.t('Copy from a Folder…');
  const places = listings === undefined ? [] : placeLines(pack, listings);
  const chosen = await vscode.window.showInformationMessage(
    vscode.l10n.t('Install the model pack {0}?', pack.title),
    { modal: true, detail: [...packLines(pack, vscode.l10n), ...places].join('\n') },
    download,
    copy,
  );
  if (chosen === undefined) throw cancelled();
  if (chosen === download) return undefined;
  const [folder] =
    (await vscode.window.showOpenDialog({
      canSelectFiles: false,
      canSelectFolders: true,
      openLabel: vscode.l10n.t('Copy from Here'),
      title: vscode.l10n.t('The folder with the files of {0}', pack.title),
    })) ?? [];
  if (folder === undefined) throw cancelled();
  return folder.fsPath;
}

function placeLines({ bytes }: PackListing, { directory, bytesFree }: PackListings): string[] {
  const into = vscode.l10n.t('Into: {0}', directory);
  if (bytesFree === undefined) return [into];
  const free = vscode.l10n.t('Free there: {0}', sizeText(bytesFree));
  return bytesFree < bytes ? [into, `${free} – ${vscode.l10n.t('not enough')}`] : [into, free];
}
