/** How a forked helper hears and speaks, and how it makes sure that it does not outlive who forked it. */
import { dieWithParent } from './parentWatch.ts';
import type { HelperOrder } from './helperMessages.ts';
import type { HelperPort } from './serveTasks.ts';

/** The channel to the sidecar. From now on this process ends when the channel closes or the sidecar is gone. */
export function helperPort(): HelperPort {
  dieWithParent();
  process.on('disconnect', () => process.exit(0));
  // Whoever stops the group by Ctrl-C stops the sidecar, which ends its children in its own order.
  process.on('SIGINT', () => undefined);
  return {
    reply: (reply) => {
      if (process.connected) process.send?.(reply, undefined, undefined, () => undefined);
    },
    onOrder: (listener) => {
      process.on('message', (order: HelperOrder) => {
        listener(order);
      });
    },
    exit: () => process.exit(0),
  };
}
