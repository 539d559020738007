/** From the start of a stream to the first frame of sound at a client in another process. */
import { join } from 'node:path';
import * as protocol from '../../../bridge/protocol/bridge.ts';
import { startBridge } from '../../integration/bridge/bridgeProcess.ts';
import { Conversation } from '../../integration/sidecar/conversations.ts';
import { startSidecar } from '../../integration/sidecar/sidecarProcess.ts';
import { sampleRequest } from '../sampleRequest.ts';
import { benchRow } from '../benchRow.ts';
import { monotonic } from './sampleLog.ts';
import { PeerProcess } from './peerProcess.ts';
import { percentile } from './statistics.ts';
import type { RunningBridge } from '../../integration/bridge/bridgeProcess.ts';
import type { BenchRow } from '../benchRow.ts';
import type { Milliseconds } from '../../../bridge/protocol/units.ts';

const times = 50;
const atMost = 150;
/** A take that does not end meanwhile. */
const takeSeconds = 60;

/** Rows of `take/play`, of joining, and of opening a connection and joining. */
export async function startRows(folder: string, how: string): Promise<BenchRow[]> {
  const take = await makeTake(folder);
  const bridge = await startBridge();
  const peer = new PeerProcess();
  try {
    await peer.ask({ kind: 'open', folder: join(folder, 'start') });
    await peer.ask({ kind: 'listen', ...(await addressOf(bridge)) });
    const played: Milliseconds[] = [];
    for (let i = 0; i < times; i++) played.push(await playedAfter(bridge, peer, take));
    const joined: number[][] = [];
    for (let i = 0; i < times; i++)
      joined.push(await peer.ask({ kind: 'firstFrame', ...(await addressOf(bridge)) }));
    const from = (index: number): Milliseconds[] => joined.map((one) => one[index] ?? Number.NaN);
    return [
      row('take/play', played, `from the request to a client that listens already; ${how}`),
      row('listen', from(1), `while a take plays: from asking on an open connection; ${how}`),
      row('connect and listen', from(0), `while a take plays: from opening the WebSocket; ${how}`),
    ];
  } finally {
    await peer.end();
    await bridge.stop();
  }
}

function row(what: string, values: readonly Milliseconds[], detail: string): BenchRow {
  return benchRow({
    name: `bridge: ${what} to the first frame at a client`,
    value: percentile(values, 0.99),
    unit: 'ms',
    target: { atMost },
    samples: [...values],
    detail: `p99 of ${values.length}, the client in another process; ${detail}`,
  });
}

async function playedAfter(bridge: RunningBridge, peer: PeerProcess, folder: string): Promise<Milliseconds> {
  await bridge.connection.sendRequest(protocol.transportRequest, { action: 'stop' });
  await sleep(200);
  const asked = monotonic();
  await bridge.connection.sendRequest(protocol.playTakeRequest, { folder });
  const [came = NaN] = await peer.ask({ kind: 'frameAfter', at: asked });
  return came - asked;
}

async function makeTake(out: string): Promise<string> {
  const sidecar = await startSidecar();
  try {
    const { cue, folder } = sampleRequest(takeSeconds);
    const ask = new Conversation(sidecar, out);
    const { takes } = await ask.compose(cue, { seed: 1, stream: false, folder });
    const [take] = takes;
    if (take === undefined) throw new Error('No take was made');
    return take.folder;
  } finally {
    await sidecar.stop();
  }
}

async function addressOf(bridge: RunningBridge): Promise<{ url: string; token: string }> {
  const url = new URL(await bridge.connection.sendRequest(protocol.monitorUrlRequest));
  return { url: `ws://${url.host}/`, token: url.hash.slice('#token='.length) };
}

function sleep(ms: Milliseconds): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
