/** The view of what is connected. While it is seen it looks twice a second, where the bridge runs; a hidden view asks nothing. */
import * as vscode from 'vscode';
import { dawNodes } from './dawNodes.ts';
import type { Milliseconds } from '../../bridge/protocol/units.ts';
import type { Bridge } from '../bridge/bridge.ts';
import type { ViewId } from '../manifest/contributed.ts';
import type { DawNode } from './dawNode.ts';

const every: Milliseconds = 500;
const colors: Record<NonNullable<DawNode['mood']>, string> = {
  good: 'testing.iconPassed',
  bad: 'problemsErrorIcon.foreground',
  unsure: 'problemsWarningIcon.foreground',
};

/** The view. */
export class DawView implements vscode.TreeDataProvider<DawNode>, vscode.Disposable {
  readonly #bridge: Bridge;
  readonly #changed = new vscode.EventEmitter<DawNode | undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #ending: vscode.Disposable;
  #shown = '';
  #isAsking = false;

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
    const id: ViewId = 'leitmotif.daw';
    const view = vscode.window.createTreeView(id, { treeDataProvider: this });
    const timer = setInterval(() => {
      if (view.visible) this.#ask();
    }, every);
    this.#ending = vscode.Disposable.from(
      view,
      this.#changed,
      bridge.onDidChange(() => {
        this.#show();
      }),
      vscode.workspace.onDidGrantWorkspaceTrust(() => {
        this.#changed.fire(undefined);
      }),
      {
        dispose: () => {
          clearInterval(timer);
        },
      },
    );
  }

  getChildren(parent?: DawNode): DawNode[] {
    if (parent !== undefined) return [...(parent.children ?? [])];
    return vscode.workspace.isTrusted ? dawNodes(this.#bridge.view, vscode.l10n) : [];
  }

  getTreeItem(node: DawNode): vscode.TreeItem {
    const { Collapsed, None } = vscode.TreeItemCollapsibleState;
    const item = new vscode.TreeItem(node.label, (node.children ?? []).length > 0 ? Collapsed : None);
    item.id = node.id;
    if (node.description !== undefined) item.description = node.description;
    item.tooltip = node.tooltip ?? [node.label, node.description ?? ''].join('\n');
    const color = node.mood === undefined ? undefined : new vscode.ThemeColor(colors[node.mood]);
    item.iconPath = new vscode.ThemeIcon(node.icon, color);
    if (node.kind !== undefined) item.contextValue = node.kind;
    item.accessibilityInformation = { label: [node.label, node.description ?? ''].join(', ') };
    return item;
  }

  dispose(): void {
    this.#ending.dispose();
  }

  #ask(): void {
    if (this.#isAsking || !this.#bridge.isNeeded || this.#bridge.view.process.state !== 'ready') return;
    this.#isAsking = true;
    const settle = (): void => {
      this.#isAsking = false;
    };
    // A bridge that does not answer is its watchdog's to see.
    void this.#bridge.refresh().then(settle, settle);
  }

  /** Draws again only what has changed for the eye. */
  #show(): void {
    const nodes = JSON.stringify(dawNodes(this.#bridge.view, vscode.l10n));
    if (nodes === this.#shown) return;
    this.#shown = nodes;
    this.#changed.fire(undefined);
  }
}
