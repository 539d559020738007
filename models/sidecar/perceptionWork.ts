/**
 * The work of the perception child: decodes pictures and runs models. It holds its event loop for as long as a model runs.
 *
 * The same program installs and verifies packs and examines the machine, in processes of their own (`upkeepDesk.ts`).
 */
import { cueTitle, takeName } from '../takes/takeName.ts';
import { findInstallation } from '../takes/installation.ts';
import { openTakeFolder } from '../takes/takeFolder.ts';
import { Stack } from '../takes/stack.ts';
import { serveTasks } from './serveTasks.ts';
import { doUpkeep } from './upkeepTasks.ts';
import type { ProviderChoice } from '../runtime/providers/providerNames.ts';
import type { Perceived, PerceptionTask, UpkeepTask } from './tasks.ts';
import type { HelperPort, TaskContext } from './serveTasks.ts';

let open: { provider: ProviderChoice; stack: Stack } | undefined;

/** Serves until it is told to end. */
export function servePerception(port: HelperPort): void {
  serveTasks(
    port,
    (task, context) => (isUpkeep(task) ? doUpkeep(task, context) : perceive(task as PerceptionTask, context)),
    async () => open?.stack.close(),
  );
}

async function perceive(
  { cue, folder, out, provider = 'cpu' }: PerceptionTask,
  { signal, progress }: TaskContext,
): Promise<Perceived> {
  // A place that cannot be written to is said before anything is read.
  if (out !== undefined) openTakeFolder(out, takeName(cueTitle(cue), 0)).discard();
  const stack = await stackOn(provider);
  const prepared = await stack.brief({ cue, folder, signal, progress });
  return { prepared, refused: stack.refused.length === 0 ? {} : { refused: [...stack.refused] } };
}

/** One stack at a time: packs are large, and a client seldom changes its mind. */
async function stackOn(provider: ProviderChoice): Promise<Stack> {
  if (open?.provider === provider) return open.stack;
  await open?.stack.close();
  open = { provider, stack: new Stack(findInstallation(), { workers: 1, provider }) };
  return open.stack;
}

function isUpkeep(task: unknown): task is UpkeepTask {
  return typeof task === 'object' && task !== null && 'kind' in task;
}
