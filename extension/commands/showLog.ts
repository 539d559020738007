/** Show Log. */
import type { Command } from './command.ts';

/** The sidecar's where that has failed, else the extension's own. Given `sidecar` or `host`, that one. */
export const showLog: Command = ({ logs, sidecar }, given) => {
  const wantsSidecar = given === 'sidecar' || (given !== 'host' && sidecar.status.state === 'failed');
  (wantsSidecar ? logs.sidecar : logs.host).show();
  return Promise.resolve();
};
