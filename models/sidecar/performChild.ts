/**
 * The child process that composes performances. A process of its own: a take that renders for minutes must not keep the next
 * phrase waiting, and a phrase must not keep the sidecar from answering.
 */
import { cancelled } from '../../bridge/protocol/errors.ts';
import { helperPort } from './helperPort.ts';
import { Performer } from './performer.ts';
import { serveTasks } from './serveTasks.ts';
import type { PerformanceOrder } from '../../bridge/protocol/performance.ts';
import type { TaskContext } from './serveTasks.ts';
import type { PerformTask } from './tasks.ts';

serveTasks(
  helperPort(),
  (task, context) => perform(task as PerformTask, context),
  () => Promise.resolve(),
);

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
