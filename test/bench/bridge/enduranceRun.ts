/**
 * A long performance that is tweaked all the time, whose sidecar is lost twice:
 *
 * - in the middle: killed, and what the extension does then is done: a new one is started at once and goes on;
 * - at four fifths: killed, and nothing can be started until all that was buffered has been played and it is silent.
 *
 * Everything is written to the folder as it happens; `enduranceRows.ts` makes figures of it.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { circumstances } from '../../../models/evaluation/writeResults.ts';
import { residentBytes, residentFileBytes } from '../sidecarSession.ts';
import { root } from '../../integration/sidecar/sidecarProcess.ts';
import { LiveHouse } from './liveHouse.ts';
import { monotonic } from './sampleLog.ts';
import type { Milliseconds } from '../../../bridge/protocol/units.ts';

/** Shares of the run at which the sidecar is lost. */
const [firstKill, secondKill] = [0.5, 0.8];
const sampleEvery: Milliseconds = 10_000;
const tweakEvery: Milliseconds = 10_000;
/** Longest that a buffer lasts: a phrase, and what is composed ahead of it. */
const longestBuffer: Milliseconds = 90_000;
/** Silence after which the buffer is known to be empty. */
const sureSilence: Milliseconds = 3000;

/** What is said over OSC, one after the other, again and again. Tempo and meter stay, so that the clock can be judged. */
const tweaks: readonly [name: string, value: number | string][] = [
  ['dynamics', 0.7],
  ['tension', 0.8],
  ['brightness', 0.8],
  ['density', 0.7],
  ['balance/pad', -6],
  ['valence', 0.5],
  ['style', 'strings'],
  ['dynamics', 0.45],
  ['arousal', 0.5],
  ['key', 'F minor'],
  ['reverb', 0.6],
  ['density', 0.4],
  ['balance/pad', 0],
  ['instrument/lead', 'cello'],
  ['brightness', 0.4],
  ['tension', 0.3],
  ['style', 'cinematic'],
  ['valence', -0.4],
  ['reverb', 0.3],
  ['instrument/lead', 'auto'],
  ['arousal', 0],
  ['key', 'D minor'],
];

/** What is known of a run beside its samples. */
export interface EnduranceFacts {
  minutes: number;
  commit: string;
  date: string;
  /** Takes that were made beside it. */
  takes: number;
  /** Errors that could not be mended. */
  lost: string[];
  loads: number[];
  /** How the system ran bridge and peer. */
  scheduling: string;
}

/** Performs for so many minutes. */
export async function runEndurance(folder: string, minutes: number): Promise<void> {
  const { commit, date } = circumstances(root, 'cpu');
  const house = await LiveHouse.start({ folder });
  const loads = [loadavg()[0] ?? 0];
  const timers: NodeJS.Timeout[] = [];
  try {
    house.mark('asked');
    await house.perform();
    house.mark('performing');
    const end = monotonic() + minutes * 60_000;
    timers.push(await sampleMemory(house), tweak(house));
    const at = async (share: number): Promise<void> => {
      await sleep(end - minutes * 60_000 * (1 - share) - monotonic());
    };
    await at(firstKill);
    await house.killSidecar();
    await at(secondKill);
    await loseSidecar(house);
    await sleep(end - monotonic());
    house.mark('ended');
    loads.push(loadavg()[0] ?? 0);
    const lost = house.lost.map(({ what }) => what);
    const scheduling = await house.scheduling();
    const facts: EnduranceFacts = { minutes, commit, date, takes: house.load.made, lost, loads, scheduling };
    writeFileSync(join(folder, 'facts.json'), `${JSON.stringify(facts, undefined, 1)}\n`);
  } finally {
    for (const timer of timers) clearInterval(timer);
    await house.close();
  }
}

/** The facts of a run that came to its end. */
export function readFacts(folder: string): EnduranceFacts | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, 'facts.json'), 'utf8')) as EnduranceFacts;
  } catch {
    return undefined;
  }
}

/** Killed, and none can start until the buffer has been empty for a while. */
async function loseSidecar(house: LiveHouse): Promise<void> {
  const release = house.holdSidecars();
  await house.killSidecar();
  await untilSilent(house);
  house.mark('released');
  release();
}

async function untilSilent(house: LiveHouse): Promise<void> {
  const end = monotonic() + longestBuffer;
  while (monotonic() < end && (await house.silence()) < sureSilence) await sleep(100);
}

async function sampleMemory(house: LiveHouse): Promise<NodeJS.Timeout> {
  const pid = (await house.bridge.pid()) as number;
  return setInterval(() => {
    house.log.add('memory', monotonic(), residentBytes([pid]), residentFileBytes([pid]));
    void house.bridge.refresh().then(
      ({ lateness: { p50, p99, max }, osc }) => {
        house.log.add('lateness', monotonic(), p50, p99, max, osc.messages, osc.late);
      },
      () => undefined,
    );
  }, sampleEvery);
}

function tweak(house: LiveHouse): NodeJS.Timeout {
  let next = 0;
  return setInterval(() => {
    const [name, value] = tweaks[next++ % tweaks.length] ?? ['dynamics', 0.5];
    void house.ask({ kind: 'set', address: `/leitmotif/attribute/${name}`, value }).catch(() => undefined);
  }, tweakEvery);
}

function sleep(ms: Milliseconds): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)));
}
