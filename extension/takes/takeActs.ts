/** What a person does with a take outside of the cue: export, reveal, copy its path, read its recipe. */
import { basename, extname, join } from 'node:path';
import * as vscode from 'vscode';
import { cancelled, LeitmotifError } from '../../bridge/protocol/errors.ts';
import { recipeName } from './readTake.ts';
import type { TakeFolder } from './readTake.ts';

/** Asks what and where to, and copies. @throws LeitmotifError `cancelled`, `output-unwritable` */
export async function exportTake(take: TakeFolder, name: string): Promise<void> {
  const whole = {
    label: vscode.l10n.t('All of it'),
    detail: vscode.l10n.t('Mix, stems, score and recipe'),
    file: '',
  };
  const mix = { label: vscode.l10n.t('Mix'), detail: basename(take.mix), file: take.mix };
  const score = { label: vscode.l10n.t('Score'), detail: basename(take.score), file: take.score };
  const title = vscode.l10n.t('Export {0}', name);
  const chosen = await vscode.window.showQuickPick([whole, mix, score], { title });
  if (chosen === undefined) throw cancelled();
  const isWhole = chosen === whole;
  const target = isWhole ? await folderTarget(take, title) : await fileTarget(chosen.file, name, title);
  await copy(target);
  const { to } = target;
  const reveal = vscode.l10n.t('Reveal');
  const message = vscode.l10n.t('Exported {0}', basename(to.fsPath));
  void vscode.window.showInformationMessage(message, reveal).then((answer) => {
    if (answer === reveal) void revealFile(to);
  });
}

/** Shows a take's folder where the person's files are shown. */
export async function revealTake(take: TakeFolder): Promise<void> {
  await revealFile(vscode.Uri.file(take.mix));
}

/** Opens the recipe as text. */
export async function openRecipe(take: TakeFolder): Promise<void> {
  await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(join(take.folder, recipeName)));
}

interface Target {
  /** The dialog has asked whether to overwrite. */
  overwrite: boolean;
  from: vscode.Uri;
  to: vscode.Uri;
}

async function folderTarget({ folder }: TakeFolder, title: string): Promise<Target> {
  const [chosen] =
    (await vscode.window.showOpenDialog({
      title,
      canSelectFolders: true,
      canSelectFiles: false,
      openLabel: vscode.l10n.t('Export here'),
    })) ?? [];
  if (chosen === undefined) throw cancelled();
  return {
    overwrite: false,
    from: vscode.Uri.file(folder),
    to: vscode.Uri.joinPath(chosen, basename(folder)),
  };
}

async function fileTarget(file: string, name: string, title: string): Promise<Target> {
  const ending = extname(file);
  const safe = name.replaceAll(/[\\/:*?"<>|]+/g, '-');
  const to = await vscode.window.showSaveDialog({
    title,
    defaultUri: vscode.Uri.joinPath(vscode.Uri.file(file), '..', '..', `${safe}${ending}`),
    filters: { [ending.slice(1).toUpperCase()]: [ending.slice(1)] },
  });
  if (to === undefined) throw cancelled();
  return { overwrite: true, from: vscode.Uri.file(file), to };
}

async function copy({ from, to, overwrite }: Target): Promise<void> {
  try {
    await vscode.workspace.fs.copy(from, to, { overwrite });
  } catch (cause) {
    throw new LeitmotifError('output-unwritable', {
      what: vscode.l10n.t('The take cannot be exported'),
      subject: to.fsPath,
      next: vscode.l10n.t('Choose another folder, or remove what is there by this name'),
      cause,
    });
  }
}

async function revealFile(uri: vscode.Uri): Promise<void> {
  const isHere = vscode.env.remoteName === undefined && vscode.env.uiKind === vscode.UIKind.Desktop;
  await vscode.commands.executeCommand(isHere ? 'revealFileInOS' : 'revealInExplorer', uri);
}
