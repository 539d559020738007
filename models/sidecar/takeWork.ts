/** The work of the take child: composes, and has scores rendered in threads of its own. Native code comes in with the musflow engine alone. */
import { throwIfCancelled } from '../../bridge/protocol/errors.ts';
import { playScore } from '../rendering/playScore.ts';
import { scoreFrom } from '../rendering/scoreFrom.ts';
import { listeningPace } from '../rendering/renderPace.ts';
import { styleSpaces } from '../rendering/space.ts';
import { composeInKey } from '../takes/composeInKey.ts';
import { composeTake } from '../takes/composeTake.ts';
import { remakeTake } from '../takes/remakeTake.ts';
import { composeLocked } from '../takes/revision/composeLocked.ts';
import { openTakeFolder } from '../takes/takeFolder.ts';
import { cueTitle, takeName } from '../takes/takeName.ts';
import { warmRenderPool } from '../takes/warmRenderPool.ts';
import { serveTasks } from './serveTasks.ts';
import { StreamedTake } from './streamedTake.ts';
import { TakeStack } from './takeStack.ts';
import type { HelperPort, TaskContext } from './serveTasks.ts';
import type { Take } from '../takes/take.ts';
import type { ComposeTask, PerformedTask, PreviewTask, RemakeTask, TakeEvent, TakeTask } from './tasks.ts';

const stack = new TakeStack();

/** Serves until it is told to end. */
export function serveTakes(port: HelperPort): void {
  // Failing here, it fails again where somebody waits for it.
  void warmRenderPool(stack.renderPool, stack.soundFont, 44_100).catch(() => undefined);
  serveTasks(
    port,
    (task, context) => work(task as TakeTask, context),
    () => stack.close(),
  );
}

function work(task: TakeTask, context: TaskContext): Promise<unknown> {
  switch (task.kind) {
    case 'compose':
      return compose(task, context);
    case 'preview':
      return preview(task, context);
    case 'remake':
      return remake(task, context);
    case 'performed':
      return keepPerformed(task, context);
  }
}

async function compose(task: ComposeTask, context: TaskContext): Promise<Take[]> {
  const { prepared, out, count, stems, sampleRate } = task;
  const { signal, progress, event } = context;
  const title = cueTitle(prepared.cue);
  const takes: Take[] = [];
  const sounding = await stack.on(task.provider);
  for (let index = 0; index < count; index++) {
    throwIfCancelled(signal);
    const begun = performance.now();
    const seed = (task.seed + index) >>> 0;
    const folder = openTakeFolder(out, takeName(title, seed));
    try {
      event({ kind: 'folder', path: folder.path } satisfies TakeEvent);
      const sound = task.stream ? { sound: new StreamedTake(task.job, begun, event) } : {};
      const own = await composeLocked(prepared, seed);
      const request = { title, ...own, folder, begun, seed, stems, sampleRate, signal, progress };
      takes.push(await composeTake(sounding, { ...request, ...sound }));
      event({ kind: 'refused', refused: stack.refused } satisfies TakeEvent);
    } finally {
      folder.discard();
    }
  }
  return takes;
}

async function preview(
  task: PreviewTask,
  { signal, progress, event }: TaskContext,
): Promise<{ seconds: number }> {
  const { prepared, seed, sampleRate, from, seconds, job } = task;
  const begun = performance.now();
  progress({ stage: 'compose', step: 0, of: 1 });
  const { prepared: own, revision } = await composeLocked(prepared, seed);
  const title = cueTitle(prepared.cue);
  const { score: whole } = revision?.composed ?? composeInKey({ brief: own.brief, seed, title });
  const score = scoreFrom(whole, from);
  progress({ stage: 'compose', step: 1, of: 1 });
  const sound = new StreamedTake(job, begun, event, { from, seconds });
  sound.begin(score, sampleRate, { whole });
  const space = styleSpaces[own.brief.attributes.style.value];
  const soundFont = await stack.soundFont();
  const pool = stack.renderPool;
  await playScore(score, {
    ...{ soundFont, pool, sampleRate, space, seconds, signal },
    onMix: sound.mix,
    pace: listeningPace,
  });
  sound.end();
  return { seconds: Math.min(seconds, score.seconds) };
}

async function remake(
  { path, out, provider }: RemakeTask,
  { signal, progress, event }: TaskContext,
): ReturnType<typeof remakeTake> {
  const placed = out === undefined ? {} : { out };
  const remade = await remakeTake(await stack.on(provider), { path, ...placed, signal, progress });
  event({ kind: 'refused', refused: stack.refused } satisfies TakeEvent);
  return remade;
}

async function keepPerformed(task: PerformedTask, { signal, progress, event }: TaskContext): Promise<Take> {
  const { prepared, seed, span, out, stems, sampleRate } = task;
  const title = cueTitle(prepared.cue);
  const folder = openTakeFolder(out, takeName(title, seed));
  const begun = performance.now();
  try {
    event({ kind: 'folder', path: folder.path } satisfies TakeEvent);
    return await composeTake(await stack.on(), {
      ...{ title, prepared, folder, begun, seed, stems, sampleRate, signal, progress },
      performance: span,
    });
  } finally {
    folder.discard();
  }
}
