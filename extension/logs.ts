/** One log channel a process. Their level is VS Code's to set. */
import * as vscode from 'vscode';

/** Where is written what happened. */
export interface Logs {
  /** Of the extension itself. */
  readonly host: vscode.LogOutputChannel;
  /** What the sidecar says on its standard error, and what becomes of it. */
  readonly sidecar: vscode.LogOutputChannel;
  dispose(): void;
}

/** Opens them; nothing is shown. */
export function openLogs(): Logs {
  const host = vscode.window.createOutputChannel('Leitmotif', { log: true });
  const sidecar = vscode.window.createOutputChannel('Leitmotif Sidecar', { log: true });
  return {
    host,
    sidecar,
    dispose: () => {
      host.dispose();
      sidecar.dispose();
    },
  };
}
