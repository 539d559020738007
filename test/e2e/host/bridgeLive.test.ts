/** What a DAW moves, leads and says, and what is performed: with a real bridge, and a UDP socket that speaks as AbletonOSC does. */
import { strict as assert } from 'node:assert';
import { createSocket } from 'node:dgram';
import { setTimeout as pause } from 'node:timers/promises';
import * as vscode from 'vscode';
import { decodeOsc, encodeOsc } from '../../../bridge/osc/oscCodec.ts';
import { untilTrue } from '../editor/untilTrue.ts';
import { extensionApi } from './extensionApi.ts';
import { testFolder } from './testFolder.ts';
import type { Socket } from 'node:dgram';
import type { OscArgument } from '../../../bridge/osc/oscPacket.ts';
import type { ParameterMapping } from '../../../bridge/protocol/parameterMapping.ts';
import type { CueSession } from '../../../extension/cue/cueSessions.ts';
import type { LeitmotifApi } from '../../../extension/extension.ts';

const run = <T>(command: string, ...given: unknown[]): Thenable<T | undefined> =>
  vscode.commands.executeCommand<T | undefined>(command, ...given);

const written = {
  leitmotif: 1,
  conditions: [{ kind: 'caption', id: 'caption', text: 'calm piano' }],
  attributes: { seconds: 12, tempo: 90 },
  sections: [{ id: 'chase', label: 'Chase', start: 0 }],
  seed: 7,
};

