/** Installing, verifying and removing packs and examining the machine, in a child: they hash, copy and load native code. */
import { LeitmotifError } from '../../bridge/protocol/errors.ts';
import { programVersion } from '../takes/installation.ts';
import { pacedProgress } from './pacedProgress.ts';
import type { DoctorReport } from '../../bridge/protocol/doctor.ts';
import type { PackProgressListener, PackVerdict } from '../../bridge/protocol/packListing.ts';
import type { InstallResult, RemoveResult } from '../../bridge/protocol/sidecar.ts';
import type { InstallQuestion } from '../runtime/packs/installPack.ts';
import type { TaskContext } from './serveTasks.ts';
import type { DoctorTask, InstallTask, UpkeepEvent, UpkeepTask } from './tasks.ts';

/** What a task ends with. */
export type UpkeepResult = InstallResult | PackVerdict[] | RemoveResult | DoctorReport;

/** Does one task. Throws errors of the catalogue. */
export async function doUpkeep(task: UpkeepTask, context: TaskContext): Promise<UpkeepResult> {
  const { signal, event } = context;
  const progress = pacedProgress((report) => {
    event({ kind: 'progress', report } satisfies UpkeepEvent);
  });
  switch (task.kind) {
    case 'install':
      return install(task, progress, signal);
    case 'verify': {
      const { verifyPacks } = await import('../runtime/packs/verifyPacks.ts');
      return verifyPacks({ ...task.places, id: task.id, progress, signal });
    }
    case 'remove': {
      const { removePack } = await import('../runtime/packs/removePack.ts');
      return removePack(task.id, task.places);
    }
    case 'doctor':
      return examine(task, progress, signal);
  }
}

async function install(
  { id, places, bytes, from, directory }: InstallTask,
  progress: PackProgressListener,
  signal: AbortSignal,
): Promise<InstallResult> {
  const { installPack } = await import('../runtime/packs/installPack.ts');
  const { record, folder, isNew, received } = await installPack(id, {
    manifests: places.manifests,
    dir: directory,
    from,
    // Async, so that a refusal is a rejection.
    consent: async (question) => Promise.resolve(isAgreed(question, bytes)),
    progress,
    signal,
  });
  return { id, folder, isNew, received, bytes: record.files.reduce((sum, file) => sum + file.bytes, 0) };
}

/** @throws LeitmotifError `consent-missing` where the person was shown another size */
function isAgreed({ manifest, bytes }: InstallQuestion, shown: number): true {
  if (bytes === shown) return true;
  throw new LeitmotifError('consent-missing', {
    what: `The person agreed to ${shown} bytes, and the pack has ${bytes}`,
    subject: manifest.id,
    next: 'Show the size that packs/list says, and ask again',
  });
}

async function examine(
  { places, soundFont, knowledge, folder }: DoctorTask,
  progress: PackProgressListener,
  signal: AbortSignal,
): Promise<DoctorReport> {
  const { runDoctor } = await import('../runtime/doctor/runDoctor.ts');
  const version = programVersion();
  return runDoctor({ version, places, soundFont, knowledge, workFolder: folder, signal, progress });
}
