/** What a person does with a take outside of the cue: export (as it is or in formats of others), reveal, copy its path, read its recipe. */
import { basename, extname, join } from 'node:path';
import * as vscode from 'vscode';
import { cancelled, LeitmotifError } from '../../bridge/protocol/errors.ts';
import { runExport } from '../processes/runExport.ts';
import { recipeName } from './readTake.ts';
import type { Program } from '../processes/startProgram.ts';
import type { TakeFolder } from './readTake.ts';

/** Formats that the command line writes, by the endings of their files. */
type Format = 'musicxml' | 'mxl' | 'flac' | 'ogg' | 'mp3';

interface Choice extends vscode.QuickPickItem {
  /** The file that is copied; empty for all of them. */
  file: string;
  /** What is written in place of a copy. */
  to?: Format;
}

/**
 * Asks what and where to, and copies, or has it written.
 *
 * @throws LeitmotifError `cancelled`, `output-unwritable`, and those of the command line
 */
export async function exportTake(
  take: TakeFolder,
  name: string,
  commandLine: () => Promise<Program>,
): Promise<void> {
  const title = vscode.l10n.t('Export {0}', name);
  const chosen = await vscode.window.showQuickPick(choices(take), { title });
  if (chosen === undefined) throw cancelled();
  const isWhole = chosen.file === '';
  const target = isWhole
    ? await folderTarget(take, title)
    : await fileTarget(chosen.file, name, title, chosen.to);
  const { to } = target;
  if (chosen.to === undefined) await copy(target);
  else await writeFormat(take, chosen.to, to, title, commandLine);
  const reveal = vscode.l10n.t('Reveal');
  const message = vscode.l10n.t('Exported {0}', basename(to.fsPath));
  void vscode.window.showInformationMessage(message, reveal).then((answer) => {
    if (answer === reveal) void revealFile(to);
  });
}

function choices(take: TakeFolder): Choice[] {
  const written = (label: string, detail: string, to: Format): Choice => ({
    ...{ label, detail, to },
    file: to === 'musicxml' || to === 'mxl' ? take.score : take.mix,
  });
  const whole = vscode.l10n.t('Mix, stems, score and recipe');
  return [
    { label: vscode.l10n.t('All of it'), detail: whole, file: '' },
    { label: vscode.l10n.t('Mix'), detail: basename(take.mix), file: take.mix },
    { label: vscode.l10n.t('Score'), detail: basename(take.score), file: take.score },
    written('MusicXML', vscode.l10n.t('The score for notation programs'), 'musicxml'),
    written('MXL', vscode.l10n.t('The score for notation programs, compressed'), 'mxl'),
    written('FLAC', vscode.l10n.t('The mix without loss, in half the size or so'), 'flac'),
    written('OGG', vscode.l10n.t('The mix as Ogg Vorbis'), 'ogg'),
    written('MP3', vscode.l10n.t('The mix as MP3'), 'mp3'),
  ];
}

async function writeFormat(
  { folder }: TakeFolder,
  format: Format,
  { fsPath }: vscode.Uri,
  title: string,
  commandLine: () => Promise<Program>,
): Promise<void> {
  const program = await commandLine();
  const location = vscode.ProgressLocation.Notification;
  const notes = await vscode.window.withProgress({ location, title, cancellable: true }, async (_, token) => {
    const controller = new AbortController();
    const listening = token.onCancellationRequested(() => {
      controller.abort();
    });
    try {
      return await runExport(program, { folder, to: format, file: fsPath }, controller.signal);
    } finally {
      listening.dispose();
    }
  });
  if (notes.length > 0) void vscode.window.showWarningMessage(notes.join('; '));
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

async function fileTarget(file: string, name: string, title: string, format?: Format): Promise<Target> {
  const ending = format === undefined ? extname(file) : `.${format}`;
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
