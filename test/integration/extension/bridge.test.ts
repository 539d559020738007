/** The extension's client against the built bridge, without an editor: connections that come back, crashes, hangs, what is left behind. */
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Bridge } from '../../../extension/bridge/bridge.ts';
import { openUdpPeer } from '../bridge/bridgeProcess.ts';
import { childrenOf, isRunning, root, until } from '../sidecar/sidecarProcess.ts';
import type { LeitmotifError } from '../../../bridge/protocol/errors.ts';
import type { BridgeOptions } from '../../../extension/bridge/bridge.ts';
import type { RememberedConnection } from '../../../extension/bridge/rememberedConnection.ts';
import type { UdpPeer } from '../bridge/bridgeProcess.ts';

/** Many times what it takes, for machines that are slow. */
const patience = 60_000;
let bridge: Bridge;
let peer: UdpPeer;
let remembered: RememberedConnection;
let givenUp: LeitmotifError[];

function open(options: Partial<BridgeOptions> = {}): Bridge {
  const quiet = (): void => undefined;
  return new Bridge({
    client: { name: 'test', version: '0' },
    log: { error: quiet, warn: quiet, info: quiet, debug: quiet },
    program: () =>
      Promise.resolve({
        node: process.execPath,
        program: join(root, 'dist/bridge.js'),
        arguments: [],
        environment: {},
      }),
    memory: {
      read: () => remembered,
      write: (connection) => {
        remembered = connection;
      },
    },
    onGivenUp: (error) => {
      givenUp.push(error);
    },
    ...options,
  });
}

beforeEach(async () => {
  [remembered, givenUp] = [{}, []];
  peer = await openUdpPeer();
  bridge = open();
});

afterEach(async () => {
  await bridge.end();
  await peer.close();
});

const peers = (): { host: string; port: number }[] => [{ host: '127.0.0.1', port: peer.port }];

async function pidOf(one: Bridge): Promise<number> {
  const pid = await one.pid();
  if (pid === undefined) throw new Error('No bridge runs');
  return pid;
}

function codeOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'none',
    (error: unknown) => (error as LeitmotifError).code,
  );
}

const say = (port: number, tension: number): void => {
  peer.say({ address: '/leitmotif/attribute/tension', args: [{ type: 'f', value: tension }] }, port);
};

/** Waits until the bridge did a message of the peer. */
async function untilHeard(): Promise<void> {
  await vi.waitFor(
    async () => {
      expect((await bridge.refresh()).osc.messages).toBeGreaterThan(0);
    },
    { timeout: patience, interval: 50 },
  );
}

describe('a connection', () => {
  it('starts the bridge, is heard both ways, and is remembered', { timeout: patience }, async () => {
    expect(bridge.view.process.state).toBe('off');
    const { port } = await bridge.connectOsc({ port: 0, peers: peers() });
    expect(remembered).toEqual({ osc: { port: 0, peers: peers() } });
    await until(
      () => peer.messages().some(({ address }) => address === '/leitmotif/attribute/tempo'),
      patience,
    );
    say(port, 0.75);
    await untilHeard();
    expect(bridge.view.status?.connection?.port).toBe(port);
    expect(bridge.view.process.state).toBe('ready');
  });

  it(
    'is forgotten when it is ended, and the bridge goes when nothing needs it',
    { timeout: patience },
    async () => {
      bridge = open({ idleAfter: 300 });
      await bridge.connectOsc({ port: 0, peers: peers() });
      const pid = await pidOf(bridge);
      await new Promise((resolve) => setTimeout(resolve, 900));
      expect(isRunning(pid)).toBe(true);
      await bridge.disconnect();
      expect(remembered).toEqual({});
      await until(() => !isRunning(pid), patience);
      expect(bridge.view).toMatchObject({ process: { state: 'off' }, remembered: {}, problems: [] });
      expect(bridge.view.status).toBeUndefined();
    },
  );

  it('comes back by itself in the next window', { timeout: patience }, async () => {
    await bridge.connectOsc({ port: 0, peers: peers() });
    expect(await bridge.switchOscQuery(true)).toMatch(/^http:\/\/127\.0\.0\.1:\d+/);
    await bridge.end();
    const before = peer.heard.length;
    bridge = open();
    await bridge.resume();
    expect(bridge.view.status?.connection?.peers).toEqual(peers());
    expect(bridge.view.status?.oscQuery).toMatch(/^http:/);
    await until(() => peer.heard.length > before, patience);
  });

  it(
    'that cannot come back is a problem in the view, with its next step',
    { timeout: patience },
    async () => {
      remembered = { osc: { port: peer.port, peers: peers() } };
      await bridge.resume();
      expect(bridge.view.problems.map(({ code }) => code)).toEqual(['port-in-use']);
      expect(bridge.view.problems[0]?.next).not.toBe('');
      expect(bridge.view.process.state).toBe('ready');
    },
  );

  it('that nobody remembers starts no process', async () => {
    await bridge.resume();
    expect(await bridge.pid()).toBeUndefined();
  });

  it('to a taken port is refused, and nothing is remembered', { timeout: patience }, async () => {
    expect(await codeOf(bridge.connectOsc({ port: peer.port, peers: peers() }))).toBe('port-in-use');
    expect(remembered).toEqual({});
  });

  it('that other machines reach needs consent', { timeout: patience }, async () => {
    const asked = { port: 0, peers: peers(), address: '0.0.0.0' };
    expect(await codeOf(bridge.connectOsc(asked))).toBe('consent-missing');
  });
});

