/** The sidecar of this window: its settings, its log, and what is said when it is given up. */
import { join } from 'node:path';
import * as vscode from 'vscode';
import { clientOf, ownProgram } from '../ownProgram.ts';
import { setting } from '../settings.ts';
import { showFault } from '../showFault.ts';
import { Sidecar } from './sidecar.ts';
import type { Logs } from '../logs.ts';

/** Settings that the sidecar reads at its start. */
const readAtStart = ['leitmotif.nodePath', 'leitmotif.packsFolder'] as const;

/** Makes it; nothing is started. It ends with the extension: `deactivate` waits for `end`. */
export function openSidecar(context: vscode.ExtensionContext, logs: Logs): Sidecar {
  const sidecar = new Sidecar({
    client: clientOf(context),
    log: logs.sidecar,
    program: () =>
      ownProgram(context, logs.sidecar, {
        file: 'sidecar.js',
        // Its children keep the models in memory: with a sidecar that never ends they stay too, a day at most.
        arguments: setting('idleMinutes') === 0 ? ['--idle-minutes', '1440'] : [],
        environment: { LEITMOTIF_PACKS: packsFolder(context) },
      }),
    provider: () => setting('provider'),
    idleAfter: () => Math.max(0, setting('idleMinutes')) * 60_000,
    onGivenUp: (error) => {
      showFault(error, logs);
    },
  });
  context.subscriptions.push(
    sidecar,
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (readAtStart.some((name) => event.affectsConfiguration(name))) sidecar.renew();
      else if (event.affectsConfiguration('leitmotif.idleMinutes')) sidecar.rest();
    }),
  );
  return sidecar;
}

/** Where packs are installed to: as set, as the environment says, else the extension's own storage. */
function packsFolder(context: vscode.ExtensionContext): string {
  const set = setting('packsFolder').trim();
  if (set !== '') return set;
  return process.env.LEITMOTIF_PACKS ?? join(context.globalStorageUri.fsPath, 'packs');
}
