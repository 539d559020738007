/** The page of a panel as text: its policy, its script, its style, its strings. It knows nothing of VS Code. */
import { bundleId } from '../bridge/protocol/panels/pageBundle.ts';

/** A panel that `webview/` builds. */
export type PanelName = 'cue' | 'player';

/** What the page is made of; addresses are those that the webview can fetch. */
export interface PanelPageParts {
  readonly panel: PanelName;
  /** Folder of the built panels, without a slash at its end. */
  readonly folder: string;
  /** Where VS Code serves files of the extension from, as a source expression. */
  readonly cspSource: string;
  /** Fresh for every page. */
  readonly nonce: string;
  /** As BCP 47 writes it: of the strings. */
  readonly language: string;
  /** The strings of that language by those of ours; absent for English. */
  readonly strings?: Readonly<Record<string, string>> | undefined;
}

/**
 * Writes the page.
 *
 * Its policy: no address is reached but the extension's own files; scripts run by nonce. The player also lets scripts of the
 * extension's folder run, because a worklet's module cannot carry a nonce. Style attributes in markup do nothing.
 */
export function panelPage({ panel, folder, cspSource, nonce, language, strings }: PanelPageParts): string {
  const policy = [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'${panel === 'player' ? ` ${cspSource}` : ''}`,
    `style-src ${cspSource}`,
    `font-src ${cspSource}`,
    `img-src ${cspSource} data: blob:`,
    `base-uri 'none'`,
    `form-action 'none'`,
  ].join('; ');
  // Data, which no browser runs: the policy is not asked. Nothing in it may end the element.
  const carried = JSON.stringify(strings ?? {}).replaceAll('<', '\\u003c');
  const bundle = `<script type="application/json" id="${bundleId}">${carried}</script>`;
  const at = (name: string) => escapeAttribute(`${folder}/${name}`);
  return `<!doctype html>
<html lang="${escapeAttribute(language)}">
  <head>
    <meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content="${escapeAttribute(policy)}" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>${panel === 'cue' ? 'Cue' : 'Player'}</title>
    <link rel="stylesheet" href="${at('codicon.css')}" id="vscode-codicon-stylesheet" />
    <link rel="stylesheet" href="${at(`${panel}.css`)}" />
${strings === undefined ? '' : `    ${bundle}\n`}    <script type="module" nonce="${nonce}" src="${at(`${panel}.js`)}"></script>
  </head>
  <body data-panel="${panel}"></body>
</html>
`;
}

function escapeAttribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
