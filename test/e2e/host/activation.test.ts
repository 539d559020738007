import { strict as assert } from 'node:assert';
import * as vscode from 'vscode';
import { extensionApi } from './extensionApi.ts';
import type { CommandId, Settings, ViewId } from '../../../extension/manifest/contributed.ts';

interface Manifest {
  contributes: {
    commands: { command: CommandId }[];
    views: Record<string, { id: ViewId }[]>;
    configuration: { properties: Record<string, { default: unknown }> };
  };
}

describe('activation', () => {
  it('starts no process and is quick', async () => {
    const { sidecar, bridge, activation } = await extensionApi();
    assert.equal(sidecar.status.state, 'off');
    assert.equal(bridge.view.process.state, 'off');
    // Sixty is promised on a quiet machine, and measured by the bench; here three times that is not to be missed.
    assert.ok(activation < 180, `activate took ${activation} ms`);
  });

  it('registers every command of the manifest', async () => {
    const extension = await extensionApi().then(() => vscode.extensions.getExtension('leitmotif.leitmotif'));
    assert.ok(extension);
    const { contributes } = extension.packageJSON as Manifest;
    const registered = new Set(await vscode.commands.getCommands(true));
    const missing = contributes.commands.map(({ command }) => command).filter((one) => !registered.has(one));
    assert.deepEqual(missing, []);
    const views = Object.values(contributes.views).flat();
    assert.deepEqual(
      views.map(({ id }) => `${id}.focus`).filter((one) => !registered.has(one)),
      [],
    );
  });

  it('reads settings as the manifest says', () => {
    const settings = vscode.workspace.getConfiguration('leitmotif');
    const seconds: Settings['seconds'] | undefined = settings.get('seconds');
    assert.equal(seconds, 30);
    assert.equal(settings.inspect('nodePath')?.defaultValue, '');
  });

  it('shows views that can be opened', async () => {
    for (const view of ['cues', 'daw', 'player']) {
      await vscode.commands.executeCommand(`leitmotif.${view}.focus`);
    }
  });
});
