/** What is being done, in words and true numbers. */
import type { JobView } from '../../../bridge/protocol/panels/cuePanel.ts';
import type { SidecarProgress } from '../../../bridge/protocol/sidecar.ts';

const kinds: Readonly<Record<JobView['kind'], string>> = {
  brief: 'Writing the brief',
  draft: 'Making a draft',
  compose: 'Making a take',
  remake: 'Remaking a take',
};

const stages: Partial<Readonly<Record<SidecarProgress['stage'], string>>> = {
  read: 'reading the conditions',
  perceive: 'looking and listening',
  brief: 'writing the brief',
  compose: 'composing',
  render: 'rendering',
  measure: 'measuring',
  write: 'writing files',
};

/** One line: `Making a take: rendering, 3 of 10 – strings`. */
export function jobWords({ kind, progress, isStarting }: JobView): string {
  if (progress === undefined) return `${kinds[kind]}: ${isStarting ? 'starting the sidecar' : 'waiting'}…`;
  const { stage, step, of, detail } = progress;
  const count = of === undefined ? '' : `, ${step} of ${of}`;
  return `${kinds[kind]}: ${stages[stage] ?? stage}${count}${detail === undefined ? '' : ` – ${detail}`}`;
}

/** How much of the stage is done, 0…1; `undefined` where nobody knows. */
export function jobShare({ progress }: JobView): number | undefined {
  if (progress?.of === undefined || progress.of <= 0) return undefined;
  return Math.min(1, Math.max(0, progress.step / progress.of));
}

/** What a screen reader is told: a new stage, not every step. */
export function spokenJob(job: JobView | undefined): string {
  if (job === undefined) return '';
  const { kind, progress, isStarting } = job;
  if (progress === undefined) return isStarting ? `${kinds[kind]}: starting the sidecar` : kinds[kind];
  return `${kinds[kind]}: ${stages[progress.stage] ?? progress.stage}`;
}
