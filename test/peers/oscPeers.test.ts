/** The built bridge with programs of others that speak OSC. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import * as protocol from '../../bridge/protocol/bridge.ts';
import { openUdpPeer, startBridge } from '../integration/bridge/bridgeProcess.ts';
import { until } from '../integration/sidecar/sidecarProcess.ts';
import { conformance } from '../unit/bridge/osc/conformance.ts';
import { freeUdpPort, startProgram } from './oscPrograms.ts';
import { describeWithPeer } from './peers.ts';
import type { RunningBridge } from '../integration/bridge/bridgeProcess.ts';
import type { ForeignProgram } from './oscPrograms.ts';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function bridgeTo(port: number): Promise<{ bridge: RunningBridge; port: number }> {
  const bridge = await startBridge();
  closers.push(() => bridge.stop());
  const peers = [{ host: '127.0.0.1', port }];
  const state = await bridge.connection.sendRequest(protocol.connectRequest, { port: 0, peers });
  return { bridge, port: state.port };
}

function start(program: string, args: readonly string[]): ForeignProgram {
  const started = startProgram(program, args);
  closers.push(() => started.end());
  return started;
}

/** What follows the time in the lines of oscdump that have an address. */
function dumped(program: ForeignProgram, address: string): string[] {
  return program.lines().flatMap((line) => {
    const at = line.indexOf(`${address} `);
    return at < 0 ? [] : [line.slice(at + address.length + 1).trim()];
  });
}

describeWithPeer('oscdump', 'oscdump of liblo', () => {
  it('reads every type that we write', async () => {
    const port = await freeUdpPort();
    const dump = start('oscdump', ['-L', String(port)]);
    const peer = await openUdpPeer();
    closers.push(() => peer.close());
    const knock = (): boolean => {
      peer.say({ address: '/knock', args: [] }, port);
      return dump.lines().some((line) => line.includes('/knock'));
    };
    await until(knock, 10_000);
    // liblo knows no arrays.
    const rows = conformance.filter(({ packet, what }) => 'address' in packet && !what.startsWith('['));
    for (const { packet } of rows) peer.say(packet, port);
    const types = rows.map(({ packet }) =>
      'args' in packet ? packet.args.map(({ type }) => type).join('') : '',
    );
    await vi.waitFor(
      () => {
        expect(dumped(dump, '/a').map((line) => line.split(' ', 1)[0])).toEqual(types);
      },
      { timeout: 10_000 },
    );
    const lines = dumped(dump, '/a');
    expect(lines).toContain('i -2147483648');
    expect(lines).toContain('f 1.000000');
    expect(lines).toContain('s "é☃𝄞"');
    expect(lines).toContain('h 9007199254740993');
    expect(lines).toContain('d 0.100000');
    expect(lines.some((line) => line.startsWith('TFNI'))).toBe(true);
  });

  it('hears attributes of the bridge with their types, at their time', async () => {
    const port = await freeUdpPort();
    const dump = start('oscdump', ['-L', String(port)]);
    const { bridge } = await bridgeTo(port);
    let tension = 0;
    const hears = async (): Promise<void> => {
      tension = tension === 0.25 ? 0.75 : 0.25;
      const values = { tension, key: 'D minor' };
      await bridge.connection.sendRequest(protocol.setAttributesRequest, { values });
      await new Promise((resolve) => setTimeout(resolve, 50));
      expect(dumped(dump, '/leitmotif/attribute/tension')).toContain(`f ${tension.toFixed(6)}`);
    };
    await vi.waitFor(hears, { timeout: 10_000 });
  });
});

/** Tension that Pd hears comes back as density in a bundle that Pd builds byte by byte, as 1 − tension. */
function patch(receive: number, send: number): string {
  const head = '35 98 117 110 100 108 101 0 0 0 0 0 0 0 0 1 0 0 0';
  const objects = [
    `netreceive -u -b ${String(receive)} 127.0.0.1`,
    'oscparse',
    'list trim',
    'route leitmotif',
    'route attribute',
    'route tension',
    'expr 1 - \\$f1',
    'oscformat leitmotif attribute density',
    't l l',
    'list length',
    `list prepend ${head}`,
    'list prepend',
    'list prepend send',
    'list trim',
    'netsend -u -b',
    'loadbang',
  ];
  const connections = [
    ...[0, 1, 2, 3, 4, 5, 6, 7].map((from) => [from, 0, from + 1, 0]),
    [8, 1, 9, 0],
    [9, 0, 10, 0],
    [10, 0, 11, 1],
    [8, 0, 11, 0],
    [11, 0, 12, 0],
    [12, 0, 13, 0],
    [13, 0, 14, 0],
    [15, 0, 16, 0],
    [16, 0, 14, 0],
  ];
  return [
    '#N canvas 0 0 600 600 10;',
    ...objects.map((text, i) => `#X obj 20 ${String(20 + 25 * i)} ${text};`),
    `#X msg 200 20 connect 127.0.0.1 ${String(send)};`,
    ...connections.map((ends) => `#X connect ${ends.join(' ')};`),
    '',
  ].join('\n');
}

