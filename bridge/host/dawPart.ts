/** Puts the connection to a DAW together with the desk. */
import { DawDesk } from '../daw/dawDesk.ts';
import { parameterMessage, parameterValues } from '../osc/oscParameters.ts';
import type { BridgeDesk } from './bridgeDesk.ts';

/** Joins it; what it answers is available from now on. */
export function joinDaw(desk: BridgeDesk): void {
  const daws = new DawDesk((state) => {
    desk.tellDaw(state);
  });
  const { listDaws, connectDaw, testDaw, disconnectDaw, sendClip } = daws;
  const { dawConditions } = daws;
  daws.onOther = (message) => {
    desk.mappings.hear(parameterValues(message), 'daw');
  };
  desk.mappings.tellAlso((source, value) => {
    if (source.kind === 'osc') daws.connection?.line?.send(parameterMessage(source, value));
  });
  const answers = { listDaws, connectDaw, testDaw, disconnectDaw, sendClip, dawConditions };
  Object.assign(desk.optional, answers satisfies BridgeDesk['optional']);
  desk.join({
    status: () => (daws.status === undefined ? {} : { daw: daws.status }),
    close: disconnectDaw,
  });
}
