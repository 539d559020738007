/** A beginning that waits for its composer, and is given up: a sidecar that takes the token and says nothing more. */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { CancellationTokenSource } from 'vscode-jsonrpc/node';
import * as protocol from '../../../bridge/protocol/bridge.ts';
import { captionCue } from '../sidecar/sidecarProcess.ts';
import { startBridge } from './bridgeProcess.ts';
import { eventually } from './listenClient.ts';
import type { Server, Socket } from 'node:net';
import type { CancellationToken } from 'vscode-jsonrpc/node';
import type { RunningBridge } from './bridgeProcess.ts';

// A second is the least that tells it from the 15 that it would wait, on a machine that has other work.
const atOnce = 1000;
const cue = captionCue('strings in D minor, 60 seconds');
let folder = '';
let server: Server;
let bridge: RunningBridge;
const sockets = new Set<Socket>();

vi.setConfig({ testTimeout: 30_000 });

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'leitmotif-silent-'));
  server = createServer((socket) => {
    sockets.add(socket.on('error', () => undefined).on('close', () => sockets.delete(socket)));
    socket.resume();
  });
  await new Promise<void>((resolve) => server.listen(join(folder, 'pipe'), resolve));
});

afterAll(() => {
  for (const socket of sockets) socket.destroy();
  server.close();
  rmSync(folder, { recursive: true });
});

beforeEach(async () => {
  bridge = await startBridge();
});

afterEach(() => {
  bridge.process.kill('SIGKILL');
});

/** Begins; resolves with the code of the fault and how long after the interruption it came. */
function begin(token?: CancellationToken): Promise<{ code: string | undefined; at: number }> {
  const source = { path: join(folder, 'pipe'), token: '0'.repeat(64), job: 1 };
  const asked = { cue, folder: '/', seed: 5, source };
  const told = (error: unknown): { code: string | undefined; at: number } => ({
    code: (error as { data?: { code?: string } }).data?.code,
    at: performance.now(),
  });
  return bridge.connection
    .sendRequest(protocol.startPerformanceRequest, asked, token)
    .then(() => ({ code: 'begun', at: performance.now() }), told);
}

async function isWaiting(): Promise<void> {
  await eventually(() => sockets.size > 0, 'the token', 20_000);
}

it.each([
  ['perform/stop', () => bridge.connection.sendRequest(protocol.stopPerformanceRequest)],
  ['disconnect', () => bridge.connection.sendRequest(protocol.disconnectRequest)],
  ['shutdown', () => bridge.connection.sendRequest(protocol.bridgeShutdown)],
])('%s gives it up at once', async (_, interrupt) => {
  const begun = begin();
  await isWaiting();
  const before = performance.now();
  const done = interrupt();
  const { code, at } = await begun;
  expect(code).toBe('cancelled');
  expect(at - before).toBeLessThan(atOnce);
  await done;
  expect(performance.now() - before).toBeLessThan(2 * atOnce);
  await eventually(() => sockets.size === 0, 'the end of the pipe');
});

it('a cancelled request gives it up at once, and the next one begins', async () => {
  const source = new CancellationTokenSource();
  const begun = begin(source.token);
  await isWaiting();
  const before = performance.now();
  source.cancel();
  expect(await begun).toMatchObject({ code: 'cancelled' });
  expect(performance.now() - before).toBeLessThan(atOnce);
  expect((await bridge.connection.sendRequest(protocol.statusRequest)).performance).toBeUndefined();
  await eventually(() => sockets.size === 0, 'the end of the pipe');
  const second = begin();
  await isWaiting();
  await bridge.connection.sendRequest(protocol.stopPerformanceRequest);
  expect((await second).code).toBe('cancelled');
});

it('another beginning takes its place, and it ends before its synthesizer is there', async () => {
  const first = begin();
  const second = begin();
  expect((await first).code).toBe('cancelled');
  await isWaiting();
  await bridge.connection.sendRequest(protocol.stopPerformanceRequest);
  expect((await second).code).toBe('cancelled');
});

it('the end of the editor ends the bridge in a second, whatever it waits for', async () => {
  void begin().catch(() => undefined);
  await isWaiting();
  const before = performance.now();
  bridge.process.stdin!.end();
  expect(await bridge.exited).toBe(1);
  expect(performance.now() - before).toBeLessThan(1500);
});
