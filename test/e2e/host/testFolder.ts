/** A folder of one test file's own inside the workspace that all share. */
import * as vscode from 'vscode';

/** The folder and its files. */
export interface TestFolder {
  readonly uri: vscode.Uri;
  file(name: string): vscode.Uri;
  /** One of the samples of the workspace. */
  sample(name: string): vscode.Uri;
  make(): Promise<void>;
  remove(): Promise<void>;
}

/** Names it; `make` makes it. */
export function testFolder(name: string): TestFolder {
  const root = vscode.workspace.workspaceFolders?.[0]?.uri;
  if (root === undefined) throw new Error('There is no workspace');
  const uri = vscode.Uri.joinPath(root, name);
  return {
    uri,
    file: (path) => vscode.Uri.joinPath(uri, path),
    sample: (path) => vscode.Uri.joinPath(root, path),
    make: async () => {
      await vscode.workspace.fs.createDirectory(uri);
    },
    remove: async () => {
      await vscode.workspace.fs.delete(uri, { recursive: true });
    },
  };
}
