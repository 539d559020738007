/**
 * The mocha files of `host/`, run inside a real extension host, one result a test.
 *
 * They run while this file is collected: vitest has to know their names before it reports any.
 */
/* eslint-disable vitest/valid-title, vitest/valid-describe-callback -- titles and verdicts come from mocha */
import { describe, expect, it } from 'vitest';
import { hasPeer } from '../peers/findPeer.ts';
import { describeWithPeer } from '../peers/peers.ts';
import { runHostTests } from './editor/runHostTests.ts';

const driver = process.env.LEITMOTIF_HOST_DRIVER === 'electron' ? 'electron' : 'code-server';
const canRun = driver === 'electron' || hasPeer('code-server');
const results = canRun ? await runHostTests(driver) : [];

const declare = (title: string, body: () => void) => {
  if (canRun) describe(title, body);
  else describeWithPeer('code-server', title, body);
};

declare('inside the extension host', () => {
  it('has tests', () => {
    expect(results.length).toBeGreaterThan(0);
  });

  for (const { title, outcome, error } of results) {
    it.skipIf(outcome === 'skipped')(title.join(' › '), () => {
      expect(outcome, error).toBe('passed');
    });
  }
});
