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
import { lostPerformance } from './lostPerformance.ts';
import { KeptProcess } from '../processes/keptProcess.ts';
import { Listeners } from '../processes/listeners.ts';
import { bridgeKind } from '../processes/processKind.ts';
import { isConnected, lastingOf, requestsOf, withMapping, withoutMapping } from './rememberedConnection.ts';
import type * as protocol from '../../bridge/protocol/bridge.ts';
import type * as params from '../../bridge/protocol/bridgeParams.ts';
import type { DawConditions } from '../../bridge/protocol/daw.ts';
import type { ParameterMapping } from '../../bridge/protocol/parameterMapping.ts';
import type { LeitmotifError } from '../../bridge/protocol/errors.ts';
import type { SessionLog } from '../processes/conversation.ts';
import type { CrashLimits } from '../processes/crashBudget.ts';
import type { Ending, Listen } from '../processes/listeners.ts';
import type { Program } from '../processes/startProgram.ts';
import type { WatchLimits } from '../processes/watchdog.ts';
import type { BridgeNews, BridgeSession } from './bridgeSession.ts';
import type { BridgeView } from './bridgeView.ts';
import type { mappingLines } from './mappingWords.ts';
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

const usualIdle: Milliseconds = 60_000;
const mostProblems = 5;

/** The bridge. All that it promises rejects with LeitmotifError. */
export class Bridge implements Ending {
  readonly #options: BridgeOptions;
  readonly #kept: KeptProcess<BridgeSession>;
  readonly #changed = new Listeners<undefined>();
  readonly #lost = new Listeners<LeitmotifError>();
  readonly #moved = new Listeners<protocol.AttributesChanged>();
  #status: protocol.BridgeStatus | undefined;
  #problems: readonly protocol.BridgeFault[] = [];
  #inWords: typeof mappingLines = () => [];
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
      if (state === 'off' || state === 'starting' || state === 'failed') this.#forgetStatus();
      if (state === 'off') this.#isMonitored = false;
      this.#changed.fire(undefined);
    });
  }

  /** How things are. */
  get view(): BridgeView {
    const status = this.#status;
    const remembered = this.#options.memory.read();
    return {
      process: this.#kept.status,
      ...(status === undefined ? {} : { status }),
      remembered,
      mappings: (l10n) => this.#inWords(remembered.mappings ?? [], l10n),
      problems: this.#problems,
    };
  }

  /** Fires when the view has changed. */
  get onDidChange(): Listen<undefined> {
    return this.#changed.event;
  }

  /** Fires when the process ended by itself while it performed. */
  get onDidLosePerformance(): Listen<LeitmotifError> {
    return this.#lost.event;
  }

  /** Fires when controls have moved, whoever moved them; 50 times a second at most. */
  get onDidMoveControls(): Listen<protocol.AttributesChanged> {
    return this.#moved.event;
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

  /** Our scripts for DAWs, and where they are. */
  listScripts(): Promise<protocol.DawScripts[]> {
    return this.#ask('daw/install', { action: 'list' });
  }

  /** Puts a script where its DAW looks, or takes it away, once the person agreed. @throws LeitmotifError `output-unwritable` */
  async changeScript(
    asked: Exclude<params.InstallScriptParams, { action: 'list' }>,
  ): Promise<protocol.DawScripts> {
    const [script] = await this.#ask<protocol.DawScripts[]>('daw/install', asked);
    return script as protocol.DawScripts;
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

  /** Opens the way that MIDI comes in and remembers it. */
  async listenMidi(asked: params.ListenMidiParams): Promise<protocol.MidiInputState> {
    const state = await this.#ask<protocol.MidiInputState>('midi/listen', asked);
    this.#remember({ midiInput: asked });
    return state;
  }

  /** Hears no more MIDI and forgets it; mappings stay. A bridge that does not run hears none. */
  async unlistenMidi(): Promise<void> {
    if (this.#kept.status.state !== 'off') await this.#ask('midi/unlisten');
    this.#remember({ midiInput: undefined });
  }

  devices(): Promise<protocol.BridgeDevice[]> {
    return this.#ask('devices');
  }

  /** Ends every connection and forgets it; mappings and the leader stay. What was not connected is not asked to end. */
  async disconnect(): Promise<void> {
    const memory = this.#options.memory.read();
    const { daw, midi, midiInput } = memory;
    this.#options.memory.write(lastingOf(memory));
    this.#problems = [];
    this.#changed.fire(undefined);
    if (this.#kept.status.state === 'off') return;
    await this.#kept.work(async (session) => {
      await session.request('disconnect');
      if (daw !== undefined) await session.request('daw/disconnect');
      if (midi !== undefined) await session.request('midi/close');
      if (midiInput !== undefined) await session.request('midi/unlisten');
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

  /** What the DAW says of its project. @throws LeitmotifError `not-available` where none is connected */
  dawConditions(): Promise<DawConditions> {
    return this.#ask('daw/conditions');
  }

  /** Chooses who leads tempo and transport, now and after the next start. */
  async leadTransport(lead: protocol.TransportLeader): Promise<protocol.TransportLeadState> {
    const state = await this.#ask<protocol.TransportLeadState>('transport/lead', { lead });
    this.#remember({ lead });
    return state;
  }

  /** Tells whoever listens what became of a take; nobody listens while it does not run. */
  tellTake(event: params.ToldTakeParams['event'], name: string): void {
    if (!['ready', 'busy'].includes(this.#kept.status.state)) return;
    void this.#ask('take/told', { event, name: name.slice(0, 200) }).catch((error: unknown) => {
      this.#options.log.warn(`take/told: ${faultOf(error).what}`);
    });
  }

  listAttributes(): Promise<protocol.AttributeListing> {
    return this.#ask('attributes/list');
  }

  /** Sets controls; all or none. */
  setAttributes(values: params.SetAttributesParams['values']): Promise<null> {
    return this.#ask('attributes/set', { values });
  }

  /** Waits until a parameter is moved; it is mapped from then on, and remembered once it is set. */
  learn(asked: params.LearnParams, signal?: AbortSignal): Promise<ParameterMapping> {
    return this.#ask('map/learn', asked, signal);
  }

  /** Those that the bridge has. */
  listMappings(): Promise<ParameterMapping[]> {
    return this.#ask('map/list');
  }

  /** Adds or replaces a mapping and remembers it. */
  async setMapping(mapping: ParameterMapping): Promise<void> {
    await this.#ask('map/set', { mapping });
    this.#remember({ mappings: withMapping(this.#options.memory.read(), mapping) });
  }

  /** Removes a mapping and forgets it. A bridge that does not run has none. */
  async removeMapping(id: string): Promise<void> {
    if (this.#kept.status.state !== 'off') await this.#ask('map/remove', { id });
    const mappings = withoutMapping(this.#options.memory.read(), id);
    this.#remember({ mappings: mappings.length === 0 ? undefined : mappings });
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

  /** The section that comes next. @throws LeitmotifError `not-performing` */
  queueSection(section: string): Promise<null> {
    return this.#ask('perform/queue', { section });
  }

  /** Ends every note on every output. */
  panic(): Promise<null> {
    return this.#ask('panic');
  }

  /** Ends it and starts another, also one that was given up; what was connected is connected again. */
  async restart(): Promise<void> {
    this.#problems = [];
    this.#status = undefined;
    await this.#kept.restart();
  }

  /** Settings have changed that it reads at its start: it is ended once nothing needs it. */
  renew(): void {
    if (!this.isNeeded) this.#kept.renew();
  }

  /** Ends it for good; resolves when it is gone. */
  end(): Promise<void> {
    this.#status = undefined;
    return this.#kept.end();
  }

  /** Ends it for good, without waiting. */
  dispose(): void {
    this.#status = undefined;
    this.#kept.dispose();
    this.#changed.dispose();
    this.#lost.dispose();
    this.#moved.dispose();
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

  /** The process is gone; whoever ended it on purpose has forgotten the status already. */
  #forgetStatus(): void {
    const wasPerforming = this.#status?.performance !== undefined;
    this.#status = undefined;
    if (!wasPerforming) return;
    const error = lostPerformance();
    this.#addProblem(error.toJSON());
    this.#lost.fire(error);
  }

  #addProblem(fault: protocol.BridgeFault): void {
    this.#problems = [fault, ...this.#problems].slice(0, mostProblems);
    this.#changed.fire(undefined);
  }

  async #open(): Promise<BridgeSession> {
    // Loaded at the first start: JSON-RPC and the table of controls, which activation need not wait for.
    const [{ BridgeSession }, words, program] = await Promise.all([
      import('./bridgeSession.ts'),
      import('./mappingWords.ts'),
      this.#options.program(),
    ]);
    this.#inWords = words.mappingLines;
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
      attributes: (changed) => {
        this.#moved.fire(changed);
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
