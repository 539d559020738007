/** A performance whose controls, clock and notes are watched: what `soakRows.ts` makes figures of. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { readMidi } from '../../../models/rendering/readMidi.ts';
import { recipeSchema } from '../../../bridge/protocol/take.ts';
import { LiveHouse } from './liveHouse.ts';
import { readSamples } from './sampleLog.ts';
import type { Milliseconds, Seconds, Ticks } from '../../../bridge/protocol/units.ts';
import { ticksPerQuarter } from '../../../bridge/protocol/units.ts';

/** How much is measured. */
export interface SoakAmounts {
  /** Times that all roles are switched off or on. */
  switches: number;
  /** Changes that are said for a time ahead. */
  scheduled: number;
  /** At the end the last seconds are kept, so that it is known which notes were to be played. */
  kept: Seconds;
}

/** What a run found beside its samples. */
export interface SoakFacts {
  takes: number;
  loads: number[];
  /** How the system ran bridge and peer. */
  scheduling: string;
  /** Notes that were to be played in what was kept, by the tick of the transport. */
  notes: { pitch: number; tick: Ticks }[];
}

const settling: Milliseconds = 10_000;
/** A bar of 4/4. */
const barTicks: Ticks = 4 * ticksPerQuarter;

/** Runs it. */
export async function runSoak(folder: string, amounts: SoakAmounts): Promise<SoakFacts> {
  const house = await LiveHouse.start({ folder });
  const loads = [loadavg()[0] ?? 0];
  try {
    house.mark('asked');
    await house.perform();
    await sleep(settling);
    await house.ask({ kind: 'switches', count: amounts.switches, least: 250, most: 750 });
    await house.ask({ kind: 'scheduled', count: amounts.scheduled, least: 60, most: 260 });
    // So much is played without a word, so that the notes can be held against what is kept.
    await sleep(1000 * amounts.kept);
    house.mark('watched');
    loads.push(loadavg()[0] ?? 0);
    const takes = house.load.made;
    // What is kept is only to know the notes; it need not compete.
    await house.load.stop();
    const notes = await keptNotes(house, amounts.kept);
    const facts = { takes, loads, scheduling: await house.scheduling(), notes };
    writeFileSync(join(folder, 'soak.json'), JSON.stringify(facts));
    return facts;
  } finally {
    await house.close();
  }
}

/** Keeps the last seconds as a take and reads its score. */
async function keptNotes(house: LiveHouse, seconds: Seconds): Promise<SoakFacts['notes']> {
  const out = join(house.folder, 'kept');
  mkdirSync(out, { recursive: true });
  try {
    const { folder } = await house.bridge.keepPerformance({ seconds, out });
    const recipe = recipeSchema.parse(JSON.parse(readFileSync(join(folder, 'take.json'), 'utf8')));
    const from = (recipe.performance?.from ?? 0) * barTicks;
    const { parts } = readMidi(readFileSync(join(folder, recipe.files.score)));
    const notes = parts.flatMap((part) =>
      part.notes.map(({ pitch, tick }) => ({ pitch, tick: tick + from })),
    );
    return notes.sort((a, b) => a.tick - b.tick);
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

/** When the watching ended: what came later was beside the keeping of a take. */
export function watchedUntil(folder: string): Milliseconds {
  const [at] = readSamples(folder, 'marks').find(([, what]) => what === 'watched') ?? [];
  return at === undefined ? Infinity : Number(at);
}

function sleep(ms: Milliseconds): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
