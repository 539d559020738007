/** Activation: puts the parts together. Starts no process, reads no document. */
import { performance } from 'node:perf_hooks';
import { openBridge } from './bridge/openBridge.ts';
import { Performing } from './bridge/performing.ts';
import { registerCommands } from './commands/registerCommands.ts';
import { CueSessions } from './cue/cueSessions.ts';
import { registerCueEditor } from './cue/cueEditorProvider.ts';
import { followActiveCue } from './followActiveCue.ts';
import { followBridge } from './followBridge.ts';
import { openLogs } from './logs.ts';
import { ownProgram } from './ownProgram.ts';
import { Player } from './player/player.ts';
import { registerPlayerView } from './player/registerPlayerView.ts';
import { registerScenesCodeLens } from './scenes/scenesCodeLens.ts';
import { showFault } from './showFault.ts';
import { openSidecar } from './sidecar/openSidecar.ts';
import { CuesView } from './views/cuesView.ts';
import { DawView } from './views/dawView.ts';
import { PacksView } from './views/packsView.ts';
import { openStatusBar } from './views/statusBar.ts';
import type { LeitmotifError } from '../bridge/protocol/errors.ts';
import type * as vscode from 'vscode';
import type { Milliseconds } from '../bridge/protocol/units.ts';
import type { Bridge } from './bridge/bridge.ts';
import type { Program } from './processes/startProgram.ts';
import type { Sidecar } from './sidecar/sidecar.ts';

/** What tests in the extension host reach; not for other extensions, and it may change at any time. */
export interface LeitmotifApi {
  readonly sessions: CueSessions;
  readonly sidecar: Sidecar;
  readonly bridge: Bridge;
  readonly player: Player;
  readonly packs: PacksView;
  readonly daw: DawView;
  /** How long `activate` took. */
  readonly activation: Milliseconds;
}

let running: readonly { end(): Promise<void> }[] = [];

/** Called by VS Code at the first command, view or cue. */
export function activate(context: vscode.ExtensionContext): LeitmotifApi {
  const start = performance.now();
  const logs = openLogs();
  const sidecar = openSidecar(context, logs);
  const bridge = openBridge(context, logs);
  running = [sidecar, bridge];
  const player = new Player({ extensionUri: context.extensionUri, logs });
  const tellTake = bridge.tellTake.bind(bridge);
  const sessions = new CueSessions({ context, sidecar, player, logs, tellTake });
  const packs = new PacksView(sidecar, logs);
  const daw = new DawView(bridge);
  const onLost = (error: LeitmotifError): void => {
    showFault(error, logs);
  };
  const commandLine = (): Promise<Program> =>
    ownProgram(context, logs.sidecar, { file: 'leitmotif.js', arguments: [], environment: {} });
  const performing = new Performing({ sidecar, bridge, onLost });
  context.subscriptions.push(
    bridge.onDidLosePerformance((error) => {
      performing.lose(error);
    }),
    logs,
    player,
    sessions,
    packs,
    registerCueEditor({ context, sessions, player, logs }),
    registerPlayerView(player, context),
    registerScenesCodeLens(),
    registerCommands({ sessions, player, sidecar, bridge, performing, packs, logs, commandLine }),
    followActiveCue(sessions),
    followBridge(bridge),
    new CuesView(sessions),
    daw,
    openStatusBar({ sidecar, bridge, sessions }),
  );
  const activation = performance.now() - start;
  logs.host.info(`Leitmotif is there after ${activation.toFixed(1)} ms.`);
  return { sessions, sidecar, bridge, player, packs, daw, activation };
}

/** Called by VS Code when the window closes; it waits for what is returned. */
export async function deactivate(): Promise<void> {
  await Promise.all(running.map((one) => one.end()));
}
