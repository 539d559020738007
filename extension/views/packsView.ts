/** The tree of model packs: what is there, what could be, and what is being done with it. */
import * as vscode from 'vscode';
import { errorOf } from '../faultOf.ts';
import { showFault } from '../showFault.ts';
import { packDescription, packLines, sizeText } from './packText.ts';
import type { PackListing, PackListings, PackState } from '../../bridge/protocol/packListing.ts';
import type { Logs } from '../logs.ts';
import type { ViewId } from '../manifest/contributed.ts';
import type { Sidecar } from '../sidecar/sidecar.ts';

const icons: Record<PackState, vscode.ThemeIcon> = {
  bundled: new vscode.ThemeIcon('package'),
  installed: new vscode.ThemeIcon('pass', new vscode.ThemeColor('testing.iconPassed')),
  partial: new vscode.ThemeIcon('debug-pause'),
  available: new vscode.ThemeIcon('cloud-download'),
  broken: new vscode.ThemeIcon('error', new vscode.ThemeColor('problemsErrorIcon.foreground')),
};

/** The view. It asks the sidecar when it is first seen, and again after every change; a hidden view asks nothing. */
export class PacksView implements vscode.TreeDataProvider<PackListing>, vscode.Disposable {
  readonly #sidecar: Sidecar;
  readonly #logs: Logs;
  readonly #changed = new vscode.EventEmitter<PackListing | undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #view: vscode.TreeView<PackListing>;
  readonly #granted: vscode.Disposable;
  #listings: PackListings | undefined;
  #isKnown = false;
  /** By id: what is being done, in words. */
  readonly #activities = new Map<string, string>();

  constructor(sidecar: Sidecar, logs: Logs) {
    this.#sidecar = sidecar;
    this.#logs = logs;
    const id: ViewId = 'leitmotif.packs';
    this.#view = vscode.window.createTreeView(id, { treeDataProvider: this });
    this.#granted = vscode.workspace.onDidGrantWorkspaceTrust(() => {
      this.#changed.fire(undefined);
    });
  }

  /** What was listed last. */
  get listings(): PackListings | undefined {
    return this.#listings;
  }

  async getChildren(parent?: PackListing): Promise<PackListing[]> {
    if (parent !== undefined || !vscode.workspace.isTrusted) return [];
    if (!this.#isKnown) {
      this.#isKnown = true;
      // A view cannot show an error; without packs it shows its welcome with a button that asks again.
      await this.refresh().catch((error: unknown) => {
        showFault(error, this.#logs);
      });
    }
    // What comes with the extension needs nobody: it stands below what can be installed, resumed or mended.
    const isBundled = ({ state }: PackListing): number => Number(state === 'bundled');
    return [...(this.#listings?.packs ?? [])].sort((a, b) => isBundled(a) - isBundled(b));
  }

  getTreeItem(pack: PackListing): vscode.TreeItem {
    const activity = this.#activities.get(pack.id);
    // Titles are long, and a narrow view would cut off the size behind them.
    const item = new vscode.TreeItem(pack.id);
    item.id = pack.id;
    item.description = activity ?? packDescription(pack, vscode.l10n);
    item.tooltip = [pack.title, ...packLines(pack, vscode.l10n)].join('\n');
    item.iconPath = activity === undefined ? icons[pack.state] : new vscode.ThemeIcon('loading~spin');
    // Nothing is offered for a pack that something is done with.
    item.contextValue = activity === undefined ? `pack-${pack.state}` : 'pack-active';
    item.accessibilityInformation = { label: `${pack.title}, ${item.description}` };
    return item;
  }

  /** Asks again and shows the answer. @throws LeitmotifError */
  async refresh(): Promise<PackListings> {
    this.#isKnown = true;
    try {
      this.#listings = await this.#sidecar.packsList();
    } catch (error) {
      throw errorOf(error);
    } finally {
      this.#changed.fire(undefined);
    }
    const { bytesUsed, directory } = this.#listings;
    if (bytesUsed > 0) this.#view.description = `${sizeText(bytesUsed)} in ${directory}`;
    else delete this.#view.description;
    return this.#listings;
  }

  /** Says what is being done with a pack; undefined once it is done. */
  show(id: string, activity: string | undefined): void {
    if (activity === undefined) this.#activities.delete(id);
    else this.#activities.set(id, activity);
    this.#changed.fire(this.#listings?.packs.find((pack) => pack.id === id));
  }

  dispose(): void {
    this.#granted.dispose();
    this.#view.dispose();
    this.#changed.dispose();
  }
}
