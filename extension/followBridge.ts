/** Keeps the context keys that menus read as the bridge is. */
import { isConnected } from './bridge/rememberedConnection.ts';
import { setContextKey } from './contextKeys.ts';
import type { Bridge } from './bridge/bridge.ts';
import type { Ending } from './processes/listeners.ts';

/** Until it is disposed. */
export function followBridge(bridge: Bridge): Ending {
  const update = (): void => {
    const { status, remembered } = bridge.view;
    setContextKey('leitmotif.connected', isConnected(remembered));
    setContextKey('leitmotif.performing', status?.performance !== undefined);
    setContextKey('leitmotif.oscQueryOn', status?.oscQuery !== undefined);
  };
  setContextKey('leitmotif.bridgeAvailable', true);
  update();
  return bridge.onDidChange(update);
}
