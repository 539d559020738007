import { strict as assert } from 'node:assert';
import { execFileSync, spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import * as vscode from 'vscode';
import { describeWithPeer } from '../../peers/mochaPeers.ts';
import { untilTrue } from '../editor/untilTrue.ts';
import { extensionApi } from './extensionApi.ts';
import type { ChildProcess } from 'node:child_process';
import type { LineReport } from '../../../bridge/protocol/daw.ts';
import type { LeitmotifApi } from '../../../extension/extension.ts';

const run = <T>(command: string, ...given: unknown[]): Thenable<T | undefined> =>
  vscode.commands.executeCommand<T | undefined>(command, ...given);

/** A UDP port that was free a moment ago. */
async function freePort(): Promise<number> {
  const socket = createSocket('udp4');
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  const { port } = socket.address();
  await new Promise<void>((resolve) => {
    socket.close(resolve);
  });
  return port;
}

describeWithPeer('oscdump', 'the bridge in its host', () => {
  let api: LeitmotifApi;
  let peer: ChildProcess;
  let peerPort: number;
  let heard = '';

  before(async () => {
    api = await extensionApi();
    peerPort = await freePort();
    peer = spawn('oscdump', ['-L', String(peerPort)], { stdio: ['ignore', 'pipe', 'ignore'] });
    peer.stdout?.on('data', (text: Buffer) => (heard += text.toString()));
    peer.on('error', () => undefined);
  });

  after(async () => {
    await run('leitmotif.disconnectDaw');
    peer.kill();
  });

  const ours = (): number => api.bridge.view.status?.connection?.port ?? 0;
  const say = (address: string, ...given: string[]): void => {
    execFileSync('oscsend', ['localhost', String(ours()), address, ...given]);
  };
  const labels = (): string[] =>
    api.daw.getChildren().map((node) => `${node.label}: ${node.description ?? ''}`);

  async function pid(): Promise<number> {
    const number = await api.bridge.pid();
    assert.ok(number);
    return number;
  }

  it('starts nothing while nothing is connected', () => {
    assert.equal(api.bridge.view.process.state, 'off');
    assert.deepEqual(labels(), []);
  });

  it('Connect DAW opens a line to a program that speaks OSC, tests it, and both hear each other', async () => {
    const report = await run<LineReport>('leitmotif.connectDaw', {
      osc: { port: 0, peers: [{ host: '127.0.0.1', port: peerPort }] },
    });
    assert.equal(report?.title, 'OSC');
    await untilTrue('oscdump has heard the tempo', () => heard.includes('/leitmotif/attribute/tempo f '));
    say('/leitmotif/attribute/tension', 'f', '0.75');
    await untilTrue('the message was done', () => {
      void api.bridge.refresh();
      return (api.bridge.view.status?.osc.messages ?? 0) > 0;
    });
    const again = await run<LineReport>('leitmotif.testDawLine', 'quiet');
    assert.equal(again?.answers, true);
    assert.match(labels()[0] ?? '', /^OSC: 127\.0\.0\.1:\d+$/);
    assert.match(labels().at(-1) ?? '', /^Bar 1, beat 1: /);
  });

  it('is killed: the line is there again, and the program hears it', async () => {
    const killed = await pid();
    heard = '';
    process.kill(killed, 'SIGKILL');
    await untilTrue('another one runs', async () => (await api.bridge.pid()) !== killed);
    await untilTrue('it is connected again', () => ours() > 0 && api.bridge.view.process.state === 'ready');
    assert.notEqual(await pid(), killed);
    await untilTrue('oscdump hears the new one', () => heard.includes('/leitmotif/attribute/tempo f '));
  });

  it('OSCQuery answers while it is on, and its line is in the view', async () => {
    const url = await run<string>('leitmotif.switchOscQueryOn');
    assert.ok(url);
    const tree = (await (await fetch(url)).json()) as { FULL_PATH?: string };
    assert.equal(tree.FULL_PATH, '/');
    assert.ok(labels().some((label) => label === `OSCQuery: ${url}`));
    await run('leitmotif.switchOscQueryOff');
    await assert.rejects(fetch(url));
  });

  it('a port that is taken is said, and the old line stays', async () => {
    const before = ours();
    const refused = await run('leitmotif.connectDaw', {
      osc: { port: peerPort, peers: [{ host: '127.0.0.1', port: peerPort }] },
    });
    assert.equal(refused, undefined);
    assert.equal((await api.bridge.refresh()).connection?.port ?? before, before);
  });

  it('the list of programs is asked, and leaving it connects nothing', async () => {
    const asked = run('leitmotif.connectDaw');
    await untilTrue('the list is left', async () => {
      await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
      return Promise.race([
        asked.then(() => true),
        new Promise<boolean>((resolve) => setTimeout(resolve, 200, false)),
      ]);
    });
    assert.equal(await asked, undefined);
  });

  it('Disconnect DAW forgets the line, and all notes can be ended', async () => {
    await run('leitmotif.endAllNotes');
    await run('leitmotif.disconnectDaw');
    assert.deepEqual(api.bridge.view.remembered, {});
    assert.deepEqual(labels(), []);
  });
});
