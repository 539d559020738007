/**
 * Ten minutes of performing, watched by another process: from OSC to sound, how late everything is that is scheduled, the MIDI clock,
 * gaps. With `--keep` the picture of the README is drawn, too.
 *
 * `LEITMOTIF_BRIDGE_SHARE` makes it shorter (0.1 is a rehearsal), `LEITMOTIF_BRIDGE_SOAK_SAMPLES` keeps the samples in a folder.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findInstallation } from '../../models/takes/installation.ts';
import { drawLateness } from './bridge/latenessPicture.ts';
import { latenesses, soakRows } from './bridge/soakRows.ts';
import { runSoak } from './bridge/soakRun.ts';
import { withTemporaryFolder } from './temporaryFolder.ts';
import type { BenchOptions, BenchRow } from './benchRow.ts';

const share = Number(process.env.LEITMOTIF_BRIDGE_SHARE ?? 1);
const keptIn = process.env.LEITMOTIF_BRIDGE_SOAK_SAMPLES;
/** Where the picture goes, from the root. */
const picture = 'media/screenshots/bridgeLateness.png';

/** Performs, and makes rows of what the peer saw. */
export function runBridgeSoakBench({ isKept = false }: BenchOptions): Promise<BenchRow[]> {
  const amounts = {
    switches: Math.ceil(400 * share),
    scheduled: Math.ceil(600 * share),
    kept: Math.max(20, Math.ceil(290 * share)),
  };
  const measure = async (folder: string): Promise<BenchRow[]> => {
    const facts = await runSoak(folder, amounts);
    const drawn = await drawLateness(latenesses(folder, facts));
    writeFileSync(join(folder, 'lateness.png'), drawn);
    if (isKept) writeFileSync(join(findInstallation().root, picture), drawn);
    return soakRows(folder, facts);
  };
  return keptIn === undefined ? withTemporaryFolder(measure) : measure(keptIn);
}
