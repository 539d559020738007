/** Tests what is connected. */
import { oscReport } from './oscReport.ts';
import type { LineReport } from '../../bridge/protocol/daw.ts';
import type { Words } from '../l10n/words.ts';
import type { Bridge } from './bridge.ts';

/** The report of our own addresses, else of the line to a DAW; undefined where neither is open. */
export async function testLine(bridge: Bridge, l10n: Words): Promise<LineReport | undefined> {
  const { daw, osc } = bridge.view.remembered;
  if (osc !== undefined || daw === undefined) return oscReport(await bridge.refresh(), l10n);
  return (await bridge.testDaw()).report;
}
