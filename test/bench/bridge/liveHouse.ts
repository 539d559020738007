/**
 * A bridge at work for the length of a measurement, as the extension runs it: the extension's own `Bridge`, `Sidecar` and `Performing`,
 * the built programs, a peer in a process of its own, and beside them a second sidecar that makes one take after the other.
 *
 * ```
 * Performing ─┬─► sidecar ──── phrases ────► bridge ── OSC, RTP-MIDI, WebSocket ──► peer ─► files
 *             └─► perform/start, attach ───────┘
 * another sidecar: takes, without a pause
 * ```
 */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { bridgeRuntime } from '../../../bridge/protocol/bridgeRuntime.ts';
import { cueSchema, cueVersion } from '../../../bridge/protocol/cue.ts';
import { Bridge } from '../../../extension/bridge/bridge.ts';
import { Performing } from '../../../extension/bridge/performing.ts';
import { Sidecar } from '../../../extension/sidecar/sidecar.ts';
import { root } from '../../integration/sidecar/sidecarProcess.ts';
import { PeerProcess } from './peerProcess.ts';
import { monotonic, SampleLog } from './sampleLog.ts';
import { TakeLoad } from './takeLoad.ts';
import type { Cue } from '../../../bridge/protocol/cue.ts';
import type { LeitmotifError } from '../../../bridge/protocol/errors.ts';
import type { RememberedConnection } from '../../../extension/bridge/rememberedConnection.ts';
import type { Milliseconds } from '../../../bridge/protocol/units.ts';
import type { Program } from '../../../extension/processes/startProgram.ts';
import type { PeerOrder } from './peerMessages.ts';

/** RTP-MIDI of the bridge. */
const midiPort = 5004;
/** Tempo of what is performed; it is never changed, so that the clock can be held against it. */
export const performedTempo = 100;
export const performedRate = 48_000;

/** What is performed. */
export function performedCue(): Cue {
  const caption = 'driving strings with piano and drums in D minor';
  return cueSchema.parse({
    leitmotif: cueVersion,
    conditions: [{ kind: 'caption', id: 'caption', text: caption }],
    attributes: { tempo: performedTempo, meter: '4/4' },
  });
}

/** Writes what memory the program has, main thread and others, every ten seconds; loaded into the bridge before it begins. */
const tellMemory = `data:text/javascript,${encodeURIComponent(
  `import{threadId as t}from"node:worker_threads";import{appendFile as a}from"node:fs";` +
    `setInterval(()=>{const m=process.memoryUsage();` +
    `a(process.env.LEITMOTIF_BENCH_HEAP,[Number(process.hrtime.bigint())/1e6,t,m.rss,m.heapUsed,m.external,m.arrayBuffers].join()+"\\n",()=>{})},10000).unref()`,
)}`;

/** What runs beside a measurement. */
export interface HouseOptions {
  /** Where samples go. */
  folder: string;
  /** Whether a second sidecar makes takes; it does unless told. */
  isLoaded?: boolean;
}

/** All of it. */
export class LiveHouse {
  readonly bridge: Bridge;
  readonly sidecar: Sidecar;
  readonly performing: Performing;
  readonly log: SampleLog;
  readonly folder: string;
  readonly load: TakeLoad;
  /** Performances that could not be mended. */
  readonly lost: LeitmotifError[] = [];
  /** UDP port at which the bridge hears OSC. */
  oscPort = 0;
  readonly #home: string;
  readonly #peer = new PeerProcess();
  #memory: RememberedConnection = {};
  /** Sidecars start once it is resolved. */
  #startable: Promise<void> = Promise.resolve();

