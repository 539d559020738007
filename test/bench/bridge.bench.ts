/** What is soon measured of the bridge: starts of streams, many listeners, the OSC codec. Some four minutes. */
import { join } from 'node:path';
import { codecRows } from './bridge/codecRows.ts';
import { listenerRows } from './bridge/listenerRows.ts';
import { startRows } from './bridge/startRows.ts';
import { besideTakes, loadDetail } from './bridge/takeLoad.ts';
import { withTemporaryFolder } from './temporaryFolder.ts';
import type { BenchRow } from './benchRow.ts';

/** All of it beside another sidecar that makes takes. */
export function runBridgeBench(): Promise<BenchRow[]> {
  return withTemporaryFolder((folder) =>
    besideTakes(join(folder, 'load'), async () => [
      ...(await startRows(join(folder, 'start'), loadDetail)),
      ...(await listenerRows(join(folder, 'listeners'), loadDetail)),
      ...(await codecRows(loadDetail)),
    ]),
  );
}
