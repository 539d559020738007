/** Pages of our panels for webviews of VS Code. */
import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { panelPage } from './panelPage.ts';
import type { PanelName } from './panelPage.ts';

/**
 * The page of a panel. The webview must allow scripts and have {@link panelFolder} among its `localResourceRoots`; `<body data-panel>`
 * names the panel.
 */
export function webviewHtml(webview: vscode.Webview, extensionUri: vscode.Uri, panel: PanelName): string {
  const strings = vscode.l10n.bundle;
  return panelPage({
    panel,
    folder: webview.asWebviewUri(panelFolder(extensionUri)).toString(),
    cspSource: webview.cspSource,
    nonce: randomBytes(16).toString('base64url'),
    // Where there is no translation the panel speaks English, whatever the editor does.
    language: strings === undefined ? 'en' : vscode.env.language,
    strings,
  });
}

/** Where the built panels lie: the one folder of the extension that a panel may read. */
export function panelFolder(extensionUri: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(extensionUri, 'dist', 'webview');
}
