import { strict as assert } from 'node:assert';
import { execFileSync } from 'node:child_process';
import * as vscode from 'vscode';
import { untilTrue } from '../editor/untilTrue.ts';
import { extensionApi } from './extensionApi.ts';
import { testFolder } from './testFolder.ts';
import type { LeitmotifApi } from '../../../extension/extension.ts';

const windows = process.platform === 'win32';

/** Numbers of running processes whose command line has the text; zombies are not running. */
function running(text: string): number[] {
  return execFileSync('ps', ['-eo', 'pid=,stat=,args='], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes(text) && !/^\s*\d+\s+Z/.test(line))
    .map((line) => Number(/^\s*(\d+)/.exec(line)?.[1]));
}

(windows ? describe.skip : describe)('the sidecar in its host', () => {
  let api: LeitmotifApi;
  const folder = testFolder('sidecar');
  const settings = vscode.workspace.getConfiguration('leitmotif');

  before(async () => {
    api = await extensionApi();
    await folder.make();
  });

  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await folder.remove();
  });

  async function pid(): Promise<number> {
    const number = await api.sidecar.pid();
    assert.ok(number);
    return number;
  }

  const compose = (caption: string) =>
    vscode.commands.executeCommand<vscode.Uri | undefined>('leitmotif.composeFromCaption', caption);

  it('runs on a Node of its own, not in the editor', async () => {
    await vscode.commands.executeCommand('leitmotif.restartSidecar');
    assert.equal(api.sidecar.status.state, 'ready');
    assert.notEqual(await pid(), process.pid);
  });

  it('is killed amid composing: the cue stays, the finished take stays, and the next one is made', async () => {
    const uri = await compose('slow strings, 6 seconds');
    assert.ok(uri);
    const session = await api.sessions.open(uri);
    assert.equal(session.state.takes.length, 1);
    const document = await vscode.workspace.openTextDocument(uri);
    const before = document.getText();
    const composing = session.compose({ newSeed: true });
    await untilTrue('the sidecar works', () => api.sidecar.status.state === 'busy');
    const killed = await pid();
    process.kill(killed, 'SIGKILL');
    await assert.rejects(composing, { code: 'sidecar-ended' });
    assert.equal(session.state.job, undefined, 'no spinner turns');
    assert.equal(session.state.lastFault?.code, 'sidecar-ended');
    assert.equal(document.getText(), before);
    await untilTrue('another one runs', () => api.sidecar.status.state === 'ready');
    assert.notEqual(await pid(), killed);
    await session.compose({ newSeed: true });
    assert.equal(session.state.takes.filter(({ fault }) => fault === undefined).length, 2);
  });

  it('hangs: the watchdog ends it and another one comes', async () => {
    await vscode.commands.executeCommand('leitmotif.refreshPacks');
    const hung = await pid();
    process.kill(hung, 'SIGSTOP');
    await assert.rejects(api.sidecar.packsList(), { code: 'sidecar-ended' });
    await untilTrue('another one runs', () => api.sidecar.status.state === 'ready');
    assert.notEqual(await pid(), hung);
  });

  it('ends when idle, leaves nothing behind, and comes back', async () => {
    await settings.update('idleMinutes', 0.002, vscode.ConfigurationTarget.Global);
    try {
      await api.sidecar.packsList();
      await untilTrue('it has ended', () => api.sidecar.status.state === 'off');
      await untilTrue('no process is left', () => running('dist/sidecar.js --stdio').length === 0);
      assert.deepEqual(running('dist/takeChild.js'), []);
      assert.deepEqual(running('dist/perceptionChild.js'), []);
    } finally {
      await settings.update('idleMinutes', undefined, vscode.ConfigurationTarget.Global);
    }
    assert.ok((await api.sidecar.packsList()).packs.length > 2);
  });

  it('does not start with a Node that is none, and says which', async () => {
    await settings.update('nodePath', folder.file('no-node').fsPath, vscode.ConfigurationTarget.Global);
    try {
      await untilTrue('it has ended', () => api.sidecar.status.state === 'off');
      await assert.rejects(api.sidecar.packsList(), {
        code: 'runtime-unavailable',
        subject: folder.file('no-node').fsPath,
      });
    } finally {
      await settings.update('nodePath', undefined, vscode.ConfigurationTarget.Global);
    }
    assert.ok((await api.sidecar.packsList()).packs.length > 2);
  });
});
