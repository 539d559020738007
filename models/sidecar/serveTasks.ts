/** The helper's end of the conversation: takes one task at a time, and gives signs of life in between. */
import { throttleProgress } from '../../bridge/protocol/progress.ts';
import { toFault } from './helperFault.ts';
import type { ProgressListener } from '../../bridge/protocol/progress.ts';
import type { HelperOrder, HelperReply } from './helperMessages.ts';

/** How a helper hears and speaks. */
export interface HelperPort {
  reply(reply: HelperReply): void;
  onOrder(listener: (order: HelperOrder) => void): void;
  /** Ends this helper. */
  exit(): void;
}

/** What a task is given. */
export interface TaskContext {
  signal: AbortSignal;
  progress: ProgressListener;
  /** Sends something ahead of the result. */
  event: (event: unknown) => void;
  /** Hears what the running task is told. What was told before is lost. */
  onTold: (listener: (message: unknown) => void) => void;
}

/** Does one task. */
export type Work = (task: unknown, context: TaskContext) => Promise<unknown>;

/** Serves orders until it is told to end; `close` frees what the work holds. */
export function serveTasks(port: HelperPort, work: Work, close: () => Promise<void>): void {
  const running = new Map<number, AbortController>();
  const listeners = new Map<number, (message: unknown) => void>();
  const run = async (id: number, task: unknown): Promise<void> => {
    const controller = new AbortController();
    running.set(id, controller);
    const report = (progress: Parameters<ProgressListener>[0]): void => {
      port.reply({ kind: 'progress', id, report: progress });
    };
    try {
      const result = await work(task, {
        signal: controller.signal,
        progress: throttleProgress(report, () => performance.now()),
        event: (event) => {
          port.reply({ kind: 'event', id, event });
        },
        onTold: (listener) => {
          listeners.set(id, listener);
        },
      });
      port.reply({ kind: 'done', id, result });
    } catch (error) {
      port.reply({ kind: 'failed', id, fault: toFault(error) });
    } finally {
      running.delete(id);
      listeners.delete(id);
    }
  };
  port.onOrder((order) => {
    switch (order.kind) {
      case 'run':
        void run(order.id, order.task);
        return;
      case 'tell':
        listeners.get(order.id)?.(order.message);
        return;
      case 'cancel':
        running.get(order.id)?.abort();
        return;
      case 'beat':
        port.reply({ kind: 'beat' });
        return;
      case 'end':
        for (const controller of running.values()) controller.abort();
        void close().finally(() => {
          port.exit();
        });
    }
  });
}
