/** Suites inside the extension host whose peer is missing, run by the mocha that runs them there. */
import Mocha from 'mocha';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

const globals = globalThis as Record<string, unknown>;

beforeEach(() => {
  vi.resetModules();
  // No file has this name, so that the peer is missing everywhere.
  vi.stubEnv('LEITMOTIF_CODE_SERVER', '');
});

afterEach(() => {
  vi.unstubAllEnvs();
  delete globals.describe;
  delete globals.it;
});

async function run(body: () => void): Promise<Record<'passed' | 'failed' | 'skipped', string[]>> {
  const mocha = new Mocha({ ui: 'bdd', reporter: SilentReporter });
  mocha.suite.emit('pre-require', globals, '', mocha);
  const { describeWithPeer } = await import('../../peers/mochaPeers.ts');
  describeWithPeer('code-server', 'needs it', body);
  const results = { passed: [] as string[], failed: [] as string[], skipped: [] as string[] };
  await new Promise<void>((resolve) => {
    mocha
      .run(() => {
        resolve();
      })
      .on('pass', (test) => results.passed.push(test.fullTitle()))
      .on('fail', (test) => results.failed.push(test.fullTitle()))
      .on('pending', (test) => results.skipped.push(test.fullTitle()));
  });
  return results;
}

/** What came out is heard from the runner; mocha's own reporters would print it among vitest's. */
class SilentReporter extends Mocha.reporters.Base {
  override epilogue(): void {
    // Says nothing.
  }
}

const body = (): void => {
  (globals.it as Mocha.TestFunction)('does something', () => undefined);
};

it('are skipped with the reason in their name', async () => {
  vi.stubEnv('LEITMOTIF_PEERS', '');
  expect(await run(body)).toEqual({
    passed: [],
    failed: [],
    skipped: ['needs it [code-server is not installed] does something'],
  });
});

it('fail where every peer is required, as in npm run check', async () => {
  vi.stubEnv('LEITMOTIF_PEERS', 'required');
  expect(await run(body)).toEqual({ passed: [], failed: ['needs it finds its peer'], skipped: [] });
});
