/** The work of the child that performs: composes phrase after phrase. No native code. */
import { cancelled } from '../../bridge/protocol/errors.ts';
import { Performer } from './performer.ts';
import { serveTasks } from './serveTasks.ts';
import type { PerformanceOrder } from '../../bridge/protocol/performance.ts';
import type { HelperPort, TaskContext } from './serveTasks.ts';
import type { PerformTask } from './tasks.ts';

/** Serves until it is told to end. */
export function servePerformances(port: HelperPort): void {
  serveTasks(
    port,
    (task, context) => perform(task as PerformTask, context),
    () => Promise.resolve(),
  );
}

/** Composes until it is stopped. */
function perform({ brief, seed, title }: PerformTask, { signal, event, onTold }: TaskContext): Promise<void> {
  const performer = new Performer({ brief, seed }, title, event);
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => {
      performer.close();
      reject(cancelled());
    });
    onTold((message) => {
      const order = message as PerformanceOrder;
      if (order.kind !== 'stop') {
        performer.obey(order);
        return;
      }
      performer.close();
      resolve();
    });
  });
}