describeWithPeer('pd', 'Pure Data', () => {
  it('hears our bundles, and its own come back', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'leitmotif-pd-'));
    closers.push(() => {
      rmSync(folder, { recursive: true, force: true });
    });
    const port = await freeUdpPort();
    const { bridge, port: ours } = await bridgeTo(port);
    const file = join(folder, 'echo.pd');
    writeFileSync(file, patch(port, ours));
    const pd = start('pd', ['-nogui', '-noaudio', '-nomidi', '-stderr', file]);
    let tension = 0;
    const origins: string[] = [];
    bridge.connection.onNotification(protocol.attributesChanged, ({ changes }) => {
      origins.push(...changes.filter(({ name }) => name === 'density').map(({ origin }) => origin));
    });
    const answers = async (): Promise<void> => {
      tension = tension === 0.25 ? 0.125 : 0.25;
      await bridge.connection.sendRequest(protocol.setAttributesRequest, { values: { tension } });
      await new Promise((resolve) => setTimeout(resolve, 100));
      const { values } = await bridge.connection.sendRequest(protocol.listAttributesRequest);
      expect(values.density, pd.lines().join('\n')).toBe(1 - tension);
    };
    await vi.waitFor(answers, { timeout: 15_000 });
    expect(origins.at(-1)).toMatch(/^osc:127\.0\.0\.1:\d+$/);
    const { osc } = await bridge.connection.sendRequest(protocol.statusRequest);
    expect(osc).toMatchObject({ malformed: 0, foreign: 0, refused: 0 });
  });
});

/** The part of osc-js that is used here; its own types do not fit Node's module resolution. */
interface OscJs {
  open(options?: { port?: number; host?: string }): void;
  close(): void;
  send(packet: unknown): void;
  on(address: string, hear: (message: { address: string; args: unknown[]; types: string }) => void): number;
  on(event: 'open', hear: () => void): number;
}
interface OscJsClass {
  new (options: { plugin: unknown; discardLateMessages?: boolean }): OscJs;
  DatagramPlugin: new (options: unknown) => unknown;
  Message: new (address: string, ...args: unknown[]) => unknown;
  Bundle: new (messages: unknown[], timestamp?: number) => unknown;
}
const OSC = createRequire(import.meta.url)('osc-js') as OscJsClass;

describe('osc-js', () => {
  it('hears what the editor sets, and sets attributes by messages and bundles', async () => {
    const port = await freeUdpPort();
    const { bridge, port: ours } = await bridgeTo(port);
    const open = { host: '127.0.0.1', port };
    const plugin = new OSC.DatagramPlugin({ open, send: { host: '127.0.0.1', port: ours } });
    const osc = new OSC({ plugin });
    const heard: unknown[] = [];
    osc.on('/leitmotif/attribute/tempo', ({ types, args }) => heard.push([types, ...args]));
    const opened = new Promise<void>((resolve) => {
      osc.on('open', resolve);
    });
    osc.open();
    await opened;
    closers.push(() => {
      osc.close();
    });
    await bridge.connection.sendRequest(protocol.setAttributesRequest, { values: { tempo: 93.5 } });
    await vi.waitFor(
      () => {
        expect(heard).toContainEqual([',f', 93.5]);
      },
      { timeout: 5000 },
    );
    osc.send(new OSC.Message('/leitmotif/attribute/tension', 0.75));
    osc.send(
      new OSC.Bundle(
        [
          new OSC.Message('/leitmotif/attribute/key', 'D minor'),
          // It sends 1.0 as an integer, which is taken.
          new OSC.Message('/leitmotif/attribute/valence', 1.0),
        ],
        Date.now() + 50,
      ),
    );
    const arrived = async (): Promise<void> => {
      const { values } = await bridge.connection.sendRequest(protocol.listAttributesRequest);
      expect([values.tension, values.key, values.valence]).toEqual([0.75, 'D minor', 1]);
    };
    await vi.waitFor(arrived, { timeout: 5000 });
  });
});
