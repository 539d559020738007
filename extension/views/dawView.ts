/** The view of the DAW connection. It is not there yet, and the view says so: its welcome stands in the manifest. */
import * as vscode from 'vscode';
import type { ViewId } from '../manifest/contributed.ts';

/** An empty tree, so that VS Code shows the welcome instead of a view that never loads. */
export function registerDawView(): vscode.Disposable {
  const id: ViewId = 'leitmotif.daw';
  return vscode.window.registerTreeDataProvider<never>(id, {
    getChildren: () => [],
    getTreeItem: (never) => never,
  });
}
