/** Composing for a cue whose panel is on screen. */
import * as vscode from 'vscode';
import { faultOf } from '../faultOf.ts';
import { logFault } from '../showFault.ts';
import { givenUri } from './givenUri.ts';
import type { TakeView } from '../../bridge/protocol/panels/takeView.ts';
import type { CueSession } from '../cue/cueSessions.ts';
import type { CommandParts } from './command.ts';

/**
 * Composes. A fault that the panel shows is not said a second time as a message: then nothing is returned.
 *
 * @throws LeitmotifError where no panel shows it
 */
export async function composeShown(
  { logs }: CommandParts,
  session: CueSession,
): Promise<TakeView | undefined> {
  try {
    return await session.compose();
  } catch (error) {
    const isSaid = session.state.lastFault?.what === faultOf(error).what;
    if (!isSaid || !isOnScreen(session.uri)) throw error;
    logFault(error, logs);
    return undefined;
  }
}

function isOnScreen(uri: vscode.Uri): boolean {
  return vscode.window.tabGroups.all.some(
    ({ activeTab }) => givenUri(activeTab?.input)?.toString() === uri.toString(),
  );
}
