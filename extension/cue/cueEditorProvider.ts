/** The custom editor of `*.leitmotif`: a panel over the text document. Undo, save, revert and diff are VS Code's own. */
import * as vscode from 'vscode';
import { CuePanel } from './cuePanel.ts';
import { panelFolder, webviewHtml } from '../webviewHtml.ts';
import { showFault } from '../showFault.ts';
import type { Logs } from '../logs.ts';
import type { CustomEditorId } from '../manifest/contributed.ts';
import type { Player } from '../player/player.ts';
import type { CueSessions } from './cueSessions.ts';

/** What the editor works with. */
export interface CueEditorParts {
  context: vscode.ExtensionContext;
  sessions: CueSessions;
  player: Player;
  logs: Logs;
}

const editor: CustomEditorId = 'leitmotif.cue';

/** Registers it. */
export function registerCueEditor(parts: CueEditorParts): vscode.Disposable {
  const provider: vscode.CustomTextEditorProvider = {
    resolveCustomTextEditor: (document, panel) => resolve(parts, document, panel),
  };
  return vscode.window.registerCustomEditorProvider(editor, provider, {
    supportsMultipleEditorsPerDocument: true,
  });
}

async function resolve(
  parts: CueEditorParts,
  document: vscode.TextDocument,
  panel: vscode.WebviewPanel,
): Promise<void> {
  const { context, sessions } = parts;
  const { uri } = document;
  const workspace = vscode.workspace.getWorkspaceFolder(uri)?.uri;
  panel.webview.options = {
    enableScripts: true,
    localResourceRoots: [
      panelFolder(context.extensionUri),
      // Thumbnails are the pictures themselves.
      vscode.Uri.joinPath(uri, '..'),
      ...(workspace === undefined ? [] : [workspace]),
    ],
  };
  try {
    const cue = await sessions.openCue(uri);
    const open = new CuePanel(cue, panel, parts);
    panel.onDidDispose(() => {
      open.dispose();
    });
    // The page may say that it is ready at once: it is heard by now.
    panel.webview.html = webviewHtml(panel.webview, context.extensionUri, 'cue');
  } catch (error) {
    showFault(error, parts.logs);
    throw error;
  }
}
