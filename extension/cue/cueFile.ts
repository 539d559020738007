/** The text document of a cue: read as it stands in the editor, changed by the smallest edits. */
import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { LeitmotifError } from '../../bridge/protocol/errors.ts';
import { editCue } from './editCue.ts';
import { readCue } from './readCue.ts';
import { smallestEdit } from './smallestEdit.ts';
import type { CueReading } from './readCue.ts';
import type { HostEdit } from './editCue.ts';

/** Times that an edit is tried while somebody else changes the document. */
const mostTries = 5;

/** Longer texts, in characters, are read once they have changed. */
const longestForeseen = 1_000_000;

/** A renaming is told of after the file has gone: so long, in ms, is waited for where it went. */
const renamingTime = 1500;

/** See the head of the file. */
export class CueFile {
  #uri: vscode.Uri;
  #text: string;
  #reading: CueReading;
  #isReadOnly = false;
  #edits: Promise<unknown> = Promise.resolve();
  #changes = 0;
  #coming: { text: string; reading: CueReading } | undefined;
  readonly #moved = new vscode.EventEmitter<void>();

  private constructor(uri: vscode.Uri, text: string) {
    this.#uri = uri;
    this.#text = text;
    this.#reading = readCue(text, this.name);
  }

  /** Opens a document. @throws LeitmotifError `file-missing` */
  static async open(uri: vscode.Uri): Promise<CueFile> {
    const file = new CueFile(uri, (await documentOf(uri)).getText());
    await file.lookWhetherReadOnly();
    return file;
  }

  get uri(): vscode.Uri {
    return this.#uri;
  }

  set uri(uri: vscode.Uri) {
    this.#uri = uri;
    this.#moved.fire();
  }

  /** File name. */
  get name(): string {
    return this.#uri.path.split('/').at(-1) ?? '';
  }

  /** The folder on this machine; undefined where the document lies elsewhere or was never saved. */
  get folder(): string | undefined {
    return this.#uri.scheme === 'file' ? dirname(this.#uri.fsPath) : undefined;
  }

  get reading(): CueReading {
    return this.#reading;
  }

  /** As it will read once the changes have arrived that are on their way. */
  get coming(): CueReading {
    return this.#coming === undefined ? this.#reading : this.#coming.reading;
  }

  get isReadOnly(): boolean {
    return this.#isReadOnly || this.#reading.isNewer;
  }

