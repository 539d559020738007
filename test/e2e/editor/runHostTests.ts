/** Runs the mocha files of `test/e2e/host` inside a real extension host, with the extension loaded from this checkout. */
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runTests } from '@vscode/test-electron';
import { bundleHostTests } from './bundleHostTests.ts';
import type { HostTestResult } from './hostTestResult.ts';
import { hostTestUrl } from './hostTestUrl.ts';
import { openBrowser } from './openBrowser.ts';
import { startCodeServer } from './startCodeServer.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** All files together. */
const limitMs = 15 * 60_000;

/**
 * Runs them; `driver` says in which VS Code. Returns the results in their order; a host that never came to its tests, or
 * died amid them, is a result of its own.
 */
export async function runHostTests(driver: 'code-server' | 'electron'): Promise<HostTestResult[]> {
  const tests = await bundleHostTests(process.env.LEITMOTIF_HOST_FILE);
  const folder = mkdtempSync(join(tmpdir(), 'leitmotif-host-'));
  const workspace = join(folder, 'workspace');
  const results = join(folder, 'results.json');
  mkdirSync(workspace);
  cpSync(join(root, 'media/samples'), workspace, { recursive: true });
  try {
    const fault = await (driver === 'electron' ? runInElectron : runInCodeServer)(tests, workspace, results);
    return [...readResults(results), ...fault];
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }
}

function readResults(path: string): HostTestResult[] {
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as HostTestResult[]) : [];
}

async function runInCodeServer(tests: string, workspace: string, results: string): Promise<HostTestResult[]> {
  const env = { ...process.env, LEITMOTIF_HOST_RESULTS: results };
  const server = await startCodeServer({ withTestDriver: true, env });
  const browser = await openBrowser('at-once');
  const log: string[] = [];
  try {
    const page = await (await browser.newContext()).newPage();
    let timer: NodeJS.Timeout | undefined;
    const code = await new Promise<number>((resolve, reject) => {
      timer = setTimeout(() => {
        reject(new Error(`the tests did not end within ${limitMs / 60_000} minutes`));
      }, limitMs);
      const start = async () => {
        await page.exposeFunction('codeAutomationLog', (type: string, args: unknown[]) =>
          log.push(`${type}: ${args.join(' ')}`),
        );
        await page.exposeFunction('codeAutomationExit', resolve);
        await page.goto(hostTestUrl({ port: server.port, extension: root, tests, workspace }), {
          timeout: 120_000,
        });
      };
      start().catch(reject);
    }).finally(() => {
      clearTimeout(timer);
    });
    return explainExit(code, results, log);
  } catch (error) {
    return [brokenRun(error, [...log, server.printed()])];
  } finally {
    await browser.close();
    await server.stop();
  }
}

/**
 * A contributor's desktop: fetches VS Code, so it cannot run in CI. Written by the documentation of `@vscode/test-electron`
 * and not yet seen running.
 */
async function runInElectron(tests: string, workspace: string, results: string): Promise<HostTestResult[]> {
  try {
    const code = await runTests({
      extensionDevelopmentPath: root,
      extensionTestsPath: tests,
      launchArgs: [workspace, '--disable-extensions', '--disable-workspace-trust', '--skip-welcome'],
      extensionTestsEnv: { LEITMOTIF_HOST_RESULTS: results },
    });
    return explainExit(code, results, []);
  } catch (error) {
    // It rejects where a test failed; what failed stands in the results.
    return readResults(results).some(({ outcome }) => outcome === 'failed') ? [] : [brokenRun(error, [])];
  }
}

function explainExit(code: number, results: string, log: readonly string[]): HostTestResult[] {
  const read = readResults(results);
  const isExplained = read.length > 0 && (code === 0 || read.some(({ outcome }) => outcome === 'failed'));
  return isExplained ? [] : [brokenRun(new Error(`the extension host ended with ${code}`), log)];
}

function brokenRun(error: unknown, log: readonly string[]): HostTestResult {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const tail = log.slice(-60).join('\n');
  return { title: ['the run itself'], outcome: 'failed', error: `${text}\n${tail}` };
}
