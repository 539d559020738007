/** Puts the connection to a DAW together with the desk. */
import { basename } from 'node:path';
import { DawDesk } from '../daw/dawDesk.ts';
import type { SendClipResult } from '../protocol/bridge.ts';
import type { BridgeDesk } from './bridgeDesk.ts';

/** Joins it; what it answers is available from now on. */
export function joinDaw(desk: BridgeDesk): void {
  const daws = new DawDesk((state) => {
    desk.tellDaw(state);
  });
  const { listDaws, connectDaw, testDaw, disconnectDaw, sendClip } = daws;
  const answers = {
    ...{ listDaws, connectDaw, testDaw, disconnectDaw },
    sendClip: async (asked: Parameters<typeof sendClip>[0]): Promise<SendClipResult> => {
      const result = await sendClip(asked);
      desk.toldTake({ event: 'sent', name: basename(asked.folder).slice(0, 200) });
      return result;
    },
  };
  Object.assign(desk.optional, answers satisfies BridgeDesk['optional']);
  desk.join({
    status: () => (daws.status === undefined ? {} : { daw: daws.status }),
    close: disconnectDaw,
  });
}
