/** The bridge of this window: its log, its memory in the workspace, and what is said when it is given up. */
import * as vscode from 'vscode';
import { bridgeRuntime } from '../../bridge/protocol/bridgeRuntime.ts';
import { clientOf, ownProgram } from '../ownProgram.ts';
import { showFault } from '../showFault.ts';
import { Bridge } from './bridge.ts';
import { rememberedFrom } from './rememberedConnection.ts';
import type { Milliseconds } from '../../bridge/protocol/units.ts';
import type { Logs } from '../logs.ts';
import type { ConnectionMemory } from './rememberedConnection.ts';

const memoryKey = 'leitmotif.connection';
/** What was connected comes back after the window is up: activation starts no process. */
const resumeAfter: Milliseconds = 1000;

/** Makes it; nothing is started yet. It ends with the extension: `deactivate` waits for `end`. */
export function openBridge(context: vscode.ExtensionContext, logs: Logs): Bridge {
  const bridge = new Bridge({
    client: clientOf(context),
    log: logs.bridge,
    program: () =>
      ownProgram(context, logs.bridge, {
        file: 'bridge.js',
        nodeOptions: bridgeRuntime.nodeOptions,
        arguments: [],
        environment: bridgeRuntime.environment,
      }),
    memory: memoryOf(context.workspaceState),
    onGivenUp: (error) => {
      showFault(error, logs);
    },
  });
  context.subscriptions.push(
    bridge,
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('leitmotif.nodePath')) bridge.renew();
    }),
    resumeLater(bridge),
  );
  return bridge;
}

function memoryOf(state: vscode.Memento): ConnectionMemory {
  return {
    read: () => rememberedFrom(state.get(memoryKey)),
    write: (connection) => void state.update(memoryKey, connection),
  };
}

function resumeLater(bridge: Bridge): vscode.Disposable {
  const resume = (): void => void bridge.resume();
  const timer = setTimeout(() => {
    if (vscode.workspace.isTrusted) resume();
  }, resumeAfter);
  return vscode.Disposable.from(vscode.workspace.onDidGrantWorkspaceTrust(resume), {
    dispose: () => {
      clearTimeout(timer);
    },
  });
}
