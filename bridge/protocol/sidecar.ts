/**
 * What the sidecar is asked and what it answers: JSON-RPC 2.0 with `Content-Length` headers over its standard input and
 * output. Sound does not go this way; see `streamFrame.ts`.
 *
 * ```
 * initialize ─► {brief | compose | preview | perform | remake}* ─► shutdown ─► exit        any time: ping, cancel, $/cancelRequest
 *       {packs/install | packs/verify | packs/remove | doctor}*                                packs/list
 *                        └─► progress*                                           by itself: process
 * ```
 *
 * `initialize` comes first; all else is refused before it. Every job carries a number that its client chose, which
 * progress, frames of sound and `cancel` refer to. Errors cross as {@link SidecarFault} in `data`.
 */
import { NotificationType, NotificationType0, RequestType, RequestType0 } from 'vscode-jsonrpc';
import type { Brief } from './brief.ts';
import type { DoctorReport } from './doctor.ts';
import type { ErrorCode } from './errors.ts';
import type { PackListings, PackProgress, PackVerdict } from './packListing.ts';
import type { ProgressReport, Stage } from './progress.ts';
import type { ChosenProvider } from './providers.ts';
import type {
  BriefParams,
  CancelParams,
  ComposeParams,
  DoctorParams,
  InitializeParams,
  InstallParams,
  PerformParams,
  PreviewParams,
  RemakeParams,
  RemoveParams,
  VerifyParams,
} from './sidecarParams.ts';
import type { Recipe } from './take.ts';
import type { Decibels, Milliseconds, Seconds } from './units.ts';

/** Version of all that is said here and on the pipe. Both ends must speak the same one. */
export const sidecarProtocolVersion = 1;

/** Most bytes of one message, either way. A cue with more text than that names files instead. */
export const longestMessage = 4 << 20;

/** An error of the catalogue as it crosses. */
export interface SidecarFault {
  code: ErrorCode;
  what: string;
  subject: string;
  next: string;
}

/** JSON-RPC's own number beside each {@link SidecarFault}; who knows us matches the fault's code instead. */
export const faultNumbers = { failed: -32803, cancelled: -32800, invalid: -32602 } as const;

/** Where sound and notes come from. */
export interface StreamAddress {
  /** Path of a Unix domain socket, or name of a Windows pipe. */
  path: string;
  /** 64 hexadecimal digits: the first frame that the client sends, as 32 bytes. Not to be logged. */
  token: string;
}

/** Answer to `initialize`. */
export interface InitializeResult {
  protocolVersion: number;
  /** Version of the program. */
  version: string;
  pid: number;
  stream: StreamAddress;
  capabilities: {
    /** Methods that are there but answer `not-available` in this build. */
    unavailable: string[];
    /** Longest preview. */
    previewSeconds: Seconds;
    /** Jobs that may wait; one more is refused with `queue-full`. */
    queue: number;
  };
}

/** Answer to `ping`. */
export interface PingResult {
  uptime: Milliseconds;
  /** Jobs that run or wait. */
  jobs: number;
}

/** Providers that were wanted and did not run, with the reasons; the CPU did their work. Absent where there are none. */
export interface ProvidersRefused {
  refused?: ChosenProvider['refused'];
}

/** Answer to `brief`. */
export interface BriefResult extends ProvidersRefused {
  brief: Brief;
  inputs: Recipe['inputs'];
  packs: Recipe['packs'];
  /** Execution provider that really ran the packs. */
  provider: string;
  timings: Record<string, Seconds>;
}

/** One take on disk. */
export interface TakeResult {
  /** Absolute path. */
  folder: string;
  recipe: Recipe;
}

/** Answer to `compose`. */
export interface ComposeResult extends ProvidersRefused {
  takes: TakeResult[];
  /** How each take's stream ended; empty where nobody was on the pipe. */
  streams: StreamEnd[];
}

/** Answer to `preview`; the sound came through the pipe. */
export interface PreviewResult extends ProvidersRefused {
  seconds: Seconds;
  stream: StreamEnd;
  brief: Brief;
}

/** What is known of a stream when it ends. */
export interface StreamEnd {
  /** Whether all was sent; `overrun`: the client read too slowly and got only the beginning. */
  reason: 'complete' | 'overrun' | 'nobody';
  /** Gain that the streamed samples have. */
  predictedGain: Decibels;
  /** Gain of the files; absent for a preview, which has none. */
  gain?: Decibels;
  /** From the beginning of the job's composing until its first second had been handed to the pipe. */
  firstSecond?: Milliseconds;
}

