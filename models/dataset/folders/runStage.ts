/** Runs one stage of the workflow over its sources: what is done already is left, what fails is skipped with its reason. */
import {
  LeitmotifError,
  errorCatalogue,
  exitCodes,
  throwIfCancelled,
} from '../../../bridge/protocol/errors.ts';
import type { Stage, ProgressListener } from '../../../bridge/protocol/progress.ts';
import type { StageFile, StageRecord } from './stageFile.ts';

/** A stage over sources of one kind. */
export interface StageRun<S, T extends StageRecord> {
  sources: AsyncIterable<S> | Iterable<S>;
  keyOf(source: S): string;
  /** How many sources there are, for the progress. */
  of: number;
  file: StageFile<T>;
  work(source: S): Promise<T>;
  /** The record of a source that was skipped. */
  skip(key: string, skipped: { code: string; reason: string }): T;
  stage: Stage;
  signal?: AbortSignal | undefined;
  progress?: ProgressListener | undefined;
}

/** Runs the stage, one source after the other. */
export async function runStage<S, T extends StageRecord>(run: StageRun<S, T>): Promise<void> {
  let step = 0;
  for await (const source of run.sources) {
    throwIfCancelled(run.signal);
    const key = run.keyOf(source);
    run.progress?.({ stage: run.stage, step: step++, of: run.of, detail: key });
    if (run.file.has(key)) continue;
    await run.file.append(await oneOrSkipped(run, source, key));
  }
  run.progress?.({ stage: run.stage, step: run.of, of: run.of });
}

async function oneOrSkipped<S, T extends StageRecord>(
  run: StageRun<S, T>,
  source: S,
  key: string,
): Promise<T> {
  try {
    return await run.work(source);
  } catch (error) {
    if (!isOfTheSource(error)) throw error;
    return run.skip(key, { code: error.code, reason: error.what });
  }
}

/** A file that is broken or gone is skipped; what would befall every other source as well ends the build. */
function isOfTheSource(error: unknown): error is LeitmotifError {
  if (!(error instanceof LeitmotifError)) return false;
  const code = errorCatalogue[error.code];
  return code === exitCodes.badInput || code === exitCodes.noInput || error.code === 'attribute-out-of-range';
}
