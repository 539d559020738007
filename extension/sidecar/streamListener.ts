/** Who hears the sound of a job while it is made. */
import type { StreamEnd } from '../../bridge/protocol/sidecar.ts';
import type { StreamBegin, StreamNote } from '../../bridge/protocol/streamFrame.ts';
import type { Frames } from '../../bridge/protocol/units.ts';

/** Told frame by frame, in order. */
export interface StreamListener {
  /** A second one voids what came before: the take missed its brief and is made again, or the job makes several takes. */
  begin(begin: StreamBegin): void;
  /** Interleaved left and right, at predicted gain; `time` is the take's frame at which they begin. The array is the listener's. */
  audio(time: Frames, samples: Float32Array<ArrayBuffer>): void;
  /** Notes whose onsets count from `time`. */
  notes(time: Frames, notes: StreamNote[]): void;
  /** All was heard, and the files, if any, are written. */
  end(end: StreamEnd): void;
}
