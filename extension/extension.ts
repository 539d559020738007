/** Activation: puts the parts together. Starts no process, reads no document. */
import { performance } from 'node:perf_hooks';
import { registerCommands } from './commands/registerCommands.ts';
import { CueSessions } from './cue/cueSessions.ts';
import { registerCueEditor } from './cue/cueEditorProvider.ts';
import { followActiveCue } from './followActiveCue.ts';
import { openLogs } from './logs.ts';
import { Player } from './player/player.ts';
import { registerPlayerView } from './player/registerPlayerView.ts';
import { registerScenesCodeLens } from './scenes/scenesCodeLens.ts';
import { openSidecar } from './sidecar/openSidecar.ts';
import { CuesView } from './views/cuesView.ts';
import { registerDawView } from './views/dawView.ts';
import { PacksView } from './views/packsView.ts';
import { openStatusBar } from './views/statusBar.ts';
import type * as vscode from 'vscode';
import type { Milliseconds } from '../bridge/protocol/units.ts';
import type { Sidecar } from './sidecar/sidecar.ts';

/** What tests in the extension host reach; not for other extensions, and it may change at any time. */
export interface LeitmotifApi {
  readonly sessions: CueSessions;
  readonly sidecar: Sidecar;
  readonly player: Player;
  readonly packs: PacksView;
  /** How long `activate` took. */
  readonly activation: Milliseconds;
}

let running: Sidecar | undefined;

/** Called by VS Code at the first command, view or cue. */
export function activate(context: vscode.ExtensionContext): LeitmotifApi {
  const start = performance.now();
  const logs = openLogs();
  const sidecar = openSidecar(context, logs);
  running = sidecar;
  const player = new Player({ extensionUri: context.extensionUri, logs });
  const sessions = new CueSessions({ context, sidecar, player, logs });
  const packs = new PacksView(sidecar, logs);
  context.subscriptions.push(
    logs,
    player,
    sessions,
    packs,
    registerCueEditor({ context, sessions, player, logs }),
    registerPlayerView(player, context),
    registerScenesCodeLens(),
    registerCommands({ sessions, player, sidecar, packs, logs }),
    followActiveCue(sessions),
    new CuesView(sessions),
    registerDawView(),
    openStatusBar(sidecar, sessions),
  );
  const activation = performance.now() - start;
  logs.host.info(`Leitmotif is there after ${activation.toFixed(1)} ms.`);
  return { sessions, sidecar, player, packs, activation };
}

/** Called by VS Code when the window closes; it waits for what is returned. */
export async function deactivate(): Promise<void> {
  await running?.end();
}
