/** Opens Chromium for tests: no window, no network of its own, sound without a click so that analysers run. */
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';
import { locateEditor } from './locateEditor.ts';

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // A page in the background of a loaded machine must keep its timers.
  '--disable-background-timer-throttling',
  '--disable-renderer-backgrounding',
  '--disable-backgrounding-occluded-windows',
  // The container's /dev/shm may be small.
  '--disable-dev-shm-usage',
];

/** How the browser treats sound: as in a person's browser (a click comes first), or at once. */
export type Autoplay = 'after-gesture' | 'at-once';

/** Opens one; who opens it closes it. `more` are further arguments of the program. */
export function openBrowser(
  autoplay: Autoplay = 'after-gesture',
  more: readonly string[] = [],
): Promise<Browser> {
  return chromium.launch({
    executablePath: locateEditor().browser,
    headless: true,
    args: [
      ...flags,
      ...(autoplay === 'at-once' ? ['--autoplay-policy=no-user-gesture-required'] : []),
      ...more,
    ],
  });
}
