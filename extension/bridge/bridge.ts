/**
 * The bridge as the extension uses it: what is connected, sent and performed. How it is started, kept and ended stands in
 * `processes/keptProcess.ts`.
 *
 * ```
 *  connectDaw … ─► KeptProcess ─► BridgeSession ─► bridge
 *       │                │ start, also after a crash
 *       └─► memory ──────┴─► connected again
 * ```
 *
 * Nothing here imports VS Code; `openBridge.ts` brings them together.
 */
import { faultOf } from '../faultOf.ts';
import { KeptProcess } from '../processes/keptProcess.ts';
import { Listeners } from '../processes/listeners.ts';
import { bridgeKind } from '../processes/processKind.ts';
import { isConnected, requestsOf } from './rememberedConnection.ts';
import type * as protocol from '../../bridge/protocol/bridge.ts';
import type * as params from '../../bridge/protocol/bridgeParams.ts';
import type { LeitmotifError } from '../../bridge/protocol/errors.ts';
import type { SessionLog } from '../processes/conversation.ts';
import type { CrashLimits } from '../processes/crashBudget.ts';
import type { ProcessStatus } from '../processes/keptProcess.ts';
import type { Ending, Listen } from '../processes/listeners.ts';
import type { Program } from '../processes/startProgram.ts';
import type { WatchLimits } from '../processes/watchdog.ts';
import type { BridgeNews, BridgeSession } from './bridgeSession.ts';
import type { ConnectionMemory, RememberedConnection } from './rememberedConnection.ts';
import type { Milliseconds } from '../../bridge/protocol/units.ts';

/** What the bridge needs to know of the world. */
export interface BridgeOptions {
  readonly client: params.BridgeInitializeParams['client'];
  readonly log: SessionLog;
  /** Looks what to start, at every start. @throws LeitmotifError where nothing may or can be started */
  readonly program: () => Promise<Program>;
  readonly memory: ConnectionMemory;
  /** Called once when it is given up: after too many crashes. */
  readonly onGivenUp: (error: LeitmotifError) => void;
  /** How long it stays while nothing is connected. */
  readonly idleAfter?: Milliseconds;
  readonly crashes?: CrashLimits;
  readonly watch?: WatchLimits;
}

/** How things are, as far as is known. */
export interface BridgeView {
  readonly process: ProcessStatus;
  /** What the bridge said last; absent while it does not run. */
  readonly status?: protocol.BridgeStatus;
  readonly remembered: RememberedConnection;
  /** Newest first; what went wrong without being asked for. */
  readonly problems: readonly protocol.BridgeFault[];
}

const usualIdle: Milliseconds = 60_000;
const mostProblems = 5;

/** The bridge. All that it promises rejects with LeitmotifError. */
export class Bridge implements Ending {
  readonly #options: BridgeOptions;
  readonly #kept: KeptProcess<BridgeSession>;
  readonly #changed = new Listeners<undefined>();
  #status: protocol.BridgeStatus | undefined;
  #problems: readonly protocol.BridgeFault[] = [];
  /** The monitor page was opened: somebody may listen. */
  #isMonitored = false;

