/** The player view: the one webview that keeps its context when hidden, so that music goes on when tabs change. */
import * as vscode from 'vscode';
import type { ViewId } from '../manifest/contributed.ts';
import { panelFolder, webviewHtml } from '../webviewHtml.ts';
import type { Player } from './player.ts';

const view: ViewId = 'leitmotif.player';

/** Lets VS Code make the view when it is first shown. */
export function registerPlayerView(
  player: Player,
  { extensionUri }: vscode.ExtensionContext,
): vscode.Disposable {
  const provider: vscode.WebviewViewProvider = {
    resolveWebviewView(webviewView) {
      const { webview } = webviewView;
      webview.options = { enableScripts: true, localResourceRoots: [panelFolder(extensionUri)] };
      player.attach(webviewView);
      webview.html = webviewHtml(webview, extensionUri, 'player');
    },
  };
  return vscode.window.registerWebviewViewProvider(view, provider, {
    webviewOptions: { retainContextWhenHidden: true },
  });
}
