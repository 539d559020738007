/** Watches folders for files that come, go or change. */
import * as vscode from 'vscode';

/** Milliseconds in which several changes are told as one. */
const pause = 200;

/** Watches the folders it was last told of, without what lies deeper. */
export class FolderWatch implements vscode.Disposable {
  readonly #changed: () => void;
  readonly #watchers = new Map<string, vscode.Disposable>();
  #timer: NodeJS.Timeout | undefined;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** The folders from now on, by their paths. */
  watch(folders: ReadonlySet<string>): void {
    for (const [folder, watcher] of this.#watchers) {
      if (folders.has(folder)) continue;
      watcher.dispose();
      this.#watchers.delete(folder);
    }
    for (const folder of folders) {
      if (!this.#watchers.has(folder)) this.#watchers.set(folder, this.#watch(folder));
    }
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.watch(new Set());
  }

  #watch(folder: string): vscode.Disposable {
    const pattern = new vscode.RelativePattern(vscode.Uri.file(folder), '*');
    const watcher = vscode.workspace.createFileSystemWatcher(pattern);
    const note = (): void => {
      this.#timer ??= setTimeout(() => {
        this.#timer = undefined;
        this.#changed();
      }, pause);
    };
    return vscode.Disposable.from(
      watcher,
      watcher.onDidCreate(note),
      watcher.onDidChange(note),
      watcher.onDidDelete(note),
    );
  }
}
