/** A VS Code window in the browser, used as a person uses one: palette, explorer, menus, panels, notifications. */
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContext, Frame, Locator, Page } from 'playwright-core';
import { untilTrue } from './untilTrue.ts';

const screenshots = fileURLToPath(new URL('../../../build/screenshots', import.meta.url));

/** One attempt at something that may need several. */
const attemptMs = 5_000;
const limitMs = 90_000;

/** Colours of the window. */
export const themes = {
  light: 'Default Light Modern',
  dark: 'Default Dark Modern',
  'high-contrast': 'Default High Contrast',
} as const;

/** As the palette lists them. */
const themeTitles = {
  light: 'Light Modern',
  dark: 'Dark Modern',
  'high-contrast': 'Dark High Contrast',
} as const;

/** What runs in every frame before its own scripts: an analyser beside whatever goes to the speakers, see {@link Workbench.loudest}. */
function listen(): void {
  const connect = Reflect.get(AudioNode.prototype, 'connect') as (...to: unknown[]) => AudioNode;
  const analysers: AnalyserNode[] = [];
  Object.assign(window, { leitmotifAnalysers: analysers });
  const patched = function (this: AudioNode, to: AudioNode, ...rest: number[]): AudioNode {
    if (to instanceof AudioDestinationNode) {
      const analyser = new AnalyserNode(this.context, { fftSize: 8192 });
      analysers.push(analyser);
      Reflect.apply(connect, this, [analyser]);
    }
    return Reflect.apply(connect, this, [to, ...rest]);
  };
  Object.assign(AudioNode.prototype, { connect: patched });
}

/** Opens the folder in a window of its own and waits until a person could use it. */
export async function openWorkbench(browser: Browser, url: string, folder: string): Promise<Workbench> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  context.setDefaultTimeout(limitMs);
  await context.addInitScript(listen);
  const page = await context.newPage();
  const workbench = new Workbench(page, context);
  await page.goto(`${url}/?folder=${encodeURIComponent(folder)}`, { timeout: limitMs });
  await workbench.untilReady();
  return workbench;
}

/** The window. */
export class Workbench {
  /** What the page's console said; a webview that violates its CSP speaks here. */
  readonly console: string[] = [];

