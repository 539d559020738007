/**
 * What the bridge is asked and what it answers: JSON-RPC 2.0 with `Content-Length` headers over its standard input and output, as
 * with the sidecar.
 *
 * ```
 * initialize ─► {connect | daw/* | midi/* | attributes/* | transport | map/* | …}* ─► shutdown ─► exit      any time: ping
 *                   └► by itself: attributes/changed, transport/changed, daw/changed, problem
 * ```
 *
 * `initialize` comes first; all else is refused before it. What this build cannot do answers `not-available`, and `initialize` says
 * so beforehand. Errors cross as {@link BridgeFault} in `data`.
 */
import { NotificationType, NotificationType0, RequestType, RequestType0 } from 'vscode-jsonrpc';
import type { AttributeControl } from './attributeAddress.ts';
import type { Meter } from './attributes.ts';
import type {
  AttachPerformanceParams,
  BridgeInitializeParams,
  ConnectDawParams,
  ConnectParams,
  InstallScriptParams,
  KeepPerformanceParams,
  LearnParams,
  ListenMidiParams,
  OpenMidiParams,
  OscQueryParams,
  PlayTakeParams,
  QueueSectionParams,
  RemoveMappingParams,
  SendClipParams,
  SetAttributesParams,
  SetMappingParams,
  StartPerformanceParams,
  ToldTakeParams,
  TransportLeadParams,
  TransportParams,
  transportLeaders,
} from './bridgeParams.ts';
import type { DawConditions, DawId, DawState, LineReport } from './daw.ts';
import type { ErrorCode } from './errors.ts';
import type { ParameterMapping } from './parameterMapping.ts';
import type { BeatsPerMinute, Milliseconds, Seconds } from './units.ts';

/** Version of all that is said here. Both ends must speak the same one. */
export const bridgeProtocolVersion = 1;

/** Most bytes of one message, either way. */
export const longestBridgeMessage = 4 << 20;

/** Between two `attributes/changed`, at least; the newest value of each is told. */
export const attributeEventInterval: Milliseconds = 20;

/** An error of the catalogue as it crosses. */
export interface BridgeFault {
  code: ErrorCode;
  what: string;
  subject: string;
  next: string;
}

/** Answer to `initialize`. */
export interface BridgeInitializeResult {
  protocolVersion: number;
  /** Version of the program. */
  version: string;
  pid: number;
  capabilities: {
    /** Methods that answer `not-available` in this build. */
    unavailable: string[];
  };
}

/** Answer to `ping`. */
export interface BridgePingResult {
  uptime: Milliseconds;
}

/** A value of a control. */
export type ControlValue = number | string;

/** An OSC connection. */
export interface ConnectionState {
  /** UDP port at which the bridge hears. */
  port: number;
  address: string;
  /** Peers, their names looked up. */
  peers: { host: string; port: number }[];
  /** What a person has to know, as sentences. */
  warnings: string[];
}

/** Where the music is. */
export interface TransportState {
  isRolling: boolean;
  bar: number;
  /** From 1, with its fraction. */
  beat: number;
  tempo: BeatsPerMinute;
  meter: Meter;
}

/** Who leads tempo and transport. */
export type TransportLeader = (typeof transportLeaders)[number];

/** Answer to `transport/lead`. */
export interface TransportLeadState {
  lead: TransportLeader;
  /** What to expect of the DAW that is connected, as sentences: what it does not tell or take, and whether it was run here. */
  limits: string[];
}

/** A DAW that a line can be opened to. */
export interface DawListing {
  id: DawId;
  title: string;
  /** `ran-here`: our tests run it. `sources`: it cannot run in our tests, and what we send was checked against its sources. */
  verified: LineReport['verified'];
  /** What was run or read, with its version. */
  against: string;
  /** UDP ports of its usual settings; absent where there is no OSC. */
  ports?: {
    /** At which the DAW hears. */
    hears: number;
    /** At which it answers: the one that the bridge opens. */
    answersAt: number;
    /** Where a person changes them, as a sentence. */
    change: string;
  };
  /** What a person does once, in order. */
  setUp: readonly string[];
  /** What to expect: `how` says by what it works and within which limits, or why it cannot. */
  abilities: { what: string; works: boolean; how: string }[];
}

/** The line to a DAW. */
export interface DawStatus {
  daw: DawId;
  host: string;
  /** Absent where there is no OSC. */
  hears?: number;
  answersAt?: number;
  /** What the last test of the line found. */
  report: LineReport;
  /** What the DAW told of its project so far. */
  state: DawState;
}

/** A file where a DAW looks for scripts: `ours` as we wrote it, `changed` since, or somebody else's. */
export type ScriptState = 'absent' | 'ours' | 'changed' | 'foreign';

/** Our script for one DAW. */
export interface DawScripts {
  daw: 'ableton' | 'reaper' | 'ardour';
  title: string;
  /** Absolute; where the DAW looks. */
  folder: string;
  /** With absolute paths. */
  files: { path: string; state: ScriptState }[];
  isInstalled: boolean;
  /** What a person does next, as sentences. */
  next: string[];
}

