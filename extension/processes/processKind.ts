/** A kind of process that the extension keeps, in the words of its messages. */
import type { ErrorCode } from '../../bridge/protocol/errors.ts';

/** One kind. */
export interface ProcessKind {
  /** In the middle of a sentence. */
  readonly name: string;
  /** What it is for, as the beginning of a sentence. */
  readonly purpose: string;
  /** Code of the errors that say that it is gone. */
  readonly gone: ErrorCode & `${string}-ended`;
  /** Title of the command that starts it again. */
  readonly restart: string;
}

/** Makes music. */
export const sidecarKind: ProcessKind = {
  name: 'sidecar',
  purpose: 'The part of Leitmotif that makes music',
  gone: 'sidecar-ended',
  restart: 'Leitmotif: Restart Sidecar',
};

/** Speaks to DAWs. */
export const bridgeKind: ProcessKind = {
  name: 'bridge',
  purpose: 'The part of Leitmotif that speaks to the DAW',
  gone: 'bridge-ended',
  restart: 'Leitmotif: Restart Bridge',
};