/** Answer to `perform`, when it is over. */
export interface PerformResult extends ProvidersRefused {
  brief: Brief;
}

/** Answer to `remake`. */
export interface RemakeResult extends ProvidersRefused {
  take: TakeResult;
  /** Whether the files are the same byte for byte; absent where the old ones are not there. */
  sameScore?: boolean;
  sameMix?: boolean;
  differences: string[];
}

/** Answer to `cancel`. */
export interface CancelResult {
  /** False where the job had ended or was never there. */
  found: boolean;
}

/** Answer to `packs/install`. */
export interface InstallResult {
  id: string;
  /** Where it lies. */
  folder: string;
  /** Bytes on disk. */
  bytes: number;
  /** False where it was installed before and nothing was done. */
  isNew: boolean;
  /** Bytes that came over the network: only the missing ones where an installation is taken up again. */
  received: number;
}

/** Answer to `packs/remove`. */
export interface RemoveResult {
  id: string;
  folder: string;
  /** Bytes that are free again. */
  bytes: number;
}

/** A report of any job. Of packs, `step` and `of` count bytes, and `detail` is the file. */
export interface SidecarProgress extends Omit<ProgressReport, 'stage'> {
  stage: Stage | PackProgress['stage'];
}

/** Progress of one job, at most ten a second. */
export interface JobProgress extends SidecarProgress {
  job: number;
}

/** What became of a process or thread that works for the sidecar. */
export interface ProcessReport {
  name: 'perception' | 'takes' | 'perform' | 'install' | 'upkeep';
  state: 'started' | 'ended' | 'crashed' | 'hung' | 'killed';
  pid?: number;
}

/** Opens the conversation. @throws `protocol-mismatch` */
export const initializeRequest = new RequestType<InitializeParams, InitializeResult, SidecarFault>(
  'initialize',
);
/** Answered within 50 ms whatever else goes on. */
export const pingRequest = new RequestType0<PingResult, SidecarFault>('ping');
/** Reads a cue's conditions. */
export const briefRequest = new RequestType<BriefParams, BriefResult, SidecarFault>('brief');
/** Makes takes of a cue. */
export const composeRequest = new RequestType<ComposeParams, ComposeResult, SidecarFault>('compose');
/** Plays the beginning of what `compose` would make. */
export const previewRequest = new RequestType<PreviewParams, PreviewResult, SidecarFault>('preview');
/** Composes without an end; orders and phrases go over the pipe, see `performance.ts`. Ended by `cancel`, or on the pipe. */
export const performRequest = new RequestType<PerformParams, PerformResult, SidecarFault>('perform');
/** Makes a take again. */
export const remakeRequest = new RequestType<RemakeParams, RemakeResult, SidecarFault>('remake');
/** Cancels a job: asked to stop, or with `hard` ended together with the process that does it. */
export const cancelRequest = new RequestType<CancelParams, CancelResult, SidecarFault>('cancel');
/** Lists all packs that are here or could be, with size, licence and the folder of those installed. */
export const packsListRequest = new RequestType0<PackListings, SidecarFault>('packs/list');
/** Reads every byte of one pack, or of all, and holds it against the recorded hashes. */
export const packsVerifyRequest = new RequestType<VerifyParams, PackVerdict[], SidecarFault>('packs/verify');
/** Installs a pack; what an earlier, interrupted installation fetched is kept. @throws `consent-missing` */
export const packsInstallRequest = new RequestType<InstallParams, InstallResult, SidecarFault>(
  'packs/install',
);
/** Removes a pack, or what an interrupted installation left. */
export const packsRemoveRequest = new RequestType<RemoveParams, RemoveResult, SidecarFault>('packs/remove');
/** Examines the machine and the installation. */
export const doctorRequest = new RequestType<DoctorParams, DoctorReport, SidecarFault>('doctor');
/** Ends all jobs and processes; only `exit` may follow. */
export const shutdownRequest = new RequestType0<null, SidecarFault>('shutdown');
/** Ends the sidecar. */
export const exitNotification = new NotificationType0('exit');
/** See {@link JobProgress}. */
export const progressNotification = new NotificationType<JobProgress>('progress');
/** See {@link ProcessReport}. */
export const processNotification = new NotificationType<ProcessReport>('process');
