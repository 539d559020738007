/** DAWs through the conversation with the editor: listed, connected, told of, sent clips. */
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { joinDaw } from '../../bridge/host/dawPart.ts';
import * as protocol from '../../bridge/protocol/bridge.ts';
import { openUdpPeer } from '../integration/bridge/bridgeProcess.ts';
import { writeSampleTake } from '../unit/bridge/daw/sampleTake.ts';
import { connectBridge } from './bridgeInMemory.ts';
import type { BridgeInMemory } from './bridgeInMemory.ts';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function open(): Promise<BridgeInMemory & { folder: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'leitmotif-daw-'));
  closers.push(() => {
    rmSync(folder, { recursive: true });
  });
  const bridge = connectBridge();
  closers.push(bridge.close);
  joinDaw(bridge.desk);
  await bridge.client.sendRequest(protocol.bridgeInitialize, {
    protocolVersion: protocol.bridgeProtocolVersion,
    client: { name: 'test', version: '0' },
  });
  return { ...bridge, folder };
}

it('lists DAWs with what was run and what was read', async () => {
  const { client } = await open();
  const daws = await client.sendRequest(protocol.listDawsRequest);
  expect(daws.map(({ id, verified }) => [id, verified])).toEqual([
    ['ableton', 'sources'],
    ['reaper', 'sources'],
    ['bitwig', 'sources'],
    ['ardour', 'ran-here'],
    ['osc', 'ran-here'],
    ['midi', 'ran-here'],
  ]);
  for (const { abilities } of daws) expect(abilities).toHaveLength(10);
});

it('answers what the project says as conditions, and nothing without a DAW', async () => {
  const { client, folder } = await open();
  await expect(client.sendRequest(protocol.dawConditionsRequest)).rejects.toMatchObject({
    data: { code: 'not-available' },
  });
  const peer = await openUdpPeer();
  closers.push(() => peer.close());
  const asked = { daw: 'bitwig', hears: peer.port, answersAt: 0, inbox: folder } as const;
  const { answersAt } = await client.sendRequest(protocol.connectDawRequest, asked);
  peer.say({ address: '/tempo/raw', args: [{ type: 'f', value: 97.5 }] }, answersAt!);
  await vi.waitFor(async () => {
    const { attributes, sections } = await client.sendRequest(protocol.dawConditionsRequest);
    expect({ attributes, sections }).toEqual({ attributes: { tempo: 97.5 }, sections: [] });
  });
});

it('learns a parameter that the DAW moves over its line, and moves it back', async () => {
  const { client, folder } = await open();
  const peer = await openUdpPeer();
  closers.push(() => peer.close());
  const asked = { daw: 'bitwig', hears: peer.port, answersAt: 0, inbox: folder } as const;
  const { answersAt } = await client.sendRequest(protocol.connectDawRequest, asked);
  const move = (value: number): void => {
    peer.say({ address: '/track/1/volume', args: [{ type: 'f', value }] }, answersAt!);
  };
  const learning = client.sendRequest(protocol.learnRequest, { attribute: 'tension' });
  const moving = setInterval(move, 50, 0.25);
  closers.push(() => {
    clearInterval(moving);
  });
  const mapping = await learning;
  clearInterval(moving);
  expect(mapping.source).toEqual({ kind: 'osc', address: '/track/1/volume', given: [] });
  await client.sendRequest(protocol.setMappingRequest, { mapping: { ...mapping, feedback: true } });
  move(0.75);
  await vi.waitFor(async () => {
    expect((await client.sendRequest(protocol.listAttributesRequest)).values.tension).toBe(0.75);
  });
  await client.sendRequest(protocol.setAttributesRequest, { values: { tension: 0.5 } });
  await vi.waitFor(() => {
    expect(JSON.stringify(peer.heard)).toContain(
      '{"address":"/track/1/volume","args":[{"type":"f","value":0.5}]}',
    );
  });
});

it('tells what a DAW says, and forgets it with the line', async () => {
  const { client, folder } = await open();
  const peer = await openUdpPeer();
  closers.push(() => peer.close());
  const told: (number | undefined)[] = [];
  client.onNotification(protocol.dawChanged, ({ tempo }) => {
    told.push(tempo);
  });
  const asked = { daw: 'bitwig', hears: peer.port, answersAt: 0, inbox: folder } as const;
  const connected = await client.sendRequest(protocol.connectDawRequest, asked);
  expect(connected).toMatchObject({ daw: 'bitwig', host: '127.0.0.1', hears: peer.port });
  peer.say({ address: '/tempo/raw', args: [{ type: 'f', value: 97.5 }] }, connected.answersAt!);
  await vi.waitFor(() => {
    expect(told).toEqual([97.5]);
  });
  const { daw } = await client.sendRequest(protocol.statusRequest);
  expect(daw?.state.tempo).toBe(97.5);
  await client.sendRequest(protocol.disconnectDawRequest);
  expect((await client.sendRequest(protocol.statusRequest)).daw).toBeUndefined();
  await expect(client.sendRequest(protocol.testDawRequest)).rejects.toMatchObject({
    data: { code: 'not-available' },
  });
});

it('lays a clip into the inbox where nothing else takes it', async () => {
  const { client, folder } = await open();
  const take = writeSampleTake(folder);
  await client.sendRequest(protocol.connectDawRequest, { daw: 'midi', inbox: folder });
  const asked = { folder: take.folder, bars: { from: 1, to: 2 }, at: 3, stems: true } as const;
  const { done, left } = await client.sendRequest(protocol.sendClipRequest, asked);
  const files = done.slice(1).map((sentence) => sentence.slice(sentence.indexOf(': ') + 2));
  expect(done[0]).toContain('bar 3');
  expect(files.length).toBeGreaterThan(5);
  const missing = files.filter((file) => !existsSync(file.slice(file.lastIndexOf(': ') + 1).trim()));
  expect(missing).toEqual([]);
  expect(left).toHaveLength(files.length);
  expect(left.every((file) => existsSync(file))).toBe(true);
  expect(readdirSync(join(folder, 'midi')).filter((name) => name.endsWith('.part'))).toEqual([]);
});
