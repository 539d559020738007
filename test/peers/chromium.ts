/** Chromium for tests: no window, no network of its own. */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // A page in the background of a loaded machine must keep its timers.
  '--disable-background-timer-throttling',
  '--disable-renderer-backgrounding',
  // The container's /dev/shm may be small.
  '--disable-dev-shm-usage',
  // A microphone that hums, and a yes to who asks for it: output devices have names only then.
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
];

/** Opens one; who opens it closes it. A gesture comes before sound, as in a person's browser. */
export function openChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: locateChromium(), headless: true, args: flags });
}

function locateChromium(): string {
  const named = process.env.LEITMOTIF_BROWSER;
  if (named !== undefined) return named;
  const folders = (process.env.PATH ?? '').split(delimiter);
  const found = folders.map((folder) => join(folder, 'chromium')).find((path) => existsSync(path));
  if (found === undefined) throw new Error('Chromium is not installed');
  return found;
}
