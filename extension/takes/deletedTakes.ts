/**
 * Takes that were deleted and can still be brought back. They lie aside until nobody can undo any more, also where the window is
 * closed or ends in a crash before that: what is left is remembered in the workspace.
 */
import * as vscode from 'vscode';
import { existsSync } from 'node:fs';
import { asideOf, bringBack, setAside } from './setAside.ts';

/** Key in the workspace's memory: folders that lie aside, by the URI of their cue. */
const key = 'leitmotif.deletedTakes';

/** Deleted takes of one cue. */
export class DeletedTakes {
  readonly #memory: vscode.Memento;
  #cue: string;

  constructor(memory: vscode.Memento, cue: string) {
    this.#memory = memory;
    this.#cue = cue;
  }

  /** The cue has another URI now. */
  async moveTo(cue: string): Promise<void> {
    const folders = this.#folders;
    await this.#remember([]);
    this.#cue = cue;
    await this.#remember(folders);
  }

  /** Puts a take's folder aside. @throws LeitmotifError `output-unwritable` */
  async delete(folder: string): Promise<void> {
    await setAside(folder);
    await this.#remember([...this.#folders.filter((each) => each !== folder), folder]);
  }

  /** Brings back what the cue names again. Tells whether anything came back. */
  async restore(named: readonly string[]): Promise<boolean> {
    const wanted = this.#folders.filter((folder) => named.includes(folder));
    const restored = await Promise.all(wanted.map(bringBack));
    if (!restored.includes(true)) return false;
    await this.#remember(this.#folders.filter((folder) => existsSync(asideOf(folder))));
    return true;
  }

  /** Nobody can undo any more: what the cue does not name is deleted for good, by way of the trash where there is one. */
  async empty(named: readonly string[]): Promise<void> {
    const gone = this.#folders.filter((folder) => !named.includes(folder) && existsSync(asideOf(folder)));
    await this.#remember([]);
    for (const folder of gone) await discard(vscode.Uri.file(asideOf(folder)));
  }

  get #folders(): string[] {
    return this.#all[this.#cue] ?? [];
  }

  get #all(): Record<string, string[]> {
    return this.#memory.get<Record<string, string[]>>(key, {});
  }

  async #remember(folders: readonly string[]): Promise<void> {
    const others = Object.entries(this.#all).filter(([cue]) => cue !== this.#cue);
    const own = folders.length === 0 ? [] : [[this.#cue, folders] as const];
    await this.#memory.update(key, Object.fromEntries([...others, ...own]));
  }
}

async function discard(folder: vscode.Uri): Promise<void> {
  try {
    await vscode.workspace.fs.delete(folder, { recursive: true, useTrash: true });
  } catch {
    // A server has no trash.
    await vscode.workspace.fs.delete(folder, { recursive: true });
  }
}
