/** Progress as a typed stream: begin, report, end. Numbers are true: `of` is absent where it is not known. */

/** The stages of making a take, in order. */
export const stages = ['read', 'perceive', 'brief', 'compose', 'render', 'measure', 'write'] as const;
/** One of the {@link stages}. */
export type Stage = (typeof stages)[number];

/** One report. */
export interface ProgressReport {
  stage: Stage;
  /** Steps done in this stage. */
  step: number;
  /** Steps in this stage, where known. */
  of?: number;
  /** What the stage is busy with, for a person. */
  detail?: string;
}

/** Receives reports. Must return quickly and never throw. */
export type ProgressListener = (report: ProgressReport) => void;

/** Lets through the first, the last and at most ten reports a second of each stage. `now` is in milliseconds. */
export function throttleProgress(listener: ProgressListener, now: () => number): ProgressListener {
  let stage: Stage | undefined;
  let last = -Infinity;
  return (report) => {
    const isEdge = report.stage !== stage || report.step === report.of;
    const time = now();
    if (!isEdge && time - last < 100) return;
    stage = report.stage;
    last = time;
    listener(report);
  };
}
