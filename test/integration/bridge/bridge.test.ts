/** The built bridge as a process of its own: how it works and how it ends. */
import { spawn } from 'node:child_process';
import { afterEach, describe, expect, it, vi } from 'vitest';
import * as protocol from '../../../bridge/protocol/bridge.ts';
import { SystemTime } from '../../../bridge/transport/systemTime.ts';
import { isRunning, until } from '../sidecar/sidecarProcess.ts';
import { bridgeProgram, openUdpPeer, spawnBridge, startBridge } from './bridgeProcess.ts';
import type { RunningBridge, UdpPeer } from './bridgeProcess.ts';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function start(): Promise<RunningBridge> {
  const bridge = await startBridge();
  closers.push(() => bridge.process.kill('SIGKILL'));
  return bridge;
}

async function connected(): Promise<{ bridge: RunningBridge; peer: UdpPeer; port: number }> {
  const [bridge, peer] = [await start(), await openUdpPeer()];
  closers.push(() => peer.close());
  const { port } = await bridge.connection.sendRequest(protocol.connectRequest, {
    port: 0,
    peers: [{ host: '127.0.0.1', port: peer.port }],
  });
  return { bridge, peer, port };
}

describe('a bridge', () => {
  it('opens, answers, and ends in order', async () => {
    const bridge = await start();
    expect(bridge.initialized).toMatchObject({ protocolVersion: 1, pid: bridge.process.pid });
    expect(bridge.initialized.version).toMatch(/^\d+\.\d+\.\d+/);
    await bridge.stop();
    expect(await bridge.exited).toBe(0);
  });

  it('takes attributes and sends them, with the times of their bundles', async () => {
    const { bridge, peer, port } = await connected();
    const time = new SystemTime();
    const changed: { at: number; names: string[] }[] = [];
    bridge.connection.onNotification(protocol.attributesChanged, ({ changes }) => {
      changed.push({ at: performance.now(), names: changes.map(({ name }) => name) });
    });
    const at = performance.now() + 300;
    const set = (name: string, value: number) => ({
      address: `/leitmotif/attribute/${name}`,
      args: [{ type: 'f', value } as const],
    });
    peer.say({ timetag: time.timetagAt(at), elements: [set('tension', 0.5), set('density', 0.25)] }, port);
    peer.say({ timetag: time.timetagAt(at), elements: [set('tension', 0.75)] }, port);
    await vi.waitFor(
      () => {
        expect(changed).toHaveLength(1);
      },
      { timeout: 5000 },
    );
    expect(changed[0]!.names.sort()).toEqual(['density', 'tension']);
    // Another process, another origin of performance.now(): a few milliseconds between the two.
    expect(changed[0]!.at).toBeGreaterThan(at - 5);
    const { values } = await bridge.connection.sendRequest(protocol.listAttributesRequest);
    expect([values.tension, values.density]).toEqual([0.75, 0.25]);
  });

  it('tells beats ahead, evenly spaced to a fraction of a millisecond', async () => {
    const { bridge, peer } = await connected();
    const time = new SystemTime();
    await bridge.connection.sendRequest(protocol.setAttributesRequest, { values: { tempo: 240 } });
    await bridge.connection.sendRequest(protocol.transportRequest, { action: 'play' });
    const beats = (): { due: number; at: number }[] =>
      peer.heard.flatMap(({ packet, at }) =>
        'elements' in packet &&
        packet.elements.length === 1 &&
        'address' in packet.elements[0]! &&
        packet.elements[0].address === '/leitmotif/position'
          ? [{ due: time.msAt(packet.timetag), at }]
          : [],
      );
    await until(() => beats().length >= 9, 20_000);
    const dues = beats().map(({ due }) => due);
    dues.slice(1).forEach((due, i) => {
      expect(due - dues[i]!).toBeCloseTo(250, 0);
    });
  });

  it('lives through garbage on its port', async () => {
    const { bridge, peer, port } = await connected();
    for (let i = 0; i < 2000; i++) {
      peer.say(
        Uint8Array.from({ length: (i * 7) % 200 }, (_, at) => (i * at * 31) & 0xff),
        port,
      );
      if (i % 100 === 0) await bridge.connection.sendRequest(protocol.bridgePing);
    }
    const { osc } = await bridge.connection.sendRequest(protocol.statusRequest);
    expect(osc.malformed).toBeGreaterThan(100);
    await bridge.stop();
    expect(await bridge.exited).toBe(0);
  });
});

describe('the end of a bridge', () => {
  it.each([
    ['garbage', Buffer.from('GET / HTTP/1.1\r\n\r\n')],
    ['a length that is too long', Buffer.from('Content-Length: 99999999\r\n\r\n')],
  ])('comes with %s', async (_what, bytes) => {
    const child = spawnBridge();
    closers.push(() => child.kill('SIGKILL'));
    const exited = new Promise((resolve) => child.once('exit', resolve));
    child.stdin!.on('error', () => undefined);
    child.stdin!.write(bytes);
    expect(await exited).toBe(1);
  });

  it('comes with the end of its input, and with SIGTERM', async () => {
    const [one, two] = [await start(), await start()];
    one.process.stdin!.end();
    two.process.kill('SIGTERM');
    expect(await one.exited).toBe(1);
    expect(await two.exited).toBe(0);
  });

  it('comes with the death of its parent', async () => {
    // A parent that holds the bridge's input open elsewhere, so that only its death can be noticed.
    const script = `
      const { spawn } = require('node:child_process');
      const child = spawn(process.execPath, [${JSON.stringify(bridgeProgram)}, '--stdio'], { stdio: ['inherit', 'ignore', 'ignore'] });
      console.log(child.pid);
      setInterval(() => undefined, 1000);`;
    const parent = spawn(process.execPath, ['-e', script], { stdio: ['pipe', 'pipe', 'inherit'] });
    const pid = Number(await new Promise<Buffer>((resolve) => parent.stdout.once('data', resolve)));
    closers.push(() => {
      parent.stdin.end();
      if (isRunning(pid)) process.kill(pid, 'SIGKILL');
    });
    expect(isRunning(pid)).toBe(true);
    parent.kill('SIGKILL');
    await until(() => !isRunning(pid), 10_000);
    expect(isRunning(pid)).toBe(false);
  });
});
