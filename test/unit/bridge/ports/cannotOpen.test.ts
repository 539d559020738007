/** Ports that another program has: real sockets of a real process, and every door of the bridge names it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as protocol from '../../../../bridge/protocol/bridge.ts';
import { RtpMidiSession } from '../../../../bridge/midi/rtpMidiSession.ts';
import { cannotOpen } from '../../../../bridge/ports/cannotOpen.ts';
import { portOwner } from '../../../../bridge/ports/portOwner.ts';
import { joinDaw } from '../../../../bridge/host/dawPart.ts';
import { LeitmotifError } from '../../../../bridge/protocol/errors.ts';
import { openBridge } from '../../../contract/bridgeInMemory.ts';
import { ListenHouse } from '../../../integration/bridge/listenHouse.ts';
import type { ChildProcess } from 'node:child_process';
import type { BridgeFault } from '../../../../bridge/protocol/bridge.ts';
import type { BridgeInMemory } from '../../../contract/bridgeInMemory.ts';

/** Holds a UDP port, and the TCP port of its own, until it is ended. */
const holder = `
  const udp = require('node:dgram').createSocket('udp4');
  const tcp = require('node:net').createServer();
  udp.bind(0, '127.0.0.1', () => tcp.listen(0, '127.0.0.1', () => console.log(udp.address().port, tcp.address().port)));
`;

let child: ChildProcess;
let [udp, tcp] = [0, 0];
let bridge: BridgeInMemory;
beforeAll(async () => {
  child = spawn(process.execPath, ['-e', holder], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(child.stdout!, 'data')) as [Buffer];
  [udp = 0, tcp = 0] = line.toString().trim().split(' ').map(Number);
  bridge = await openBridge();
  joinDaw(bridge.desk);
});
afterAll(async () => {
  await bridge.close();
  child.kill('SIGKILL');
  await once(child, 'exit');
});

/** What a request ends in. */
async function faultOf(asked: Promise<unknown>): Promise<BridgeFault> {
  const error = await asked.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof LeitmotifError) return error.toJSON();
  return (error as { data: BridgeFault }).data;
}

describe.runIf(process.platform === 'linux')('a port that another program has', () => {
  it('is found by its kind alone, and only while that program has it', async () => {
    const owner = { pid: child.pid, name: expect.stringMatching(/node|Main/) as string };
    expect(await portOwner('udp', udp)).toEqual(owner);
    expect(await portOwner('tcp', tcp)).toEqual(owner);
    expect(await portOwner('tcp', udp)).toBeUndefined();
    expect(await portOwner('udp', tcp)).toBeUndefined();
  });

  it.each([
    ['connect', () => ask('osc'), () => udp, 'OSC is heard'],
    ['daw/connect', () => ask('daw'), () => udp, 'the DAW answers'],
    ['oscquery/switch', () => ask('query'), () => tcp, 'OSCQuery answers'],
    ['RTP-MIDI', () => RtpMidiSession.open({ name: 'x', port: udp, peers: [] }), () => udp, 'RTP-MIDI'],
    [
      'RTP-MIDI, its port of data',
      () => RtpMidiSession.open({ name: 'x', port: udp - 1, peers: [] }),
      () => udp,
      'RTP-MIDI',
    ],
    ['the WebSocket', () => ListenHouse.start({ port: tcp }), () => tcp, 'monitor page'],
  ] as const)('is named by %s', async (_, asked, port, use) => {
    const { code, what, next, subject } = await faultOf(asked());
    expect(code).toBe('port-in-use');
    expect(what).toContain(`port ${port()}`);
    expect(what).toContain(use);
    expect(what).toContain(`(${child.pid})`);
    expect(subject).toBe(`127.0.0.1:${port()}`);
    expect(next).toMatch(/^End that program, or .*port/);
  });

  it('is said to be ours where we have it ourselves', async () => {
    const peers = [{ host: '127.0.0.1', port: 9 }];
    const { port } = await bridge.client.sendRequest(protocol.connectRequest, { port: 0, peers });
    const fault = await faultOf(RtpMidiSession.open({ name: 'x', port, peers: [] }));
    expect(fault.what).toContain('bridge itself');
  });
});

it('says what else may be wrong', async () => {
  const wanted = { kind: 'tcp', address: '127.0.0.1', port: 80, use: 'x', change: 'y' } as const;
  const refused = await cannotOpen(wanted, Object.assign(new Error('no'), { code: 'EACCES' }));
  expect(refused).toMatchObject({ code: 'not-available', next: 'Choose a port from 1024 on' });
  const odd = await cannotOpen(wanted, 'nothing that was foreseen');
  expect(odd).toMatchObject({ code: 'not-available' });
});

function ask(what: 'osc' | 'daw' | 'query'): Promise<unknown> {
  const { client } = bridge;
  const peers = [{ host: '127.0.0.1', port: 9 }];
  switch (what) {
    case 'osc':
      return client.sendRequest(protocol.connectRequest, { port: udp, peers });
    case 'daw':
      return client.sendRequest(protocol.connectDawRequest, { daw: 'bitwig', answersAt: udp });
    case 'query':
      return client.sendRequest(protocol.oscQueryRequest, { on: true, port: tcp });
  }
}
