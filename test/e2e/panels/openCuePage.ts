/** Opens the built cue panel in a page with a host of its own, in the colours of a real VS Code. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import type { CuePanelState, FromCuePanel, ToCuePanel } from '../../../bridge/protocol/panels/cuePanel.ts';
import type { ScoreView } from '../../../bridge/protocol/panels/takeView.ts';
import { findInstallation } from '../../../models/takes/installation.ts';
import { installCueHost } from './cueHost.ts';

/** Themes whose variables were read from a webview of VS Code 1.139. */
export const cueThemes = ['light', 'dark', 'high-contrast', 'high-contrast-light'] as const;
/** One of the {@link cueThemes}. */
export type CueTheme = (typeof cueThemes)[number];

const captured = JSON.parse(
  readFileSync(join(findInstallation().root, 'test/e2e/panels/capturedThemes.json'), 'utf8'),
) as Record<CueTheme, { bodyClass: string; variables: Record<string, string> }>;

/** How to open it. */
export interface CuePageOptions {
  width?: number;
  height?: number;
  theme?: CueTheme;
  state?: CuePanelState;
  score?: ScoreView;
  reducedMotion?: boolean;
}

/** A cue panel that a test talks to. */
export interface CuePage {
  readonly page: Page;
  readonly say: (message: ToCuePanel) => Promise<void>;
  /** All that the panel said, but its questions for peaks and notes. */
  readonly said: () => Promise<FromCuePanel[]>;
  /** Forgets what was said. */
  readonly forget: () => Promise<void>;
  /** Waits until the last thing said is of a type, and gives it. */
  readonly last: <T extends FromCuePanel['type']>(type: T) => Promise<Extract<FromCuePanel, { type: T }>>;
  readonly theme: (theme: CueTheme) => Promise<void>;
}

/** Opens it and shows a state; it ends with its browser. */
export async function openCuePage(
  browser: Browser,
  address: string,
  options: CuePageOptions = {},
): Promise<CuePage> {
  const { width = 1280, height = 900, theme = 'dark', state, score, reducedMotion } = options;
  const page = await browser.newPage({
    viewport: { width, height },
    ...(reducedMotion === true ? { reducedMotion: 'reduce' } : {}),
  });
  await page.addInitScript(installCueHost);
  await page.goto(address);
  const cue = cuePage(page);
  await cue.theme(theme);
  await page.waitForFunction(() => window.cueHost.said.some(({ type }) => type === 'ready'));
  if (score !== undefined)
    await page.evaluate((view) => {
      window.cueHost.score = view;
    }, score);
  if (state !== undefined) await cue.say({ type: 'state', state });
  return cue;
}

function cuePage(page: Page): CuePage {
  const said = () =>
    page.evaluate(() =>
      window.cueHost.said.filter(({ type }) => !type.startsWith('ask-') && type !== 'ready'),
    );
  return {
    page,
    said,
    say: (message) =>
      page.evaluate((words) => {
        window.cueHost.say(words);
      }, message),
    forget: () =>
      page.evaluate(() => {
        window.cueHost.said = [];
      }),
    last: async <T extends FromCuePanel['type']>(type: T) => {
      await page.waitForFunction((wanted) => window.cueHost.said.some((one) => one.type === wanted), type);
      const all = await said();
      return all.findLast((one) => one.type === type) as Extract<FromCuePanel, { type: T }>;
    },
    theme: (theme) =>
      page.evaluate(({ bodyClass, variables }) => {
        document.body.className = bodyClass;
        for (const [name, value] of Object.entries(variables))
          document.documentElement.style.setProperty(name, value);
      }, captured[theme]),
  };
}
