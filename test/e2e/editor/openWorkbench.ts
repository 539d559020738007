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

/** Opens the folder in a window of its own and waits until a person could use it. */
export async function openWorkbench(browser: Browser, url: string, folder: string): Promise<Workbench> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  context.setDefaultTimeout(limitMs);
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

  /** Right-clicks something and chooses from its menu. */
  async chooseInMenu(item: Locator, title: string): Promise<void> {
    await untilTrue(`"${title}" in the context menu`, async () => {
      await this.page.keyboard.press('Escape');
      await item.click({ button: 'right', timeout: attemptMs });
      await this.page.getByRole('menuitem', { name: title }).first().click({ timeout: attemptMs });
      return true;
    });
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
  }

  /** Loads the window again, as "Developer: Reload Window" does. */
  async reload(): Promise<void> {
    await this.page.reload({ timeout: limitMs });
    await this.untilReady();
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
    await this.page.keyboard.press('Escape');
    await this.page.keyboard.press(key);
    const input = this.quickInput();
    await input.waitFor({ timeout: attemptMs });
    await input.fill(text, { timeout: attemptMs });
    await this.quickRows().first().waitFor({ timeout: attemptMs });
  }
}