  constructor(
    readonly page: Page,
    private readonly context: BrowserContext,
  ) {
    page.on('console', (message) => this.console.push(`${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => this.console.push(`pageerror: ${error.message}`));
  }

  /** Waits for the workbench and its explorer. */
  async untilReady(): Promise<void> {
    await this.page.locator('.monaco-workbench').waitFor({ timeout: limitMs });
    await this.page.locator('.explorer-folders-view .monaco-list-row').first().waitFor({ timeout: limitMs });
  }

  /** Runs a command by its title, as in "Leitmotif: Generate Score". Tries until the extension has registered it. */
  async runCommand(title: string): Promise<void> {
    await untilTrue(`command "${title}" in the palette`, async () => {
      await this.openQuickInput('F1', `>${title}`);
      const row = this.quickRows().filter({ hasText: title }).first();
      await row.click({ timeout: attemptMs });
      return true;
    });
  }

  /** Titles that the palette offers for what is typed. */
  async commandsFor(typed: string): Promise<string[]> {
    await this.openQuickInput('F1', `>${typed}`);
    const rows = await this.quickRows().allInnerTexts();
    await this.page.keyboard.press('Escape');
    return rows;
  }

  /** Opens a file of the folder by its name. */
  async openFile(name: string): Promise<void> {
    await untilTrue(`file ${name}`, async () => {
      await this.openQuickInput('ControlOrMeta+p', name);
      await this.quickRows().filter({ hasText: name }).first().click({ timeout: attemptMs });
      await this.tab(name).waitFor({ timeout: attemptMs });
      return true;
    });
  }

  /**
   * Clicks on the nth CodeLens of this text until what it starts is seen. The editor draws its lenses again when all of them are
   * known, and a click in that moment goes to none.
   */
  async clickLens(text: string, starts: Locator, nth = 0): Promise<void> {
    await untilTrue(`CodeLens "${text}"`, async () => {
      await this.page.getByText(text).nth(nth).click({ timeout: attemptMs });
      await starts.waitFor({ timeout: attemptMs });
      return true;
    });
  }

  /** Types into the quick input that is open and accepts it. */
  async answerQuickInput(text: string): Promise<void> {
    const input = this.quickInput();
    await input.waitFor();
    await input.fill(text);
    await this.page.keyboard.press('Enter');
  }

  /** Chooses a row of the quick pick that is open. */
  async pick(text: string | RegExp): Promise<void> {
    await this.quickRows().filter({ hasText: text }).first().click();
  }

  /** A file or folder in the explorer. */
  explorerItem(name: string): Locator {
    return this.page.getByRole('treeitem', { name, exact: false }).first();
  }

  /** The tab of an editor. */
  tab(name: string): Locator {
    return this.page.locator('.tabs-container .tab').filter({ hasText: name }).first();
  }

  /** Right-clicks something and chooses from its menu: by keyboard, as a menu passes over a click that comes right after it opened. */
  async chooseInMenu(item: Locator, title: string | RegExp): Promise<void> {
    const entry = this.page.getByRole('menuitem', { name: title, exact: true }).first();
    const choose = async () => {
      await item.click({ button: 'right', timeout: attemptMs });
      await entry.hover({ timeout: attemptMs });
      await this.page.keyboard.press('Enter');
      await entry.waitFor({ state: 'hidden', timeout: attemptMs });
      return true;
    };
    await untilTrue(`"${String(title)}" in the context menu`, () =>
      choose().catch(async (fault: unknown) => {
        // Only where there is a menu to close: in the explorer Escape would undo the selection.
        if (await this.page.locator('.monaco-menu-container').isVisible())
          await this.page.keyboard.press('Escape');
        throw fault;
      }),
    );
  }

  /** Changes the colours of the window as a person does. */
  async chooseTheme(theme: keyof typeof themes): Promise<void> {
    const colours = { light: 'vs', dark: 'vs-dark', 'high-contrast': 'hc-black' };
    await this.runCommand('Preferences: Color Theme');
    await this.quickInput().fill(themeTitles[theme]);
    await this.quickRows().filter({ hasText: themeTitles[theme] }).first().click();
    await this.page.locator(`.monaco-workbench.${colours[theme]}`).waitFor();
  }

  /** The greatest sample, 0…1, of what leaves for the speakers right now in any frame of the page. */
  async loudest(): Promise<number> {
    const peaks = this.page.frames().map((frame) => frame.evaluate(peakOfFrame).catch(() => 0));
    return Math.max(...(await Promise.all(peaks)));
  }

  /** The frame of the panel that has something matching the selector. Panels are frames within frames. */
  panel(selector: string): Promise<Frame> {
    return untilTrue(`a panel with ${selector}`, async () => {
      for (const frame of this.page.frames()) {
        const count = await frame
          .locator(selector)
          .count()
          .catch(() => 0);
        if (count > 0) return frame;
      }
      return undefined;
    });
  }

  /** The notification that contains the text. */
  notification(text: string | RegExp): Locator {
    return this.page.locator('.notification-list-item').filter({ hasText: text }).first();
  }

  /** What the status bar says. */
  statusBar(text: string | RegExp): Locator {
    return this.page.locator('.statusbar-item').filter({ hasText: text }).first();
  }

  /** Closes all editors without saving. */
  async closeEditors(): Promise<void> {
    await this.runCommand('View: Revert and Close Editor').catch(() => undefined);
    await this.runCommand('View: Close All Editors');
    await this.page.locator('.tabs-container .tab').first().waitFor({ state: 'detached' });
  }

  /** Loads the window again, as "Developer: Reload Window" does. */
  async reload(): Promise<void> {
    await this.page.reload({ timeout: limitMs });
    // The side bar shows what it showed, which need not be the explorer.
    await this.page.locator('.part.sidebar .pane').first().waitFor({ timeout: limitMs });
  }

  /** Writes `build/screenshots/<name>.png`. */
  async screenshot(name: string): Promise<void> {
    const path = join(screenshots, `${name}.png`);
    mkdirSync(dirname(path), { recursive: true });
    await this.page.screenshot({ path });
  }

  /** Closes the window. */
  async close(): Promise<void> {
    await this.context.close();
  }

  private quickInput(): Locator {
    return this.page.locator('.quick-input-widget:visible input').first();
  }

  private quickRows(): Locator {
    return this.page.locator('.quick-input-widget:visible .quick-input-list .monaco-list-row');
  }

  private async openQuickInput(key: string, text: string): Promise<void> {
    // Not always: in a text Escape would give up the selection.
    if (await this.quickInput().isVisible()) await this.page.keyboard.press('Escape');
    await this.page.keyboard.press(key);
    const input = this.quickInput();
    await input.waitFor({ timeout: attemptMs });
    await input.fill(text, { timeout: attemptMs });
    await this.quickRows().first().waitFor({ timeout: attemptMs });
  }
}

function peakOfFrame(): number {
  const { leitmotifAnalysers = [] } = window as unknown as { leitmotifAnalysers?: AnalyserNode[] };
  const peaks = leitmotifAnalysers.map((analyser) => {
    const samples = new Float32Array(analyser.fftSize);
    analyser.getFloatTimeDomainData(samples);
    return Math.max(...samples.map(Math.abs));
  });
  return Math.max(0, ...peaks);
}
