/** The tree of the workspace's cues. Files are found, not read; who composes shows it. */
import * as vscode from 'vscode';
import type { CueSessions } from '../cue/cueSessions.ts';
import type { CommandId, ViewId } from '../manifest/contributed.ts';

const pattern = '**/*.leitmotif';
/** More would be no list for people. */
const mostCues = 10_000;

/** The view. */
export class CuesView implements vscode.TreeDataProvider<vscode.Uri>, vscode.Disposable {
  readonly #sessions: CueSessions;
  readonly #changed = new vscode.EventEmitter<vscode.Uri | undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #ending: vscode.Disposable;
  #busy = '';

  constructor(sessions: CueSessions) {
    this.#sessions = sessions;
    const id: ViewId = 'leitmotif.cues';
    const watcher = vscode.workspace.createFileSystemWatcher(pattern, false, true, false);
    const changed = (): void => {
      this.#changed.fire(undefined);
    };
    this.#ending = vscode.Disposable.from(
      this.#changed,
      watcher,
      watcher.onDidCreate(changed),
      watcher.onDidDelete(changed),
      vscode.workspace.onDidChangeWorkspaceFolders(changed),
      sessions.onDidChangeActive(() => {
        this.#showBusy();
      }),
      vscode.window.createTreeView(id, { treeDataProvider: this, showCollapseAll: false }),
    );
  }

  async getChildren(parent?: vscode.Uri): Promise<vscode.Uri[]> {
    if (parent !== undefined) return [];
    const uris = await vscode.workspace.findFiles(pattern, '**/node_modules/**', mostCues);
    const order = new Intl.Collator(undefined, { numeric: true });
    return uris.sort((one, other) => order.compare(one.path, other.path));
  }

  getTreeItem(uri: vscode.Uri): vscode.TreeItem {
    const path = vscode.workspace.asRelativePath(uri);
    const at = path.lastIndexOf('/');
    const item = new vscode.TreeItem(uri);
    item.label = path.slice(at + 1).replace(/\.leitmotif$/, '');
    if (at > 0) item.description = path.slice(0, at);
    item.contextValue = 'cue';
    const isBusy = this.#isBusy(uri);
    item.iconPath = isBusy ? new vscode.ThemeIcon('loading~spin') : vscode.ThemeIcon.File;
    const state = isBusy ? vscode.l10n.t('{0}, composing', item.label) : item.label;
    item.accessibilityInformation = { label: state };
    const command: CommandId = 'leitmotif.openCue';
    item.command = { command, title: vscode.l10n.t('Open Cue'), arguments: [uri] };
    return item;
  }

  dispose(): void {
    this.#ending.dispose();
  }

  #isBusy(uri: vscode.Uri): boolean {
    const key = uri.toString();
    return this.#sessions.all.some(
      ({ uri: one, state }) => one.toString() === key && state.job !== undefined,
    );
  }

  /** Draws the tree again only where another cue is busy than before. */
  #showBusy(): void {
    const busy = this.#sessions.all
      .filter(({ state }) => state.job !== undefined)
      .map(({ uri }) => uri.toString())
      .join('\n');
    if (busy === this.#busy) return;
    this.#busy = busy;
    this.#changed.fire(undefined);
  }
}
