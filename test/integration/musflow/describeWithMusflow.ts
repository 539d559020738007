/** Suites over the packs of the musflow engine, see `test/musflowPacks.ts`. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe } from 'vitest';
import { findInstallation } from '../../../models/takes/installation.ts';
import { describeWithPeer } from '../../peers/peers.ts';

/* eslint-disable vitest/valid-title, vitest/valid-describe-callback -- this file declares suites for others */

/** The folder of the packs. */
export const musflowPacks = findInstallation().musflow;

/** Declares a suite that needs the packs; where they neither ship nor could be made, it is as one whose peer is missing. */
export function describeWithMusflow(title: string, body: () => void): void {
  if (existsSync(join(musflowPacks, 'musflow-velocity'))) describe(title, body);
  else describeWithPeer('PyTorch', title, body);
}
