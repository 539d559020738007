/** Serves the built panels on a page of their own, with the policy that they have in VS Code. */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { panelPage } from '../../../extension/panelPage.ts';
import type { PanelName } from '../../../extension/panelPage.ts';
import { findInstallation } from '../../../models/takes/installation.ts';

const panels = join(findInstallation().root, 'dist/webview');

const types: Record<string, string> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.ttf': 'font/ttf',
  '.html': 'text/html',
};

/** A server on this machine alone. */
export interface PanelServer {
  /** Address of a panel's page. */
  address(panel: PanelName): string;
  stop(): Promise<void>;
}

/** Starts it. `extra` are more scripts by name, for what a test listens with. */
export async function servePanels(extra: Readonly<Record<string, string>> = {}): Promise<PanelServer> {
  const server = createServer((request, response) => {
    const name = new URL(request.url ?? '/', 'http://panels').pathname.slice(1);
    void answer(name, `http://${request.headers.host ?? ''}`).then(
      (body) => response.writeHead(200, { 'content-type': types[extname(name)] ?? 'text/html' }).end(body),
      () => response.writeHead(404).end(),
    );
  });
  const answer = async (name: string, origin: string): Promise<string | Buffer> => {
    const script = extra[name];
    if (script !== undefined) return script;
    if (!name.endsWith('.html')) return readFile(join(panels, name));
    const panel: PanelName = name === 'cue.html' ? 'cue' : 'player';
    return panelPage({ panel, folder: origin, cspSource: origin, nonce: 'forthistest', language: 'en' });
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    address: (panel) => `http://127.0.0.1:${port}/${panel}.html`,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}
