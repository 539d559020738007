/** What the server asks of those behind it. Whoever implements one of these knows nothing of JSON-RPC. */
import type { z } from 'zod';
import type { DoctorReport } from '../../bridge/protocol/doctor.ts';
import type { PackListings, PackVerdict } from '../../bridge/protocol/packListing.ts';
import type {
  BriefResult,
  ComposeResult,
  InstallResult,
  PerformResult,
  PreviewResult,
  RemakeResult,
  RemoveResult,
  SidecarProgress,
  StreamAddress,
} from '../../bridge/protocol/sidecar.ts';
import type {
  briefParams,
  composeParams,
  doctorParams,
  installParams,
  performParams,
  previewParams,
  remakeParams,
  removeParams,
  verifyParams,
} from '../../bridge/protocol/sidecarParams.ts';

/** Jobs that may run or wait; one more is refused. */
export const mostJobs = 64;

/** What goes with a request that takes time. */
export interface RequestContext {
  /** Aborted by `$/cancelRequest`. */
  signal: AbortSignal;
  progress: (report: SidecarProgress) => void;
}

/** Makes briefs and takes. All throw errors of the catalogue. */
export interface JobHandlers {
  /** Jobs that run or wait. */
  readonly count: number;
  brief(params: z.output<typeof briefParams>, context: RequestContext): Promise<BriefResult>;
  compose(params: z.output<typeof composeParams>, context: RequestContext): Promise<ComposeResult>;
  preview(params: z.output<typeof previewParams>, context: RequestContext): Promise<PreviewResult>;
  perform(params: z.output<typeof performParams>, context: RequestContext): Promise<PerformResult>;
  remake(params: z.output<typeof remakeParams>, context: RequestContext): Promise<RemakeResult>;
  /** False where there is no such job. With `hard` resolves when it is gone. */
  cancel(job: number, hard: boolean): Promise<boolean>;
}

/** Looks after packs. What is absent answers `not-available`. */
export interface PackHandlers {
  list(): Promise<PackListings>;
  verify(params: z.output<typeof verifyParams>, context: RequestContext): Promise<PackVerdict[]>;
  install?(params: z.output<typeof installParams>, context: RequestContext): Promise<InstallResult>;
  remove?(params: z.output<typeof removeParams>, context: RequestContext): Promise<RemoveResult>;
}

/** Examines the machine. */
export type DoctorHandler = (
  params: z.output<typeof doctorParams>,
  context: RequestContext,
) => Promise<DoctorReport>;

/** The checked parameters of a handler. */
export type Asked<M extends keyof JobHandlers | keyof PackHandlers> =
  NonNullable<(JobHandlers & PackHandlers)[M]> extends (params: infer P, ...rest: never[]) => unknown
    ? P
    : never;

/** All that is behind the server. */
export interface SidecarHandlers {
  version: string;
  stream: StreamAddress;
  jobs: JobHandlers;
  packs: PackHandlers;
  doctor?: DoctorHandler;
  /** Ends jobs and processes; resolves when they are gone. */
  shutdown: () => Promise<void>;
  /** Ends the sidecar. `isOrderly` is false where nobody asked for a shutdown first. */
  exit: (isOrderly: boolean) => void;
}
