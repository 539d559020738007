/** Tests what is connected. */
import { oscReport } from './oscReport.ts';
import type { LineReport } from '../../bridge/protocol/daw.ts';
import type { Bridge } from './bridge.ts';

/** The report of the line to a DAW, else of our own addresses; undefined where neither is open. */
export async function testLine(bridge: Bridge): Promise<LineReport | undefined> {
  if (bridge.view.remembered.daw !== undefined) return (await bridge.testDaw()).report;
  return oscReport(await bridge.refresh());
}
