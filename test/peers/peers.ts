/**
 * Foreign judges: programs that we did not write and that must agree with what we made.
 *
 * A suite that needs one is skipped where it is not installed, with the reason in its title; with
 * `LEITMOTIF_PEERS=required`, as in `npm run check`, it fails instead.
 */
/* eslint-disable vitest/valid-title, vitest/valid-describe-callback, vitest/no-disabled-tests -- this file is what declares suites for others */
import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { arePeersRequired, whyNoPeer } from './findPeer.ts';
import type { PeerName } from './findPeer.ts';

/** Declares a suite that needs a peer. */
export function describeWithPeer(name: PeerName, title: string, body: () => void): void {
  const reason = whyNoPeer(name);
  if (reason === undefined) {
    describe(title, body);
    return;
  }
  if (arePeersRequired()) {
    describe(title, () => {
      it('finds its peer', () => expect.fail(reason));
    });
    return;
  }
  describe.skip(`${title} [${reason}]`, body);
}

/** Runs a peer to its end; returns what it printed on both streams. Fails where it does not exit with 0. */
export function runPeer(program: string, args: readonly string[]): string {
  const run = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  expect(run.status, `${program}: ${run.stderr}`).toBe(0);
  return run.stdout + run.stderr;
}
