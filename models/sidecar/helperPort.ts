/** How a helper hears and speaks, and how it makes sure that it does not outlive who started it. */
import { Socket } from 'node:net';
import { encodeHelperMessage, helperPipe, HelperMessageDecoder } from './helperFraming.ts';
import { dieWithParent } from './parentWatch.ts';
import type { HelperOrder } from './helperMessages.ts';
import type { HelperPort } from './serveTasks.ts';

/** The pipe to the sidecar. From now on this process ends when the pipe closes or the sidecar is gone. */
export function helperPort(): HelperPort {
  dieWithParent();
  const pipe = new Socket({ fd: helperPipe });
  pipe.on('error', () => undefined);
  pipe.on('close', () => process.exit(0));
  // Whoever stops the group by Ctrl-C stops the sidecar, which ends its children in its own order.
  process.on('SIGINT', () => undefined);
  const decoder = new HelperMessageDecoder();
  return {
    reply: (reply) => {
      if (pipe.writable) pipe.write(encodeHelperMessage(reply));
    },
    onOrder: (listener) => {
      pipe.on('data', (bytes) => {
        for (const order of decoder.push(bytes)) listener(order as HelperOrder);
      });
    },
    exit: () => process.exit(0),
  };
}
