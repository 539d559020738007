/** The steps that `npm test` and `npm run check` have in common: build, typecheck, lint, notice, tests. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loopbackOnly } from './loopback.mjs';

/** The repository. */
export const root = fileURLToPath(new URL('..', import.meta.url));

const installed = (name) => join(root, 'node_modules', name);

/** svelte-check reads its workspace's tsconfig; tsc does not read `.svelte` files. */
const panelCheck = ['--workspace', 'webview', '--tsconfig', './tsconfig.json', '--fail-on-warnings'];

const steps = [
  ['build', ['models/build.mjs']],
  ['build of the extension', ['extension/build.mjs']],
  ['build of the panels', ['webview/build.mjs']],
  ['typecheck', [installed('typescript/bin/tsc'), '-b']],
  ['typecheck of the panels', [installed('svelte-check/bin/svelte-check'), ...panelCheck]],
  ['lint', [installed('eslint/bin/eslint.js'), '.']],
  ['format', [installed('prettier/bin/prettier.cjs'), '--check', '.']],
  ['manifest', ['extension/manifest/writeContributed.mjs', '--check']],
  ['strings', ['extension/l10n/writeStrings.mjs', '--check']],
  ['notice', ['.ci/notice.mjs', '--check']],
];

/** Suites with the file that their results go to. The editor's come last: they are the slowest. */
const suites = [
  {
    name: 'tests',
    command: vitest('test/vitest.config.ts', '--exclude=test/peers/**'),
    results: join(root, 'build/test-results.json'),
  },
  {
    name: 'peers',
    command: vitest('test/vitest.config.ts', 'test/peers/'),
    results: join(root, 'build/peer-results.json'),
    isLoopbackOnly: true,
  },
  {
    name: 'editor tests',
    command: vitest('test/e2e/vitest.config.ts'),
    results: join(root, 'build/e2e-results.json'),
  },
];

function vitest(config, ...more) {
  return [installed('vitest/vitest.mjs'), 'run', `--config=${config}`, ...more];
}

/** The arguments of Node that run the editor's tests. */
export const endToEnd = vitest('test/e2e/vitest.config.ts');

/**
 * Runs every step, also after one failed, and ends the process with the verdict as the last line.
 * `environment` is added to that of the tests.
 */
export function runSteps(environment) {
  const failedSteps = steps.filter(([name, command]) => !passes(name, command, {})).map(([name]) => name);
  conclude(
    suites.map((suite) => runSuite(suite, environment)),
    failedSteps,
  );
}

/** Runs the tests with programs of others alone, and ends the process. */
export function runPeers(environment) {
  const peers = suites.filter(({ isLoopbackOnly }) => isLoopbackOnly);
  conclude(
    peers.map((suite) => runSuite(suite, environment)),
    [],
  );
}

function conclude(counts, failedSteps) {
  for (const { title, reason } of counts.flatMap(({ skippedSuites }) => skippedSuites))
    console.log(`skipped: ${title} (${reason})`);
  failedSteps.push(...counts.flatMap(({ brokenRun }) => brokenRun));
  for (const name of failedSteps) console.log(`failed: ${name}`);
  const sum = (key) => counts.reduce((total, one) => total + one[key], 0);
  const failed = sum('failed') + failedSteps.length;
  console.log(`${sum('passed')} passed, ${failed} failed, ${sum('skipped')} skipped`);
  process.exit(failed === 0 ? 0 : 1);
}

function runSuite({ name, command, results, isLoopbackOnly }, environment) {
  rmSync(results, { force: true });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${results}`];
  const network = isLoopbackOnly ? loopbackOnly() : undefined;
  const hasPassed = passes(
    name,
    [...command, ...reporters],
    { ...environment, ...network?.environment },
    network,
  );
  const counts = readCounts(results);
  // A run that broke before it counted anything is a failure of its own.
  return { ...counts, brokenRun: !hasPassed && counts.failed === 0 ? [name] : [] };
}

function passes(name, command, environment, network) {
  console.log(`\n— ${name}`);
  if (network !== undefined) console.log(network.said);
  const [program, args] = network?.wrap(process.execPath, command) ?? [process.execPath, command];
  const { status } = spawnSync(program, args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...environment },
  });
  return status === 0;
}

function readCounts(results) {
  if (!existsSync(results)) return { passed: 0, failed: 0, skipped: 0, skippedSuites: [] };
  const report = JSON.parse(readFileSync(results, 'utf8'));
  const tests = report.testResults.flatMap((file) => file.assertionResults);
  // A test file that could not be loaded has failed without having a test to show for it.
  const unloadable = report.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.every((test) => test.status !== 'failed'),
  );
  const skipped = tests.filter((test) => !['passed', 'failed'].includes(test.status));
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + unloadable.length,
    skipped: skipped.length,
    skippedSuites: nameSuites(skipped),
  };
}

/** Suites that need a peer carry the reason in their title, as test/peers/peers.ts writes it. */
function nameSuites(tests) {
  const titles = new Set(tests.map((test) => test.ancestorTitles[0] || test.title));
  return [...titles].map((title) => {
    const [, name, reason] = /^(.*?)(?: \[(.*)\])?$/s.exec(title);
    return { title: name, reason: reason ?? 'marked as skipped' };
  });
}