/** Where MIDI goes. */
export interface MidiState {
  kind: 'virtual' | 'port' | 'network';
  /** Name of the port or of the session. */
  name: string;
  /** Why it is no virtual port, where one was looked for; else empty. */
  reason: string;
}

/** Where MIDI comes from. */
export interface MidiInputState {
  kind: 'virtual' | 'port' | 'network';
  /** Name of the port or of the session. */
  name: string;
  /** Why it is no virtual port, where one was looked for; else empty. */
  reason: string;
  /** Whether its clock leads the transport. */
  follow: boolean;
  /** Messages that came, and what was none. */
  received: number;
  malformed: number;
}

/** A performance that sounds. */
export interface PerformanceState {
  /** Since its beginning. */
  seconds: Seconds;
  /** Name of the section that sounds, and of the one that a person queued. */
  section?: string;
  queued?: string;
}

/** How the system runs the bridge: before everybody else, before most, or in turn. */
export type SchedulingClass = 'real-time' | 'raised' | 'ordinary';

/** Answer to `status`. */
export interface BridgeStatus {
  /** Absent while nothing is connected. */
  connection?: ConnectionState;
  /** Absent while there is no line to a DAW. */
  daw?: DawStatus;
  /** Absent while no MIDI goes out. */
  midi?: MidiState;
  /** Absent while no MIDI comes in. */
  midiInput?: MidiInputState;
  /** Absent while nothing is performed. */
  performance?: PerformanceState;
  transport: TransportState;
  /** Who leads tempo and transport now. */
  lead: TransportLeader;
  /** Address of OSCQuery, while it is on. */
  oscQuery?: string;
  mappings: number;
  /** Of OSC since `connect`. */
  osc: {
    received: number;
    foreign: number;
    malformed: number;
    limited: number;
    sent: number;
    failed: number;
    /** Messages that were done. */
    messages: number;
    /** Messages that came after their time. */
    late: number;
    /** Messages for a time too far ahead. */
    dropped: number;
    /** Messages that were no value of their control. */
    refused: number;
  };
  /** Absent where the bridge does not say. */
  scheduling?: SchedulingClass;
  /** How late scheduled events were. */
  lateness: { count: number; p50: Milliseconds; p99: Milliseconds; max: Milliseconds };
}

/** A place that music can go to. */
export interface BridgeDevice {
  kind: 'midi-output' | 'midi-input';
  id: string;
  name: string;
}

/** Answer to `attributes/list`. */
export interface AttributeListing {
  controls: readonly AttributeControl[];
  values: Record<string, ControlValue>;
}

/** Answer to `clip/send`. */
export interface SendClipResult {
  /** What was done, as sentences. */
  done: string[];
  /** Files, absolute, that nothing has taken: a person drags them, or names their path. */
  left: string[];
}

/** Answer to `perform/keep`. */
export interface KeepPerformanceResult {
  /** Absolute path of the take. */
  folder: string;
}

/** Values that changed since the last one. */
export interface AttributesChanged {
  changes: { name: string; value: ControlValue; origin: string }[];
}

/** Opens the conversation. @throws `protocol-mismatch` */
export const bridgeInitialize = new RequestType<BridgeInitializeParams, BridgeInitializeResult, BridgeFault>(
  'initialize',
);
/** Answered at once, whatever else goes on. */
export const bridgePing = new RequestType0<BridgePingResult, BridgeFault>('ping');
/** Opens OSC. @throws `port-in-use`, `consent-missing` for an interface that other machines reach */
export const connectRequest = new RequestType<ConnectParams, ConnectionState, BridgeFault>('connect');
/** Ends the connection; every note ends. */
export const disconnectRequest = new RequestType0<null, BridgeFault>('disconnect');
/** Lists the DAWs that a line can be opened to. */
export const listDawsRequest = new RequestType0<DawListing[], BridgeFault>('daw/list');
/** Opens a line in place of an earlier one and tests it. A DAW that is not there is no error: its report says so. @throws `port-in-use` */
export const connectDawRequest = new RequestType<ConnectDawParams, DawStatus, BridgeFault>('daw/connect');
/** Tests the line again. @throws `not-connected` */
export const testDawRequest = new RequestType0<DawStatus, BridgeFault>('daw/test');
/** What the DAW says of its project, as conditions for the next take. @throws `not-available` where none is connected */
export const dawConditionsRequest = new RequestType0<DawConditions, BridgeFault>('daw/conditions');
/** Closes the line. */
export const disconnectDawRequest = new RequestType0<null, BridgeFault>('daw/disconnect');
/**
 * Lists our scripts for DAWs, puts one where its DAW looks, or takes it away. Answers the state after it: of all, or of that one.
 *
 * @throws `consent-missing`, `output-unwritable` naming a file that is not ours: nothing was changed then
 */