  /** The document has another text now. Tells whether it has. */
  read(document: vscode.TextDocument): boolean {
    const text = document.getText();
    if (text === this.#text) return false;
    this.#text = text;
    this.#reading = readCue(text, this.name);
    return true;
  }

  /**
   * Changes the document, one edit after the other.
   *
   * @throws LeitmotifError `not-available` where it must not be changed, `cue-invalid` where it cannot be understood,
   *   `output-unwritable` where VS Code refuses
   */
  change(edit: HostEdit): Promise<void> {
    this.#foresee(edit);
    this.#changes++;
    const change = this.#edits
      .then(() => this.#change(edit))
      .finally(() => {
        this.#changes--;
        if (this.#changes === 0) this.#coming = undefined;
      });
    this.#edits = change.catch(() => undefined);
    return change;
  }

  /** VS Code takes some tenths of a second to change a document; who may not wait for that reads here what it will be. */
  #foresee(edit: HostEdit): void {
    const before = this.#coming?.text ?? this.#text;
    if (before.length > longestForeseen) return;
    try {
      const text = editCue(before, edit);
      this.#coming = { text, reading: readCue(text, this.name) };
    } catch {
      // The change itself will say why.
    }
  }

  /**
   * A change that the person did not make in an editor: saved at once, unless there are changes of theirs that they have not
   * saved yet. A file that another program moved or deleted is not made again by that, though its text may still be open.
   *
   * @throws LeitmotifError as `change` does, and `file-missing`
   */
  async changeAndSave(edit: HostEdit): Promise<void> {
    const uri = this.#uri;
    try {
      await this.#changeAndSave(edit);
    } catch (error) {
      const isGone = error instanceof LeitmotifError && error.code === 'file-missing';
      if (!isGone || !(await this.#isMovedFrom(uri))) throw error;
      await this.#changeAndSave(edit);
    }
  }

  async #changeAndSave(edit: HostEdit): Promise<void> {
    await mustBeThere(this.#uri);
    const document = await documentOf(this.#uri);
    const wasDirty = document.isDirty;
    await this.change(edit);
    if (!wasDirty && !(await document.save())) throw this.#unwritable();
  }

  /** Looks whether the file lets itself be changed. */
  async lookWhetherReadOnly(): Promise<void> {
    const { scheme } = this.#uri;
    const isWritable = vscode.workspace.fs.isWritableFileSystem(scheme);
    this.#isReadOnly = isWritable === false || (scheme !== 'untitled' && (await isProtected(this.#uri)));
  }

  /** Whether the file has another name, or gets one within a moment. */
  async #isMovedFrom(uri: vscode.Uri): Promise<boolean> {
    if (this.#uri !== uri) return true;
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        settle(false);
      }, renamingTime);
      const subscription = this.#moved.event(() => {
        settle(true);
      });
      const settle = (isMoved: boolean): void => {
        clearTimeout(timer);
        subscription.dispose();
        resolve(isMoved);
      };
    });
  }

  async #change(edit: HostEdit): Promise<void> {
    for (let n = 0; n < mostTries; n++) {
      const document = await documentOf(this.#uri);
      this.read(document);
      if (this.isReadOnly) throw this.#notToBeChanged();
      const [fault] = this.#reading.faults;
      if (this.#reading.cue === undefined && fault !== undefined) throw new LeitmotifError(fault.code, fault);
      const before = document.getText();
      const replacement = smallestEdit(before, editCue(before, edit));
      if (replacement === undefined) return;
      const range = new vscode.Range(
        document.positionAt(replacement.offset),
        document.positionAt(replacement.offset + replacement.length),
      );
      const change = new vscode.WorkspaceEdit();
      change.replace(this.#uri, range, replacement.text);
      if (await vscode.workspace.applyEdit(change)) return;
    }
    throw this.#unwritable();
  }

  #notToBeChanged(): LeitmotifError {
    const isNewer = this.#reading.isNewer;
    return new LeitmotifError(isNewer ? 'cue-version-unknown' : 'not-available', {
      what: isNewer
        ? vscode.l10n.t('The cue was written by a newer Leitmotif')
        : vscode.l10n.t('This cue is read-only'),
      subject: this.name,
      next: isNewer ? vscode.l10n.t('Use a newer Leitmotif') : vscode.l10n.t('Copy it to change it'),
    });
  }

  #unwritable(): LeitmotifError {
    return new LeitmotifError('output-unwritable', {
      what: vscode.l10n.t('The cue cannot be changed'),
      subject: this.name,
      next: vscode.l10n.t('Look whether its folder can be written to'),
    });
  }
}

async function documentOf(uri: vscode.Uri): Promise<vscode.TextDocument> {
  try {
    return await vscode.workspace.openTextDocument(uri);
  } catch (cause) {
    throw cannotBeOpened(uri, cause);
  }
}

function cannotBeOpened(uri: vscode.Uri, cause: unknown): LeitmotifError {
  return new LeitmotifError('file-missing', {
    what: vscode.l10n.t('The cue cannot be opened'),
    subject: uri.scheme === 'file' ? uri.fsPath : uri.toString(true),
    next: vscode.l10n.t('Look whether it was moved or deleted'),
    cause,
  });
}

async function mustBeThere(uri: vscode.Uri): Promise<void> {
  if (uri.scheme === 'untitled') return;
  try {
    await vscode.workspace.fs.stat(uri);
  } catch (cause) {
    throw cannotBeOpened(uri, cause);
  }
}

async function isProtected(uri: vscode.Uri): Promise<boolean> {
  if (uri.scheme === 'file') return !(await canBeWritten(uri.fsPath));
  try {
    const { permissions = 0 } = await vscode.workspace.fs.stat(uri);
    return (permissions & vscode.FilePermission.Readonly) !== 0;
  } catch {
    return false;
  }
}

/** VS Code lets one type into a locked file and refuses to save it. A file that is not there yet is no locked file. */
async function canBeWritten(path: string): Promise<boolean> {
  try {
    await access(path, constants.W_OK);
    return ((await stat(path)).mode & 0o222) !== 0;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ENOENT';
  }
}
