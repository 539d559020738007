/** Keeps the context keys that menus read as the active cue is. */
import { setContextKey } from './contextKeys.ts';
import type * as vscode from 'vscode';
import type { CueSessions } from './cue/cueSessions.ts';

/** Until it is disposed. */
export function followActiveCue(sessions: CueSessions): vscode.Disposable {
  const update = (): void => {
    const state = sessions.active?.state;
    setContextKey('leitmotif.hasCue', state !== undefined);
    setContextKey('leitmotif.busy', state?.job !== undefined);
    setContextKey('leitmotif.hasTake', state?.takes.some(({ fault }) => fault === undefined) ?? false);
  };
  // Not before the bridge is there.
  setContextKey('leitmotif.bridgeAvailable', false);
  update();
  return sessions.onDidChangeActive(update);
}