describe.skipIf(process.platform === 'win32')('a crash', () => {
  it(
    'is mended: the same connection is there again, and the peer is told',
    { timeout: patience },
    async () => {
      await bridge.connectOsc({ port: 0, peers: peers() });
      const pid = await pidOf(bridge);
      process.kill(pid, 'SIGKILL');
      // The client learns of the death a moment after the system does: until then it has the old number and the old state.
      const port = await vi.waitFor(
        async () => {
          expect(await pidOf(bridge)).not.toBe(pid);
          const { connection } = await bridge.refresh();
          return connection!.port;
        },
        { timeout: patience, interval: 50 },
      );
      const before = peer.heard.length;
      say(port, 0.25);
      await untilHeard();
      expect(peer.heard.length).toBeGreaterThanOrEqual(before);
      expect(givenUp).toEqual([]);
    },
  );

  it(
    'is mended four times, then said once, then healed by a restart',
    { timeout: 2 * patience },
    async () => {
      await bridge.refresh();
      for (let i = 0; i < 5; i++) {
        await until(() => bridge.view.process.state === 'ready', patience);
        const pid = await pidOf(bridge);
        process.kill(pid, 'SIGKILL');
        await until(() => !isRunning(pid) && bridge.view.process.state !== 'ready', patience);
      }
      await until(() => bridge.view.process.state === 'failed', patience);
      expect(givenUp.map(({ code, next }) => [code, next])).toEqual([
        ['bridge-ended', 'Look into its log, then run "Leitmotif: Restart Bridge"'],
      ]);
      expect(await codeOf(bridge.refresh())).toBe('restart-budget-spent');
      await bridge.restart();
      expect((await bridge.refresh()).transport.isRolling).toBe(false);
    },
  );

  it('is what a bridge that is stopped is ended by', { timeout: patience }, async () => {
    bridge = open({ watch: { every: 200, missed: 5 } });
    await bridge.refresh();
    const pid = await pidOf(bridge);
    process.kill(pid, 'SIGSTOP');
    expect(await codeOf(bridge.refresh())).toBe('bridge-ended');
    expect(isRunning(pid)).toBe(false);
    await until(() => bridge.view.process.state === 'ready', patience);
  });
});

describe('the end', () => {
  it('leaves no process behind, also amid work', { timeout: patience }, async () => {
    await bridge.connectOsc({ port: 0, peers: peers() });
    const pid = await pidOf(bridge);
    const ours = [pid, ...childrenOf(pid)];
    const asking = codeOf(bridge.refresh());
    await bridge.end();
    expect(await asking).toMatch(/none|cancelled|bridge-ended/);
    expect(ours.filter(isRunning)).toEqual([]);
    expect(await codeOf(bridge.refresh())).toBe('bridge-ended');
  });
});
