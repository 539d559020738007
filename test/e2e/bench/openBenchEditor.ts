/** A real editor for measurements: code-server with the built extension, a window in Chromium, and a hand inside the extension host. */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { findInstallation } from '../../../models/takes/installation.ts';
import { bundleForHost } from '../editor/bundleForHost.ts';
import { hostTestUrl } from '../editor/hostTestUrl.ts';
import { openBrowser } from '../editor/openBrowser.ts';
import { Workbench } from '../editor/openWorkbench.ts';
import { startCodeServer } from '../editor/startCodeServer.ts';
import type { CodeServer } from '../editor/startCodeServer.ts';
import { untilTrue } from '../editor/untilTrue.ts';
import type { hostActs } from './hostBench.ts';
import { installSoundEar } from './soundEar.ts';

type Acts = typeof hostActs;
type Given<A extends keyof Acts> = Parameters<Acts[A]>;
type Result<A extends keyof Acts> = Awaited<ReturnType<Acts[A]>>;

/** A window with an extension host of its own. */
export interface BenchWindow {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly workbench: Workbench;
  /** Asks the hand inside the extension host. */
  readonly host: <A extends keyof Acts>(act: A, ...given: Given<A>) => Promise<Result<A>>;
  readonly close: () => Promise<void>;
}

/** A server and a browser; windows come one after the other. */
export interface BenchEditor {
  readonly browser: Browser;
  readonly openWindow: () => Promise<BenchWindow>;
}

/** Opens it, measures, and ends all of it. */
export async function withBenchEditor<T>(measure: (editor: BenchEditor) => Promise<T>): Promise<T> {
  const { root, samples } = findInstallation();
  const folder = mkdtempSync(join(tmpdir(), 'leitmotif-bench-editor-'));
  const built = join(root, 'build/e2e/bench');
  const workspace = join(folder, 'workspace');
  const portFile = join(folder, 'port');
  mkdirSync(workspace);
  cpSync(samples, workspace, { recursive: true });
  let server: CodeServer | undefined;
  let browser: Browser | undefined;
  try {
    await bundleForHost([join(root, 'test/e2e/bench/hostBench.ts')], built);
    server = await startCodeServer({
      withTestDriver: true,
      env: { ...process.env, LEITMOTIF_BENCH_PORT: portFile },
    });
    const opened = await openBrowser('at-once');
    browser = opened;
    const tests = join(built, 'hostBench.cjs');
    const url = hostTestUrl({ port: server.port, extension: root, tests, workspace });
    return await measure({ browser, openWindow: () => openWindow(opened, url, portFile) });
  } finally {
    await browser?.close();
    await server?.stop();
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }
}

async function openWindow(browser: Browser, url: string, portFile: string): Promise<BenchWindow> {
  rmSync(portFile, { force: true });
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  await context.addInitScript(installSoundEar);
  const page = await context.newPage();
  // What VS Code's test driver calls.
  await page.exposeFunction('codeAutomationLog', () => undefined);
  await page.exposeFunction('codeAutomationExit', () => undefined);
  await page.goto(url, { timeout: 120_000 });
  const workbench = new Workbench(page, context);
  await workbench.untilReady();
  const port = await untilTrue('the hand in the extension host', () => readPort(portFile));
  const host = async <A extends keyof Acts>(act: A, ...given: Given<A>): Promise<Result<A>> => {
    const body = JSON.stringify(given[0] ?? {});
    const response = await fetch(`http://127.0.0.1:${port}/${act}`, { method: 'POST', body });
    const answer = (await response.json()) as { result: Result<A>; fault?: string };
    if (answer.fault !== undefined) throw new Error(`${act}: ${answer.fault}`);
    return answer.result;
  };
  const close = async (): Promise<void> => {
    await fetch(`http://127.0.0.1:${port}/end`, { method: 'POST' }).catch(() => undefined);
    await context.close();
  };
  return { page, context, workbench, host, close };
}

function readPort(path: string): number | undefined {
  try {
    const port = Number(readFileSync(path, 'utf8'));
    return port > 0 ? port : undefined;
  } catch {
    return undefined;
  }
}
