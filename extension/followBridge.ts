/** Keeps the context keys that menus read as the bridge is. */
import { isConnected } from './bridge/rememberedConnection.ts';
import { setContextKey } from './contextKeys.ts';
import type { Milliseconds } from '../bridge/protocol/units.ts';
import type { Bridge } from './bridge/bridge.ts';
import type { Ending } from './processes/listeners.ts';

const every: Milliseconds = 1000;

/** Until it is disposed. */
export function followBridge(bridge: Bridge): Ending {
  const update = (): void => {
    const { status, remembered } = bridge.view;
    setContextKey('leitmotif.connected', isConnected(remembered));
    setContextKey('leitmotif.performing', status?.performance !== undefined);
    setContextKey('leitmotif.hasMapping', (remembered.mappings ?? []).length > 0);
    setContextKey('leitmotif.oscQueryOn', status?.oscQuery !== undefined);
    setContextKey('leitmotif.listensToMidi', remembered.midiInput !== undefined);
  };
  setContextKey('leitmotif.bridgeAvailable', true);
  update();
  const following = bridge.onDidChange(update);
  // Which section sounds is shown while something is performed, also where the view is hidden.
  const timer = setInterval(() => {
    if (bridge.view.status?.performance !== undefined) void bridge.refresh().catch(() => undefined);
  }, every);
  return {
    dispose: () => {
      clearInterval(timer);
      following.dispose();
    },
  };
}
