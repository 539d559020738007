/** Opens the built player in a page with a host of its own. */
import type { Browser, Page } from 'playwright-core';
import type { PlaybackSource, PlaybackState } from '../../../bridge/protocol/panels/playback.ts';
import type { FromPlayer, ToPlayer } from '../../../bridge/protocol/panels/playerPanel.ts';
import { installPlayerHost } from './playerHost.ts';
import type { PlayerHost } from './playerHost.ts';
import { themes } from './themes.ts';
import type { ThemeName } from './themes.ts';

/** A source for tests: ten seconds, two stems, bars of two seconds. */
export const sampleSource: PlaybackSource = {
  id: 'take-1',
  title: 'Harbour at dawn, take 1',
  cue: 'file:///story/harbour.leitmotif',
  take: 'take-1',
  sampleRate: 44_100,
  frames: 441_000,
  tracks: [
    { id: '0', role: 'lead', label: 'Violins' },
    { id: '1', role: 'bass', label: 'Double basses' },
  ],
  bars: [0, 88_200, 176_400, 264_600, 352_800],
  beatsPerBar: 4,
};

/** Sines of the stems: their sum is 0.6 at most. */
export const sampleSignals: PlayerHost['signals'] = {
  0: { period: 441, amplitude: 0.4 },
  1: { period: 147, amplitude: 0.2 },
};

/** A player that a test talks to. */
export interface PlayerPage {
  readonly page: Page;
  say(message: ToPlayer): Promise<void>;
  state(): Promise<PlaybackState | undefined>;
  said(): Promise<FromPlayer[]>;
  /** Waits until the state is so. */
  until(activity: PlaybackState['activity'], frame?: number): Promise<void>;
  /** Forgets what was recorded so far, waits for `seconds` of sound and returns it, left side. */
  record(seconds: number): Promise<number[]>;
  theme(theme: ThemeName): Promise<void>;
}

/**
 * Opens it; it ends with its browser. `greeting` is what the host says as soon as the player is ready: what a test says later counts
 * as a gesture of the person, as the browser sees it.
 */
export async function openPlayerPage(
  browser: Browser,
  address: string,
  greeting: readonly ToPlayer[] = [],
): Promise<PlayerPage> {
  const page = await browser.newPage({ viewport: { width: 320, height: 360 } });
  await page.addInitScript(installPlayerHost);
  await page.addInitScript((given) => Object.assign(window.playerHost, given), {
    signals: sampleSignals,
    greeting: [...greeting],
  });
  await page.goto(address);
  const player: PlayerPage = {
    page,
    say: (message) =>
      page.evaluate((said) => {
        window.playerHost.say(said);
      }, message),
    state: () => page.evaluate(() => window.playerHost.state),
    said: () => page.evaluate(() => window.playerHost.said),
    until: async (activity, frame = 0) => {
      await page.waitForFunction(
        ([wanted, least]) => {
          const { state } = window.playerHost;
          return state?.activity === wanted && state.frame >= least;
        },
        [activity, frame] as const,
      );
    },
    record: async (seconds) => {
      await page.evaluate(() => {
        window.playerHost.captured = [];
      });
      const pieces = Math.ceil((44_100 * seconds) / 128);
      await page.waitForFunction((count) => window.playerHost.captured.length >= count, pieces);
      return page.evaluate(
        (count) => window.playerHost.captured.slice(0, count).flatMap((piece) => [...piece]),
        pieces,
      );
    },
    theme: (theme) =>
      page.evaluate(({ bodyClass, variables }) => {
        for (const [name, value] of Object.entries(variables))
          document.documentElement.style.setProperty(name, value);
        // The side bar's own, where VS Code shows the player.
        document.documentElement.style.background =
          'var(--vscode-sideBar-background, var(--vscode-editor-background))';
        document.body.className = bodyClass;
      }, themes[theme]),
  };
  return player;
}
