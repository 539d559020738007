import { strict as assert } from 'node:assert';
import * as vscode from 'vscode';

const identifier = 'leitmotif.leitmotif';

describe('the extension in its host', () => {
  it('is loaded from this checkout', () => {
    const extension = vscode.extensions.getExtension(identifier);
    assert.ok(extension, `${identifier} is not known to the host`);
  });

  it('has a workspace with the samples', async () => {
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(folder);
    const names = (await vscode.workspace.fs.readDirectory(folder.uri)).map(([name]) => name);
    assert.ok(names.includes('harbour.jpg'));
  });
});
