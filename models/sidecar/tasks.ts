/** The tasks that helpers do. */
import type { Brief } from '../../bridge/protocol/brief.ts';
import type { Cue } from '../../bridge/protocol/cue.ts';
import type { PerformedSpan } from '../../bridge/protocol/performance.ts';
import type { ProvidersRefused, SidecarProgress, StreamEnd } from '../../bridge/protocol/sidecar.ts';
import type { Milliseconds, Seconds } from '../../bridge/protocol/units.ts';
import type { PackPlaces } from '../runtime/packs/packPlaces.ts';
import type { RefusedProvider } from '../runtime/inferenceSession.ts';
import type { ProviderChoice } from '../runtime/providers/providerNames.ts';
import type { SampleRate } from '../takes/composeTakes.ts';
import type { PreparedBrief } from '../takes/prepareBrief.ts';

/** For the perception child: a cue becomes a brief. */
export interface PerceptionTask {
  cue: Cue;
  folder: string;
  /** Where takes will go; looked at first. */
  out?: string;
  /** What packs run on; the CPU unless told. */
  provider?: ProviderChoice | undefined;
}

/** What the perception child answers. */
export interface Perceived {
  prepared: PreparedBrief;
  refused: ProvidersRefused;
}

/** For the take child. */
export type TakeTask = ComposeTask | PreviewTask | RemakeTask | PerformedTask;

/** A brief becomes takes. */
export interface ComposeTask {
  kind: 'compose';
  job: number;
  prepared: PreparedBrief;
  /** What the networks of the musflow engine run on; the CPU unless told. */
  provider?: ProviderChoice | undefined;
  out: string;
  seed: number;
  count: number;
  stems: boolean;
  sampleRate: SampleRate;
  /** Whether somebody listens. */
  stream: boolean;
}

/** A span of a take is played and not kept. */
export interface PreviewTask {
  kind: 'preview';
  job: number;
  prepared: PreparedBrief;
  seed: number;
  /** Where in the take the sound begins. */
  from: Seconds;
  seconds: Seconds;
  sampleRate: SampleRate;
}

/** A take is made again. */
export interface RemakeTask {
  kind: 'remake';
  /** As for a take that is composed. */
  provider?: ProviderChoice | undefined;
  path: string;
  out?: string;
}

/** A span of a performance becomes a take. */
export interface PerformedTask {
  kind: 'performed';
  prepared: PreparedBrief;
  seed: number;
  span: PerformedSpan;
  out: string;
  stems: boolean;
  sampleRate: SampleRate;
}

/** For the perform child: a brief is composed without an end. It is told orders of `performance.ts` and answers with reports. */
export interface PerformTask {
  brief: Brief;
  seed: number;
  title: string;
}

/** What the take child tells before its result. */
export type TakeEvent =
  /** Bytes of a frame for the pipe. */
  | { kind: 'frame'; bytes: Uint8Array<ArrayBuffer> }
  /** The folder that is being written; to be removed if this child is killed. */
  | { kind: 'folder'; path: string }
  /** Providers that were wanted for a network of the engine and refused, with the reasons. */
  | { kind: 'refused'; refused: readonly RefusedProvider[] }
  /** The sound of a take, or a preview, is complete. `firstSecond` counts from when the task began. */
  | { kind: 'heard'; end: Omit<StreamEnd, 'reason'>; firstSecond?: Milliseconds };

/** For the install child and the upkeep child. */
export type UpkeepTask = InstallTask | VerifyTask | RemoveTask | DoctorTask;

/** A pack is fetched or copied. */
export interface InstallTask {
  kind: 'install';
  places: PackPlaces;
  id: string;
  /** The size that the person agreed to. */
  bytes: number;
  from?: string | undefined;
  directory?: string | undefined;
}

/** Packs are read and hashed; all where none is named. */
export interface VerifyTask {
  kind: 'verify';
  places: PackPlaces;
  id?: string | undefined;
}

/** A pack is removed. */
export interface RemoveTask {
  kind: 'remove';
  places: PackPlaces;
  id: string;
}

/** The machine is examined. */
export interface DoctorTask {
  kind: 'doctor';
  places: PackPlaces;
  soundFont: string;
  knowledge: string;
  /** The folder that takes would go to. */
  folder: string;
}

/** What the install and the upkeep child tell before their results. */
export interface UpkeepEvent {
  kind: 'progress';
  report: SidecarProgress;
}
