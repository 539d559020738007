/** Runs inside the extension host: every mocha file beside this bundle. What came out is written to a file, result by result. */
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Hook, Test } from 'mocha';
import type { HostTestResult } from './hostTestResult.ts';

/** What VS Code calls. Rejects where a test failed, so that its exit code says so too. */
export async function run(): Promise<void> {
  const path = process.env.LEITMOTIF_HOST_RESULTS;
  if (path === undefined) throw new Error('LEITMOTIF_HOST_RESULTS names no file');
  // Imported, not required: it is an ES module, and this bundle is not.
  const { default: Mocha } = await import('mocha');
  // Milliseconds. Generous: the machine may be slow and busy.
  const mocha = new Mocha({ ui: 'bdd', timeout: 120_000, slow: 60_000 });
  for (const name of readdirSync(__dirname)
    .filter((file) => file.endsWith('.test.cjs'))
    .sort())
    mocha.addFile(join(__dirname, name));
  const results: HostTestResult[] = [];
  const failures = await new Promise<number>((resolve) => {
    const runner = mocha.run(resolve);
    const add = (test: Test | Hook, outcome: HostTestResult['outcome'], error?: Error) => {
      const title = test.titlePath();
      results.push({
        title,
        outcome,
        ...(error === undefined ? {} : { error: error.stack ?? error.message }),
      });
      // After each, so that a host that dies shows how far it came.
      writeFileSync(path, JSON.stringify(results));
    };
    runner.on('pass', (test) => {
      add(test, 'passed');
    });
    runner.on('pending', (test) => {
      add(test, 'skipped');
    });
    // Also a failed hook, which has no test to fail.
    runner.on('fail', (test: Test, error: Error) => {
      add(test, 'failed', error);
    });
  });
  writeFileSync(path, JSON.stringify(results));
  if (failures > 0) throw new Error(`${failures} tests failed in the extension host`);
}