describe('the bridge, live', () => {
  let api: LeitmotifApi;
  let live: Socket;
  const folder = testFolder('bridge-live');

  before(async () => {
    api = await extensionApi();
    await folder.make();
    live = createSocket('udp4');
    live.on('message', (bytes, { port }) => {
      const packet = decodeOsc(bytes);
      if ('address' in packet && packet.address === '/live/test')
        live.send(
          encodeOsc({ address: '/live/test', args: [{ type: 's', value: 'ok' }] }),
          port,
          '127.0.0.1',
        );
    });
    await new Promise<void>((resolve) => live.bind(0, '127.0.0.1', resolve));
  });

  after(async () => {
    await run('leitmotif.stopPerforming');
    await run('leitmotif.disconnectDaw');
    await run('workbench.action.closeAllEditors');
    await folder.remove();
    live.close();
  });

  const say = (address: string, ...given: (number | string)[]): void => {
    const args = given.map((value): OscArgument =>
      typeof value === 'string' ? { type: 's', value } : { type: 'f', value },
    );
    live.send(encodeOsc({ address, args }), api.bridge.view.status?.daw?.answersAt ?? 1, '127.0.0.1');
  };
  const values = async (): Promise<Record<string, unknown>> => (await api.bridge.listAttributes()).values;
  const text = async (uri: vscode.Uri): Promise<string> =>
    (await vscode.workspace.openTextDocument(uri)).getText();
  const labels = (): string[] =>
    api.daw.getChildren().map(({ label, description = '' }) => `${label}: ${description}`);

  async function cue(name: string): Promise<CueSession> {
    const uri = folder.file(name);
    await vscode.workspace.fs.writeFile(
      uri,
      new TextEncoder().encode(`${JSON.stringify(written, undefined, 2)}\n`),
    );
    await run('vscode.openWith', uri, 'leitmotif.cue');
    return api.sessions.open(uri);
  }

  it('connects to what answers as Live does, with its inbox in the workspace', async () => {
    await run('leitmotif.connectDaw', {
      daw: { daw: 'ableton', hears: live.address().port, answersAt: 0, inbox: folder.file('inbox').fsPath },
    });
    assert.match(labels()[0] ?? '', /^Ableton Live.*: answers$/);
  });

  it('learns the parameter that is moved, with the curve that was chosen, and moves the attribute', async () => {
    const learning = run<ParameterMapping>('leitmotif.mapDawParameter', 'tension', {
      output: { from: 0.5, to: 1 },
      input: { from: 0, to: 1 },
      curve: 'linear',
    });
    const moving = setInterval(() => {
      say('/live/device/get/parameter/value', 0, 1, 5, 0.25);
    }, 50);
    const mapping = await learning;
    clearInterval(moving);
    assert.deepEqual(mapping?.source, {
      kind: 'osc',
      address: '/live/device/get/parameter/value',
      given: [0, 1, 5],
    });
    say('/live/device/get/parameter/value', 0, 1, 5, 1);
    await untilTrue('the attribute went to its end', async () => (await values()).tension === 1);
    assert.ok(labels().includes('Mappings: 1'));
  });

  it('sets the mapping again in another bridge, and keeps it without a line', async () => {
    await run('leitmotif.restartBridge');
    assert.deepEqual(
      (await api.bridge.listMappings()).map(({ id }) => id),
      ['tension 1'],
    );
    say('/live/device/get/parameter/value', 0, 1, 5, 0);
    await untilTrue('it moves the attribute', async () => (await values()).tension === 0.5);
    const { mappings } = api.bridge.view.remembered;
    assert.equal(mappings?.length, 1);
  });

  it('gives up learning when it is asked to, and maps nothing', async () => {
    const learning = run('leitmotif.mapDawParameter', 'density', { curve: 'slow' });
    await pause(500);
    await api.bridge.learn({ attribute: 'density', within: 100 }).catch(() => undefined);
    assert.equal(await learning, undefined);
    assert.equal((await api.bridge.listMappings()).length, 1);
  });

  it('removes the mapping by its line in the view', async () => {
    const line = api.daw.getChildren().find(({ label }) => label === 'Mappings')?.children?.[0];
    assert.equal(line?.label, 'Tension 0.5…1');
    await run('leitmotif.removeMapping', line);
    assert.deepEqual(await api.bridge.listMappings(), []);
    assert.equal(api.bridge.view.remembered.mappings, undefined);
  });

  it('takes tempo, meter, key, loop range and locators into the cue, in one step of undo', async () => {
    const session = await cue('conditions.leitmotif');
    const before = await text(session.uri);
    say('/live/song/get/tempo', 120);
    say('/live/song/get/signature_numerator', 3);
    say('/live/song/get/signature_denominator', 4);
    say('/live/song/get/root_note', 2);
    say('/live/song/get/scale_name', 'Dorian');
    say('/live/song/get/loop', 1);
    say('/live/song/get/loop_start', 12);
    say('/live/song/get/loop_length', 48);
    say('/live/song/get/cue_points', 'Verse', 12, 'Bridge', 36);
    say('/live/song/get/current_song_time', 18);
    await untilTrue(
      'all of it was heard',
      async () => (await api.bridge.refresh()).daw?.state.position?.quarters === 18,
    );
    const all = ['tempo', 'meter', 'key', 'bars', 'sections', 'hit'];
    assert.deepEqual(await run('leitmotif.takeDawConditions', session.uri, all), all);
    const taken = session.state.cue;
    assert.deepEqual(taken?.attributes, { tempo: 120, meter: '3/4', key: 'D dorian', bars: 16 });
    assert.deepEqual(
      taken.sections.map(({ label, start, bars }) => [label, start, bars]),
      [
        ['Verse', 0, 8],
        ['Bridge', 12, 8],
      ],
    );
    assert.deepEqual(
      taken.hits.map(({ label, seconds }) => [label, seconds]),
      [['Playhead of Ableton Live (AbletonOSC)', 3]],
    );
    await run('undo');
    await untilTrue('one undo took all of it back', async () => (await text(session.uri)) === before);
    await (await vscode.workspace.openTextDocument(session.uri)).save();
  });

  it('lets the DAW lead, and remembers it', async () => {
    const state = await run<{ lead: string; limits: string[] }>('leitmotif.chooseLead', 'daw');
    assert.equal(state?.lead, 'daw');
    assert.match(state.limits.join(' '), /sources only/);
    say('/live/song/get/tempo', 88);
    await untilTrue('its tempo holds', async () => (await api.bridge.refresh()).transport.tempo === 88);
    assert.equal(api.bridge.view.remembered.lead, 'daw');
    await run('leitmotif.chooseLead', 'free');
  });

  it('performs a cue, queues one of its sections, and hears its attributes', async () => {
    const session = await cue('perform.leitmotif');
    await run('leitmotif.performCue', session.uri, { changes: 'bar', leads: 'bridge' });
    await untilTrue('it performs', () => api.bridge.view.status?.performance?.section !== undefined);
    assert.equal(await run('leitmotif.queueSection', 'Chase'), 'Chase');
    assert.ok(labels().some((label) => /^Performing: .*, then Chase$/.test(label)));
    await session.apply({ kind: 'set-attribute', name: 'brightness', value: 0.125 });
    await untilTrue('the slider is heard', async () => (await values()).brightness === 0.125);
    assert.doesNotMatch(await text(session.uri), /brightness/);
    await untilTrue('the panel shows it', () => session.state.live?.brightness === 0.125);
    assert.equal(session.state.job, undefined);
    assert.equal(session.state.draft, undefined);
    await untilTrue('the section sounds', () => api.bridge.view.status?.performance?.section === 'Chase');
  });

  it('is killed in the middle: it is said, and it runs again', async () => {
    const killed = await api.bridge.pid();
    assert.ok(killed);
    process.kill(killed, 'SIGKILL');
    await untilTrue('another one runs', async () => {
      const now = await api.bridge.pid();
      return now !== undefined && now !== killed && api.bridge.view.process.state === 'ready';
    });
    assert.ok(labels().includes('The bridge ended by itself while it performed: the performance'));
    assert.equal((await api.bridge.refresh()).performance, undefined);
    assert.equal(await run('leitmotif.queueSection', 'A'), undefined);
    const session = await api.sessions.open(folder.file('perform.leitmotif'));
    await run('leitmotif.performCue', session.uri, { changes: 'bar', leads: 'bridge' });
    await untilTrue('it performs again', () => api.bridge.view.status?.performance?.section !== undefined);
    await run('leitmotif.stopPerforming');
    await untilTrue('it has ended', () => api.bridge.view.status?.performance === undefined);
  });
});
