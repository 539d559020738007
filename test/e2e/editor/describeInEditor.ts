/** Declares a suite that uses the packaged extension as a person would, each test in a server, folder and window of its own. */
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, inject } from 'vitest';
import { describeWithPeer } from '../../peers/peers.ts';
import { openBrowser } from './openBrowser.ts';
import { openWorkbench } from './openWorkbench.ts';
import type { Workbench } from './openWorkbench.ts';
import { startCodeServer } from './startCodeServer.ts';
import type { CodeServer, CodeServerOptions } from './startCodeServer.ts';

const samples = fileURLToPath(new URL('../../../media/samples', import.meta.url));

/** How to open it. */
export interface EditorOptions extends CodeServerOptions {
  /** Puts files into the folder beside the samples, before the window opens. */
  readonly fill?: (folder: string) => void;
}

/** An editor with the extension installed. */
export interface Editor {
  readonly workbench: Workbench;
  readonly server: CodeServer;
  /** The folder that the window shows: `harbour.jpg`, `harbour.md` and what `fill` put there. */
  readonly folder: string;
  /** Another window on the same folder, in the same server. */
  readonly openWindow: () => Promise<Workbench>;
}

/** Opens an editor that ends with the test. */
export type OpenEditor = (options?: EditorOptions) => Promise<Editor>;

/** Declares the suite. */
export function describeInEditor(title: string, body: (open: OpenEditor) => void): void {
  describeWithPeer('code-server', title, () => {
    let browser: Browser;
    const endings: (() => void | Promise<void>)[] = [];

    beforeAll(async () => {
      browser = await openBrowser();
    });

    afterEach(async () => {
      for (const end of endings.splice(0).reverse()) await end();
    });

    afterAll(async () => {
      await browser.close();
    });

    body(async ({ fill, ...options } = {}) => {
      const parent = mkdtempSync(join(tmpdir(), 'leitmotif-person-'));
      endings.push(() => {
        rmSync(parent, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
      });
      const folder = join(parent, 'story');
      mkdirSync(folder);
      cpSync(samples, folder, { recursive: true });
      fill?.(folder);
      const server = await startCodeServer({ extensions: inject('extensions'), ...options });
      endings.push(server.stop);
      const openWindow = async () => {
        const window = await openWorkbench(browser, server.url, folder);
        endings.push(() => window.close());
        return window;
      };
      return { workbench: await openWindow(), server, folder, openWindow };
    });
  });
}
