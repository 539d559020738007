/** As `peers.ts`, for suites of mocha inside the extension host: one whose peer is missing is skipped by name, or fails. */
import { strict as assert } from 'node:assert';
import { arePeersRequired, whyNoPeer } from './findPeer.ts';
import type { PeerName } from './findPeer.ts';

/** What of mocha's globals is used. */
interface MochaGlobals {
  describe: ((title: string, body: () => void) => unknown) & {
    skip: (title: string, body: () => void) => unknown;
  };
  it: (title: string, body: () => void) => unknown;
}

/** Declares a suite that needs a peer. */
export function describeWithPeer(name: PeerName, title: string, body: () => void): void {
  const { describe: declare, it: test } = globalThis as unknown as MochaGlobals;
  const reason = whyNoPeer(name);
  if (reason === undefined) declare(title, body);
  else if (arePeersRequired()) {
    declare(title, () => {
      test('finds its peer', () => assert.fail(reason));
    });
  } else declare.skip(`${title} [${reason}]`, body);
}
