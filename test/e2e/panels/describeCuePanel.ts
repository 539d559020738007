/** Declares a suite with the built cue panel in a browser; a test fails where the page had an error or broke its policy. */
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { describeWithPeer } from '../../peers/peers.ts';
import { openBrowser } from '../editor/openBrowser.ts';
import { fullState, samplePlayback, sampleScore } from './cueSamples.ts';
import { germanPages, inGerman } from './germanPages.ts';
import { openCuePage } from './openCuePage.ts';
import type { CuePage, CuePageOptions } from './openCuePage.ts';
import { servePanels } from './servePanels.ts';
import type { PanelServer } from './servePanels.ts';

/** Ways to open it; each ends with the test. */
export interface CueOpener {
  readonly open: (options?: CuePageOptions) => Promise<CuePage>;
  /** The full state, while take 3 plays. */
  readonly openFull: (options?: CuePageOptions) => Promise<CuePage>;
}

/** Declares the suite; the panel speaks `language`. */
export function describeCuePanel(
  title: string,
  body: (opener: CueOpener) => void,
  language: 'en' | 'de' = 'en',
): void {
  describeWithPeer('code-server', title, () => {
    let server: PanelServer;
    let browser: Browser;
    const opened: CuePage[] = [];
    const open = async (options: CuePageOptions = {}) => {
      const address = server.address('cue');
      const page = language === 'de' ? inGerman(address) : address;
      const cue = await openCuePage(browser, page, { score: sampleScore(), ...options });
      opened.push(cue);
      return cue;
    };
    const openFull = async (options: CuePageOptions = {}) => {
      const cue = await open({ state: fullState, ...options });
      await cue.say({ type: 'playback', playback: samplePlayback() });
      await cue.page.getByRole('slider', { name: 'Piano-roll, position' }).waitFor();
      return cue;
    };

    beforeAll(async () => {
      server = await servePanels(germanPages());
      browser = await openBrowser();
    });

    afterEach(async () => {
      for (const { page } of opened.splice(0)) {
        expect(await page.evaluate(() => window.cueHost.errors)).toEqual([]);
        await page.close();
      }
    });

    afterAll(async () => {
      await browser.close();
      await server.stop();
    });

    body({ open, openFull });
  });
}
