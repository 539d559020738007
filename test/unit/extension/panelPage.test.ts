import { describe, expect, it } from 'vitest';
import { panelPage } from '../../../extension/panelPage.ts';

const parts = {
  panel: 'player',
  folder: 'https://files.example/dist/webview?a=1&b="2"',
  cspSource: 'https://*.example',
  nonce: 'n0nce',
  language: 'en',
} as const;

function policyOf(page: string): string {
  return /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1] ?? '';
}

describe('panelPage', () => {
  it('refuses everything that it does not name', () => {
    const policy = policyOf(panelPage(parts));
    expect(policy).toContain(`default-src 'none'`);
    expect(policy).not.toMatch(/unsafe|connect-src|\*;|https:;/);
  });

  it('lets the scripts of the cue panel run by nonce alone', () => {
    expect(policyOf(panelPage({ ...parts, panel: 'cue' }))).toContain(`script-src 'nonce-n0nce';`);
  });

  it('lets the player fetch its worklet, which has no nonce', () => {
    expect(policyOf(panelPage(parts))).toContain(`script-src 'nonce-n0nce' https://*.example;`);
  });

  it('names the panel, its script and its style, and has no inline script', () => {
    const page = panelPage({ ...parts, folder: 'https://files.example/dist/webview' });
    expect(page).toContain('<body data-panel="player">');
    expect(page).toContain('src="https://files.example/dist/webview/player.js"');
    expect(page).toContain('href="https://files.example/dist/webview/player.css"');
    expect(page.match(/<script/g)).toHaveLength(1);
  });

  it('carries strings as data that cannot end their element', () => {
    const strings = { Play: '</script><script>alert(1)</script>' };
    const page = panelPage({ ...parts, language: 'de', strings });
    expect(page).toContain('<html lang="de">');
    const data =
      /<script type="application\/json" id="leitmotif-l10n">([^<]*)<\/script>/.exec(page)?.[1] ?? '';
    expect(JSON.parse(data)).toEqual(strings);
    expect(page.match(/<script/g)).toHaveLength(2);
  });

  it('cannot be broken by an address', () => {
    expect(panelPage(parts)).toContain('webview?a=1&amp;b=&quot;2&quot;/player.js"');
  });
});