  constructor(options: BridgeOptions) {
    this.#options = options;
    const { log, onGivenUp, crashes } = options;
    this.#kept = new KeptProcess({
      kind: bridgeKind,
      log,
      open: () => this.#open(),
      idleAfter: () => (this.isNeeded ? 0 : (options.idleAfter ?? usualIdle)),
      onGivenUp,
      crashes,
    });
    this.#kept.onDidChangeStatus(({ state }) => {
      if (state === 'off' || state === 'starting' || state === 'failed') this.#status = undefined;
      if (state === 'off') this.#isMonitored = false;
      this.#changed.fire(undefined);
    });
  }

  /** How things are. */
  get view(): BridgeView {
    const status = this.#status;
    return {
      process: this.#kept.status,
      ...(status === undefined ? {} : { status }),
      remembered: this.#options.memory.read(),
      problems: this.#problems,
    };
  }

  /** Fires when the view has changed. */
  get onDidChange(): Listen<undefined> {
    return this.#changed.event;
  }

  /** Number of the process that runs; for tests and the log. */
  pid(): Promise<number | undefined> {
    return this.#kept.pid();
  }

  /** Connects again what was connected; what cannot be is a problem in the view, not an error. Without memory nothing is started. */
  async resume(): Promise<void> {
    if (!isConnected(this.#options.memory.read())) return;
    try {
      await this.refresh();
    } catch (error) {
      this.#addProblem(faultOf(error));
    }
  }

  /** Asks how things are; starts it where it does not run. */
  refresh(): Promise<protocol.BridgeStatus> {
    return this.#kept.work((session) => this.#look(session));
  }

  /** Methods that this build cannot do. */
  unavailable(): Promise<readonly string[]> {
    return this.#kept.work((session) => Promise.resolve(session.unavailable));
  }

  listDaws(): Promise<protocol.DawListing[]> {
    return this.#ask('daw/list');
  }

  /** Opens a line in place of an earlier one and remembers it. */
  async connectDaw(asked: params.ConnectDawParams): Promise<protocol.DawStatus> {
    const status = await this.#ask<protocol.DawStatus>('daw/connect', asked);
    this.#remember({ daw: asked });
    return status;
  }

  testDaw(): Promise<protocol.DawStatus> {
    return this.#ask('daw/test');
  }

  /** Opens our own addresses in place of earlier ones and remembers it. */
  async connectOsc(asked: params.ConnectParams): Promise<protocol.ConnectionState> {
    const state = await this.#ask<protocol.ConnectionState>('connect', asked);
    this.#remember({ osc: asked });
    return state;
  }

  /** Opens the way that MIDI goes out and remembers it. */
  async openMidi(asked: params.OpenMidiParams): Promise<protocol.MidiState> {
    const state = await this.#ask<protocol.MidiState>('midi/open', asked);
    this.#remember({ midi: asked });
    return state;
  }

  devices(): Promise<protocol.BridgeDevice[]> {
    return this.#ask('devices');
  }

  /** Ends every connection and forgets it. What was not connected is not asked to end. */
  async disconnect(): Promise<void> {
    const { daw, midi } = this.#options.memory.read();
    this.#options.memory.write({});
    this.#problems = [];
    this.#changed.fire(undefined);
    if (this.#kept.status.state === 'off') return;
    await this.#kept.work(async (session) => {
      await session.request('disconnect');
      if (daw !== undefined) await session.request('daw/disconnect');
      if (midi !== undefined) await session.request('midi/close');
      await session.request('oscquery/switch', { on: false });
      await this.#look(session);
    });
  }

  /** Switches OSCQuery and remembers it. @returns its address while it is on */
  async switchOscQuery(on: boolean): Promise<string | null> {
    const url = await this.#ask<string | null>('oscquery/switch', { on });
    this.#remember({ oscQuery: on ? true : undefined });
    return url;
  }

  /** Address of the monitor page, with its token. Not to be logged. */
  async monitorUrl(): Promise<string> {
    const url = await this.#ask<string>('monitor/url');
    this.#isMonitored = true;
    return url;
  }

  sendClip(asked: params.SendClipParams, signal?: AbortSignal): Promise<protocol.SendClipResult> {
    return this.#ask('clip/send', asked, signal);
  }

  startPerformance(asked: params.StartPerformanceParams, signal?: AbortSignal): Promise<null> {
    return this.#ask('perform/start', asked, signal);
  }

  /** Another sidecar goes on with the performance. */
  attachPerformance(asked: params.AttachPerformanceParams): Promise<null> {
    return this.#ask('perform/attach', asked);
  }

  stopPerformance(): Promise<null> {
    return this.#ask('perform/stop');
  }

  keepPerformance(
    asked: params.KeepPerformanceParams,
    signal?: AbortSignal,
  ): Promise<protocol.KeepPerformanceResult> {
    return this.#ask('perform/keep', asked, signal);
  }

  /** Ends every note on every output. */
  panic(): Promise<null> {
    return this.#ask('panic');
  }

  /** Ends it and starts another, also one that was given up; what was connected is connected again. */
  async restart(): Promise<void> {
    this.#problems = [];
    await this.#kept.restart();
  }

  /** Settings have changed that it reads at its start: it is ended once nothing needs it. */
  renew(): void {
    if (!this.isNeeded) this.#kept.renew();
  }

  /** Ends it for good; resolves when it is gone. */
  end(): Promise<void> {
    return this.#kept.end();
  }

  /** Ends it for good, without waiting. */
  dispose(): void {
    this.#kept.dispose();
    this.#changed.dispose();
  }

  /** Asks, and looks afterwards how things are now. */
  #ask<R>(method: string, asked?: object, signal?: AbortSignal): Promise<R> {
    return this.#kept.work(async (session) => {
      try {
        return await session.request<R>(method, asked, signal);
      } finally {
        // The answer is given whether or not the view can be told.
        await this.#look(session).catch(() => undefined);
      }
    }, signal);
  }

  async #look(session: BridgeSession): Promise<protocol.BridgeStatus> {
    const status = await session.request<protocol.BridgeStatus>('status');
    this.#status = status;
    this.#changed.fire(undefined);
    return status;
  }

  /** Whether it stays though nothing is asked of it. */
  get isNeeded(): boolean {
    return (
      isConnected(this.#options.memory.read()) || this.#isMonitored || this.#status?.performance !== undefined
    );
  }

  #remember(part: { readonly [K in keyof RememberedConnection]: RememberedConnection[K] | undefined }): void {
    const all = Object.entries({ ...this.#options.memory.read(), ...part });
    this.#options.memory.write(Object.fromEntries(all.filter(([, value]) => value !== undefined)));
    this.#kept.rest();
    this.#changed.fire(undefined);
  }

  #addProblem(fault: protocol.BridgeFault): void {
    this.#problems = [fault, ...this.#problems].slice(0, mostProblems);
    this.#changed.fire(undefined);
  }

  async #open(): Promise<BridgeSession> {
    // Loaded at the first start: it brings JSON-RPC with it, which activation need not wait for.
    const [{ BridgeSession }, program] = await Promise.all([
      import('./bridgeSession.ts'),
      this.#options.program(),
    ]);
    const { client, log, watch } = this.#options;
    const session = await BridgeSession.open({ program, client, log, watch, news: this.#news() });
    await this.#connectAgain(session);
    return session;
  }

  #news(): BridgeNews {
    return {
      transport: (transport) => {
        if (this.#status !== undefined) this.#status = { ...this.#status, transport };
        this.#changed.fire(undefined);
      },
      daw: (state) => {
        const daw = this.#status?.daw;
        if (this.#status === undefined || daw === undefined) return;
        this.#status = { ...this.#status, daw: { ...daw, state } };
        this.#changed.fire(undefined);
      },
      problem: (fault) => {
        this.#addProblem(fault);
      },
    };
  }

  /** One part that cannot be connected leaves the others. */
  async #connectAgain(session: BridgeSession): Promise<void> {
    for (const [method, asked] of requestsOf(this.#options.memory.read())) {
      try {
        await session.request(method, asked);
      } catch (error) {
        const fault = faultOf(error);
        this.#options.log.warn(`${method}: ${fault.what} (${fault.subject}). ${fault.next}.`);
        this.#addProblem(fault);
      }
    }
    await this.#look(session).catch(() => undefined);
  }
}
