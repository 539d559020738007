/**
 * An hour of performing, written down as it goes on: gaps, a sidecar that is lost twice, memory, MIDI clock.
 *
 * `LEITMOTIF_BRIDGE_MINUTES` sets its length (60), `LEITMOTIF_BRIDGE_SAMPLES` the folder of its samples. A folder that holds a run which
 * came to its end is read and not run again, so that an hour in the background can be turned into rows later.
 */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { enduranceRows } from './bridge/enduranceRows.ts';
import { readFacts, runEndurance } from './bridge/enduranceRun.ts';
import type { BenchRow } from './benchRow.ts';

const minutes = Number(process.env.LEITMOTIF_BRIDGE_MINUTES ?? 60);

/** Performs, unless there are samples of a whole run, and makes rows of the samples. */
export async function runBridgeEnduranceBench(): Promise<BenchRow[]> {
  const started = new Date().toISOString().replaceAll(/[:.]/g, '-');
  const given = process.env.LEITMOTIF_BRIDGE_SAMPLES;
  const folder = given ?? join(tmpdir(), `leitmotif-endurance-${started}`);
  if (readFacts(folder) === undefined) await runEndurance(folder, minutes);
  const facts = readFacts(folder);
  if (facts === undefined) throw new Error(`The run did not come to its end; its samples are in ${folder}`);
  return enduranceRows(folder, facts).map((row) => ({
    ...row,
    detail: `${row.detail}; run of ${facts.date} at ${facts.commit}`,
  }));
}