  private constructor({ folder, isLoaded = true }: HouseOptions) {
    this.folder = folder;
    this.#home = join(folder, 'home');
    mkdirSync(this.#home, { recursive: true });
    this.log = new SampleLog(folder);
    this.load = new TakeLoad(join(this.#home, 'takes'), isLoaded);
    const note = (text: string): void => {
      this.mark('log', text.replaceAll(',', ';').replaceAll('\n', ' '));
    };
    const common = {
      client: { name: 'bench', version: '0' },
      log: { error: note, warn: note, info: note, debug: () => undefined },
      onGivenUp: (error: LeitmotifError): void => void this.lost.push(error),
    };
    this.sidecar = new Sidecar({
      ...common,
      program: () => this.#startable.then(() => this.#program('sidecar.js')),
      provider: () => 'cpu',
      idleAfter: () => 0,
    });
    this.bridge = new Bridge({
      ...common,
      program: () => Promise.resolve(this.#program('bridge.js')),
      memory: { read: () => this.#memory, write: (connection) => (this.#memory = connection) },
    });
    const onLost = common.onGivenUp;
    this.performing = new Performing({ sidecar: this.sidecar, bridge: this.bridge, onLost });
  }

  /** Starts it with OSC, MIDI and a listener connected; nothing is performed yet. */
  static async start(options: HouseOptions): Promise<LiveHouse> {
    const house = new LiveHouse(options);
    try {
      await house.#connect();
      house.load.start();
    } catch (error) {
      await house.close();
      throw error;
    }
    return house;
  }

  /** How the system runs those that are watched and the one who watches. */
  async scheduling(): Promise<string> {
    const { scheduling } = await this.bridge.refresh();
    return `the bridge runs ${scheduling ?? 'ordinary'}, the peer ${this.#peer.scheduling}`;
  }

  /** Performs the cue; resolves when it plays. */
  perform(seed = 5): Promise<void> {
    const order = { cue: performedCue(), folder: this.#home, seed, sampleRate: performedRate } as const;
    return this.performing.start({ ...order, leads: 'bridge', changes: 'bar' });
  }

  /** Asks the peer and waits until it has done it. */
  ask(order: PeerOrder): Promise<number[]> {
    return this.#peer.ask(order);
  }

  /** Milliseconds since the peer heard a sound. */
  async silence(): Promise<Milliseconds> {
    const [silent = 0] = await this.ask({ kind: 'silence' });
    return silent;
  }

  /** Writes down that something happened now. */
  mark(what: string, detail = ''): void {
    this.log.add('marks', monotonic(), what, detail);
  }

  /** The address of the WebSocket, with a token of its own. */
  async listenAddress(): Promise<{ url: string; token: string }> {
    const url = new URL(await this.bridge.monitorUrl());
    return { url: `ws://${url.host}/`, token: url.hash.slice('#token='.length) };
  }

  /** Sidecars that are started from now on wait until the answer is called. */
  holdSidecars(): () => void {
    let release = (): void => undefined;
    this.#startable = new Promise((resolve) => {
      release = resolve;
    });
    return release;
  }

  /** Kills the sidecar that composes, as a crash would. */
  async killSidecar(): Promise<void> {
    const pid = await this.sidecar.pid();
    if (pid === undefined) throw new Error('There is no sidecar');
    this.mark('killed');
    process.kill(pid, 'SIGKILL');
  }

  /** Ends all. */
  async close(): Promise<void> {
    await this.performing.stop().catch(() => undefined);
    await this.load.stop();
    await this.#peer.end();
    await Promise.all([this.sidecar.end(), this.bridge.end()]);
    await this.log.close();
    rmSync(this.#home, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }

  async #connect(): Promise<void> {
    const ports = await this.ask({ kind: 'open', folder: this.folder });
    await this.#peer.hurry();
    const peers = ports.map((port) => ({ host: '127.0.0.1', port }));
    const { port } = await this.bridge.connectOsc({ port: 0, peers });
    this.oscPort = port;
    await this.ask({ kind: 'osc', port });
    await this.bridge.openMidi({ to: 'network' });
    await this.ask({ kind: 'midi', port: midiPort });
    await this.ask({ kind: 'listen', ...(await this.listenAddress()) });
  }

  #program(name: string): Program {
    const heap = join(this.folder, 'heap.csv');
    const isBridge = name === 'bridge.js';
    return {
      node: process.execPath,
      ...(isBridge ? { nodeOptions: bridgeRuntime.nodeOptions } : {}),
      program: join(root, 'dist', name),
      arguments: [],
      environment: {
        LEITMOTIF_HOME: this.#home,
        ...(isBridge
          ? {
              ...bridgeRuntime.environment,
              NODE_OPTIONS: `--import=${tellMemory}`,
              LEITMOTIF_BENCH_HEAP: heap,
            }
          : {}),
      },
    };
  }
}
