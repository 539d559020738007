/** Connect DAW: which program, at which ports, and what of the line works. Disconnect DAW and Test DAW Line besides. */
import * as vscode from 'vscode';
import { requireTrustToConnect } from '../trust.ts';
import { askConnection } from './askConnection.ts';
import { showLine } from './showLine.ts';
import { oscReport } from '../bridge/oscReport.ts';
import { testLine } from '../bridge/testLine.ts';
import type { LineReport } from '../../bridge/protocol/daw.ts';
import type { Bridge } from '../bridge/bridge.ts';
import type { RememberedConnection } from '../bridge/rememberedConnection.ts';
import type { Command } from './command.ts';

/** Given what to connect, as a workspace remembers it; else asks. Answers the report of the line, where there is one. */
export const connectDaw: Command = async (parts, given) => {
  requireTrustToConnect();
  const { bridge } = parts;
  const asked = isConnection(given) ? given : await askConnection(bridge);
  const location = vscode.ProgressLocation.Notification;
  const title = vscode.l10n.t('Connecting and testing the line');
  const report = await vscode.window.withProgress({ location, title }, () => connect(bridge, asked));
  // The report is looked at beside whatever comes next.
  if (report !== undefined && given === undefined) void showLine(parts, report);
  return report;
};

/** Ends every connection and forgets it. */
export const disconnectDaw: Command = async ({ bridge }) => {
  requireTrustToConnect();
  await bridge.disconnect();
};

/** Tests what is connected again. */
export const testDawLine: Command = async (parts, given) => {
  requireTrustToConnect();
  const report = await testLine(parts.bridge, vscode.l10n);
  if (report !== undefined && given !== 'quiet') void showLine(parts, report);
  return report;
};

async function connect(bridge: Bridge, asked: RememberedConnection): Promise<LineReport | undefined> {
  const { daw, osc, midi } = asked;
  if (midi !== undefined) await bridge.openMidi(midi);
  if (osc !== undefined) await bridge.connectOsc(osc);
  const line = daw === undefined ? undefined : (await bridge.connectDaw(daw)).report;
  return osc === undefined ? line : oscReport(await bridge.refresh(), vscode.l10n);
}

/** A tree passes one of its own lines, which is no connection. */
function isConnection(given: unknown): given is RememberedConnection {
  return (
    typeof given === 'object' &&
    given !== null &&
    ['daw', 'osc', 'midi'].some((part) => typeof (given as Record<string, unknown>)[part] === 'object')
  );
}
