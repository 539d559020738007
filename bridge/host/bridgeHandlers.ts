/** What the server asks of those behind it. Whoever implements one of these knows nothing of JSON-RPC. */
import type { z } from 'zod';
import type {
  AttributeListing,
  BridgeDevice,
  BridgeStatus,
  ConnectionState,
  ControlValue,
  DawListing,
  DawScripts,
  DawStatus,
  KeepPerformanceResult,
  MidiInputState,
  MidiState,
  SendClipResult,
  TransportLeadState,
  TransportState,
} from '../protocol/bridge.ts';
import type * as params from '../protocol/bridgeParams.ts';
import type { DawConditions, DawState } from '../protocol/daw.ts';
import type { LeitmotifError } from '../protocol/errors.ts';
import type { ParameterMapping } from '../protocol/parameterMapping.ts';

type Asked<S extends z.ZodType> = z.output<S>;

/** What happens by itself. */
export interface BridgeEvents {
  attributeChanged: (name: string, value: ControlValue, origin: string) => void;
  transportChanged: (state: TransportState) => void;
  dawChanged: (state: DawState) => void;
  problem: (error: LeitmotifError) => void;
}

/** All that is behind the server. All throw errors of the catalogue. */
export interface BridgeHandlers {
  version: string;
  connect(asked: Asked<typeof params.connectParams>): Promise<ConnectionState>;
  disconnect(): Promise<void>;
  status(): BridgeStatus;
  listAttributes(): AttributeListing;
  setAttributes(asked: Asked<typeof params.setAttributesParams>): void;
  transport(asked: Asked<typeof params.transportParams>): TransportState;
  panic(): void;
  toldTake(asked: Asked<typeof params.toldTakeParams>): void;
  switchOscQuery(asked: Asked<typeof params.oscQueryParams>): Promise<string | null>;
  listMappings(): ParameterMapping[];
  setMapping(mapping: ParameterMapping): void;
  removeMapping(id: string): boolean;
  /** Ends with `cancelled` where the signal is aborted. */
  learn(asked: Asked<typeof params.learnParams>, signal: AbortSignal): Promise<ParameterMapping>;
  /** Tells of events from now on. @returns ends it */
  listen(events: BridgeEvents): () => void;
  /** Ends all; resolves when it is gone. */
  shutdown(): Promise<void>;
  /** Ends the process. `isOrderly` is false where nobody asked for a shutdown first. */
  exit(isOrderly: boolean): void;

  /** What is absent answers `not-available`. */
  optional: OptionalHandlers;
}

/** Parts that a build may be without. */
export interface OptionalHandlers {
  listDaws?: () => DawListing[];
  connectDaw?: (asked: Asked<typeof params.connectDawParams>) => Promise<DawStatus>;
  testDaw?: () => Promise<DawStatus>;
  dawConditions?: () => DawConditions;
  disconnectDaw?: () => Promise<void>;
  installScript?: (asked: Asked<typeof params.installScriptParams>) => Promise<DawScripts[]>;
  leadTransport?: (asked: Asked<typeof params.transportLeadParams>) => Promise<TransportLeadState>;
  openMidi?: (asked: Asked<typeof params.openMidiParams>) => Promise<MidiState>;
  closeMidi?: () => Promise<void>;
  listenMidi?: (asked: Asked<typeof params.listenMidiParams>) => Promise<MidiInputState>;
  unlistenMidi?: () => Promise<void>;
  devices?: () => Promise<BridgeDevice[]>;
  monitorUrl?: () => Promise<string>;
  playTake?: (asked: Asked<typeof params.playTakeParams>) => Promise<void>;
  sendClip?: (asked: Asked<typeof params.sendClipParams>) => Promise<SendClipResult>;
  /** Ends with `cancelled` where the signal is aborted before it plays. */
  startPerformance?: (
    asked: Asked<typeof params.startPerformanceParams>,
    signal: AbortSignal,
  ) => Promise<void>;
  attachPerformance?: (asked: Asked<typeof params.attachPerformanceParams>) => Promise<void>;
  stopPerformance?: () => Promise<void>;
  queueSection?: (asked: Asked<typeof params.queueSectionParams>) => Promise<void>;
  keepPerformance?: (asked: Asked<typeof params.keepPerformanceParams>) => Promise<KeepPerformanceResult>;
}

/** The method of each optional part. */
export const optionalMethods: Record<keyof OptionalHandlers, string> = {
  listDaws: 'daw/list',
  connectDaw: 'daw/connect',
  testDaw: 'daw/test',
  dawConditions: 'daw/conditions',
  disconnectDaw: 'daw/disconnect',
  installScript: 'daw/install',
  leadTransport: 'transport/lead',
  openMidi: 'midi/open',
  closeMidi: 'midi/close',
  listenMidi: 'midi/listen',
  unlistenMidi: 'midi/unlisten',
  devices: 'devices',
  monitorUrl: 'monitor/url',
  playTake: 'take/play',
  sendClip: 'clip/send',
  startPerformance: 'perform/start',
  attachPerformance: 'perform/attach',
  stopPerformance: 'perform/stop',
  queueSection: 'perform/queue',
  keepPerformance: 'perform/keep',
};