export const installScriptRequest = new RequestType<InstallScriptParams, DawScripts[], BridgeFault>(
  'daw/install',
);
/** Opens the way that MIDI goes out, in place of an earlier one. @throws `midi-unavailable`, `midi-port-missing`, `port-in-use` */
export const openMidiRequest = new RequestType<OpenMidiParams, MidiState, BridgeFault>('midi/open');
/** Ends every note and closes it. */
export const closeMidiRequest = new RequestType0<null, BridgeFault>('midi/close');
/**
 * Opens the way that MIDI comes in, in place of an earlier one: controllers move what they are mapped to, `map/learn` hears them, and
 * the clock leads where that was chosen. @throws `midi-unavailable`, `midi-port-missing`, `port-in-use`
 */
export const listenMidiRequest = new RequestType<ListenMidiParams, MidiInputState, BridgeFault>(
  'midi/listen',
);
/** Hears no more. */
export const unlistenMidiRequest = new RequestType0<null, BridgeFault>('midi/unlisten');
/** Tells how things are. */
export const statusRequest = new RequestType0<BridgeStatus, BridgeFault>('status');
/** Lists MIDI ports. */
export const devicesRequest = new RequestType0<BridgeDevice[], BridgeFault>('devices');
/** Lists controls with their values. */
export const listAttributesRequest = new RequestType0<AttributeListing, BridgeFault>('attributes/list');
/** Sets values, all or none. @throws `attribute-invalid`, `attribute-out-of-range` */
export const setAttributesRequest = new RequestType<SetAttributesParams, null, BridgeFault>('attributes/set');
/** Plays, stops, goes to a bar. */
export const transportRequest = new RequestType<TransportParams, TransportState, BridgeFault>('transport');
/**
 * Chooses who leads tempo and transport; holds for this DAW and every later one. While a performance goes on that was begun with a
 * leader of its own, that one leads. @throws `not-available` where the DAW that is to lead tells nothing
 */
export const transportLeadRequest = new RequestType<TransportLeadParams, TransportLeadState, BridgeFault>(
  'transport/lead',
);
/** Ends every note on every output. */
export const panicRequest = new RequestType0<null, BridgeFault>('panic');
/** Switches OSCQuery on or off; answers its address, or null. */
export const oscQueryRequest = new RequestType<OscQueryParams, string | null, BridgeFault>('oscquery/switch');
/** Lists mappings. */
export const listMappingsRequest = new RequestType0<ParameterMapping[], BridgeFault>('map/list');
/** Adds or replaces a mapping. */
export const setMappingRequest = new RequestType<SetMappingParams, null, BridgeFault>('map/set');
/** Removes a mapping; false where there was none. */
export const removeMappingRequest = new RequestType<RemoveMappingParams, boolean, BridgeFault>('map/remove');
/** Waits until a parameter is moved and maps it. @throws `cancelled` */
export const learnRequest = new RequestType<LearnParams, ParameterMapping, BridgeFault>('map/learn');
/** Address of the monitor page, with its token. Not to be logged. */
export const monitorUrlRequest = new RequestType0<string, BridgeFault>('monitor/url');
/** Plays a take to those who listen, from its beginning; start and stop of the transport hold for it from then on. */
export const playTakeRequest = new RequestType<PlayTakeParams, null, BridgeFault>('take/play');
/** Tells peers and listeners what became of a take. `sent` is told by `clip/send` itself. */
export const toldTakeRequest = new RequestType<ToldTakeParams, null, BridgeFault>('take/told');
/** Sends a take to the DAW. */
export const sendClipRequest = new RequestType<SendClipParams, SendClipResult, BridgeFault>('clip/send');
/**
 * Plays a cue without end; answers when it sounds, or is ready to where the DAW leads. It waits 15 s for the composer at most.
 *
 * @throws `sidecar-ended`; `cancelled` at once, by `$/cancelRequest`, `perform/stop`, another `perform/start`, `disconnect` or `shutdown`
 */
export const startPerformanceRequest = new RequestType<StartPerformanceParams, null, BridgeFault>(
  'perform/start',
);
/** Goes on from where the sidecar was lost, with one that performs the same cue with the same seed. @throws `not-performing` */
export const attachPerformanceRequest = new RequestType<AttachPerformanceParams, null, BridgeFault>(
  'perform/attach',
);
/** Ends a performance; every note ends. */
export const stopPerformanceRequest = new RequestType0<null, BridgeFault>('perform/stop');
/** Names the section that comes next. */
export const queueSectionRequest = new RequestType<QueueSectionParams, null, BridgeFault>('perform/queue');
/** Keeps what sounded last as a take. */
export const keepPerformanceRequest = new RequestType<
  KeepPerformanceParams,
  KeepPerformanceResult,
  BridgeFault
>('perform/keep');
/** Ends all; only `exit` may follow. */
export const bridgeShutdown = new RequestType0<null, BridgeFault>('shutdown');
/** Ends the bridge. */
export const bridgeExit = new NotificationType0('exit');
/** See {@link AttributesChanged}. */
export const attributesChanged = new NotificationType<AttributesChanged>('attributes/changed');
/** It plays, stopped, or went elsewhere. */
export const transportChanged = new NotificationType<TransportState>('transport/changed');
/** The DAW told something of its project; five a second at most. */
export const dawChanged = new NotificationType<DawState>('daw/changed');
/** Something went wrong that nobody had asked for. */
export const problemNotification = new NotificationType<BridgeFault>('problem');
