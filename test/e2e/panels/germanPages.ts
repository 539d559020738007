/** The panels' pages as VS Code shows them in German, for the server of the tests. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { panelPage } from '../../../extension/panelPage.ts';
import type { PanelName } from '../../../extension/panelPage.ts';
import { findInstallation } from '../../../models/takes/installation.ts';

const bundle = join(findInstallation().root, 'extension/l10n/bundle.l10n.de.json');

/** By name, as {@link servePanels} takes them: `cue.de.html`, `player.de.html`. */
export function germanPages(): Record<string, string> {
  const strings = JSON.parse(readFileSync(bundle, 'utf8')) as Record<string, string>;
  const page = (panel: PanelName) =>
    panelPage({ panel, folder: '', cspSource: `'self'`, nonce: 'forthistest', language: 'de', strings });
  return { 'cue.de.html': page('cue'), 'player.de.html': page('player') };
}

/** The German page of a panel, by the address of its English one. */
export function inGerman(address: string): string {
  return address.replace(/\.html$/, '.de.html');
}
