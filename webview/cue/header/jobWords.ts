/** What is being done, in words and true numbers. */
import { t } from '@vscode/l10n';
import type { JobView } from '../../../bridge/protocol/panels/cuePanel.ts';
import type { SidecarProgress } from '../../../bridge/protocol/sidecar.ts';

const kinds: Readonly<Record<JobView['kind'], string>> = {
  brief: t('Writing the brief'),
  draft: t('Making a draft'),
  compose: t('Making a take'),
  remake: t('Remaking a take'),
};

const stages: Partial<Readonly<Record<SidecarProgress['stage'], string>>> = {
  read: t('reading the conditions'),
  perceive: t('looking and listening'),
  brief: t('writing the brief'),
  compose: t('composing'),
  render: t('rendering'),
  measure: t('measuring'),
  write: t('writing files'),
};

/** One line: `Making a take: rendering, 3 of 10 – strings`. */
export function jobWords({ kind, progress, isStarting }: JobView): string {
  const what = kinds[kind];
  if (progress === undefined)
    return isStarting ? t('{0}: starting the sidecar…', what) : t('{0}: waiting…', what);
  const { stage, step, of, detail } = progress;
  const at = stages[stage] ?? stage;
  const line = of === undefined ? t('{0}: {1}', what, at) : t('{0}: {1}, {2} of {3}', what, at, step, of);
  return detail === undefined ? line : `${line} – ${detail}`;
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
  if (progress === undefined) return isStarting ? t('{0}: starting the sidecar', kinds[kind]) : kinds[kind];
  return t('{0}: {1}', kinds[kind], stages[progress.stage] ?? progress.stage);
}
