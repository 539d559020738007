/** Our script put where a DAW looks for it, and a MIDI controller that is heard: with a real bridge, real files, and RTP-MIDI. */
import { strict as assert } from 'node:assert';
import { createSocket } from 'node:dgram';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { RtpMidiSession } from '../../../bridge/midi/rtpMidiSession.ts';
import { untilTrue } from '../editor/untilTrue.ts';
import { extensionApi } from './extensionApi.ts';
import { testFolder } from './testFolder.ts';
import type { DawScripts, MidiInputState } from '../../../bridge/protocol/bridge.ts';
import type { ParameterMapping } from '../../../bridge/protocol/parameterMapping.ts';
import type { LeitmotifApi } from '../../../extension/extension.ts';

const run = <T>(command: string, ...given: unknown[]): Thenable<T | undefined> =>
  vscode.commands.executeCommand<T | undefined>(command, ...given);

/** An even UDP port that was free a moment ago. */
async function freePair(): Promise<number> {
  for (;;) {
    const socket = createSocket('udp4');
    await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
    const { port } = socket.address();
    await new Promise<void>((resolve) => {
      socket.close(resolve);
    });
    if (port % 2 === 0 && port < 65_000) return port;
  }
}

describe('scripts and controllers', () => {
  let api: LeitmotifApi;
  let controller: RtpMidiSession;
  const folder = testFolder('bridge-tools');

  before(async () => {
    api = await extensionApi();
    await folder.make();
    controller = await RtpMidiSession.open({
      name: 'controller',
      port: await freePair(),
      peers: ['127.0.0.1'],
    });
  });

  after(async () => {
    await run('leitmotif.stopListeningToMidi');
    await run('leitmotif.disconnectDaw');
    await controller.close();
    await folder.remove();
  });

  const turn = (value: number): void => {
    controller.send({ type: 'controller', channel: 2, controller: 74, value });
  };

  it('Install DAW Script puts every file into the folder that was agreed to, and says what comes next', async () => {
    const scripts = folder.file('scripts').fsPath;
    const after = await run<DawScripts>('leitmotif.installDawScript', 'reaper', scripts);
    assert.equal(after?.isInstalled, true);
    assert.deepEqual(
      after.files.map(({ path, state }) => [path, state]),
      [[join(scripts, 'leitmotif_reaper.lua'), 'ours']],
    );
    assert.ok(after.next.length > 0);
    assert.match(readFileSync(join(scripts, 'leitmotif_reaper.lua'), 'utf8'), /leitmotif-installed/);
  });

  it('Remove DAW Script takes away what is ours, and leaves what a person wrote', async () => {
    const scripts = folder.file('scripts').fsPath;
    const file = join(scripts, 'leitmotif_reaper.lua');
    const ours = readFileSync(file, 'utf8');
    writeFileSync(file, `-- mine\n${ours}`);
    const left = await run<DawScripts>('leitmotif.removeDawScript', 'reaper', scripts);
    assert.equal(left?.files[0]?.state, 'changed');
    assert.match(left.next.join(' '), /Left as it is/);
    assert.equal(existsSync(file), true);
    writeFileSync(file, ours);
    await run('leitmotif.removeDawScript', 'reaper', scripts);
    assert.equal(existsSync(file), false);
  });

  it('the list of scripts is asked, and leaving it changes nothing', async () => {
    const asked = run('leitmotif.installDawScript');
    await untilTrue('the list is left', async () => {
      await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
      return Promise.race([
        asked.then(() => true),
        new Promise<boolean>((resolve) => setTimeout(resolve, 200, false)),
      ]);
    });
    assert.equal(await asked, undefined);
  });

  it('Listen to MIDI Controller hears it; its knob is learnt and moves the attribute', async () => {
    const state = await run<MidiInputState>('leitmotif.listenToMidi', { from: 'network' });
    assert.equal(state?.kind, 'network');
    controller.invite('127.0.0.1', 5004);
    await untilTrue('the bridge has joined', () => controller.peers.length === 1);
    const learning = run<ParameterMapping>('leitmotif.mapDawParameter', 'tension', {
      output: { from: 0, to: 1 },
      input: { from: 0, to: 127 },
      curve: 'linear',
    });
    let value = 0;
    const moving = setInterval(() => {
      turn((value = (value + 7) % 100));
    }, 50);
    const mapping = await learning;
    clearInterval(moving);
    assert.deepEqual(mapping?.source, { kind: 'midi', channel: 3, controller: 74 });
    turn(127);
    await untilTrue('the attribute is at its end', async () => {
      return (await api.bridge.listAttributes()).values.tension === 1;
    });
    const line = api.daw.getChildren().find(({ kind }) => kind === 'daw-midi-input');
    assert.match(line?.description ?? '', /\(network\)/);
  });

  it('is killed: the controller is heard again by the next one', async () => {
    const killed = await api.bridge.pid();
    assert.ok(killed);
    process.kill(killed, 'SIGKILL');
    await untilTrue('another one hears MIDI', async () => {
      const now = await api.bridge.pid();
      return now !== undefined && now !== killed && api.bridge.view.status?.midiInput !== undefined;
    });
    assert.deepEqual(
      (await api.bridge.listMappings()).map(({ id }) => id),
      ['tension 1'],
    );
  });

  it('Stop Listening to MIDI hears no more, and keeps the mapping', async () => {
    await run('leitmotif.stopListeningToMidi');
    assert.equal((await api.bridge.refresh()).midiInput, undefined);
    assert.equal(api.bridge.view.remembered.midiInput, undefined);
    await run('leitmotif.removeMapping', 'tension 1');
  });
});
