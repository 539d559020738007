/** The one place that shows errors to a person. */
import * as vscode from 'vscode';
import { faultOf } from './faultOf.ts';
import type { SidecarFault } from '../bridge/protocol/sidecar.ts';
import type { Logs } from './logs.ts';
import type { CommandId } from './manifest/contributed.ts';

/** One message at a time for one and the same fault: who clicks five times reads it once. */
const shown = new Set<string>();

/**
 * Shows an error as one message with *Show Log*, and logs it. `cancelled` is no error: the person did it. What is not of
 * the catalogue is logged with its stack and shown as `internal`.
 */
export function showFault(error: unknown, logs: Logs): void {
  const fault = logFault(error, logs);
  if (fault.code === 'cancelled') return;
  // Whatever stands in `internal` was not written for a person.
  const subject = fault.code === 'internal' ? '' : ` (${fault.subject})`;
  void showOnce(`${fault.what}${subject}. ${fault.next}.`);
}

/** Only logs it: for a fault that stands where the person looks already. */
export function logFault(error: unknown, logs: Logs): SidecarFault {
  const fault = faultOf(error);
  if (fault.code === 'cancelled') {
    logs.host.debug(`${fault.what} (${fault.subject})`);
    return fault;
  }
  logs.host.error(`${fault.code}: ${fault.what} (${fault.subject}). ${fault.next}.`);
  const cause = fault.code === 'internal' ? error : causeOf(error);
  if (cause instanceof Error) logs.host.error(cause.stack ?? cause.message);
  return fault;
}

async function showOnce(text: string): Promise<void> {
  if (shown.has(text)) return;
  shown.add(text);
  const showLog = vscode.l10n.t('Show Log');
  try {
    const chosen = await vscode.window.showErrorMessage(`Leitmotif: ${text}`, showLog);
    const command: CommandId = 'leitmotif.showLog';
    if (chosen === showLog) await vscode.commands.executeCommand(command);
  } finally {
    shown.delete(text);
  }
}

function causeOf(error: unknown): unknown {
  return error instanceof Error ? error.cause : undefined;
}
