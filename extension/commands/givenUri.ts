/** The URI that a command was given, in one of the ways in which VS Code gives it. */
import * as vscode from 'vscode';

/** Of a URI itself, a URI as text, a tree's item, or an editor's tab; undefined for anything else. */
export function givenUri(given: unknown): vscode.Uri | undefined {
  if (given instanceof vscode.Uri) return given;
  if (typeof given === 'string' && given !== '') return vscode.Uri.parse(given, false);
  if (typeof given !== 'object' || given === null) return undefined;
  const { uri, resourceUri } = given as { uri?: unknown; resourceUri?: unknown };
  return givenUri(
    resourceUri instanceof vscode.Uri ? resourceUri : uri instanceof vscode.Uri ? uri : undefined,
  );
}

/** Of the tab that has the focus: text, custom editor, picture preview. */
export function activeUri(): vscode.Uri | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  return givenUri(input);
}
