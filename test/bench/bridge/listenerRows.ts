/** Many listeners of a performance: whether any misses a frame, and what the bridge needs for them. */
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { root } from '../../integration/sidecar/sidecarProcess.ts';
import { benchRow } from '../benchRow.ts';
import { LiveHouse } from './liveHouse.ts';
import { monotonic } from './sampleLog.ts';
import type { Milliseconds, Seconds } from '../../../bridge/protocol/units.ts';
import type { BenchRow } from '../benchRow.ts';

/** Beside the peer, which listens too: 32 together. */
const listenersEach = [16, 15] as const;
const measured: Milliseconds = 60_000;
const settling: Milliseconds = 10_000;
/** Of `/proc/…/stat`. */
const ticksPerSecond = 100;

interface Heard {
  frames: number;
  gaps: number;
}

/** Processor time of a process, and of its first thread, in seconds. Linux only. */
interface CpuTime {
  all: Seconds;
  main: Seconds;
}

/** Rows of 32 listeners, and of one for comparison. */
export async function listenerRows(folder: string, how: string): Promise<BenchRow[]> {
  const house = await LiveHouse.start({ folder, isLoaded: false });
  try {
    await house.perform();
    await sleep(settling);
    const pid = (await house.bridge.pid()) as number;
    const alone = await shareOf(pid, measured / 2);
    const groups = await Promise.all(listenersEach.map((count) => listeners(house, count)));
    await sleep(settling / 5);
    const crowded = await shareOf(pid, measured);
    const heard = (await Promise.all(groups.map((end) => end()))).flat();
    return rowsOf(alone, crowded, heard, how);
  } finally {
    await house.close();
  }
}

function rowsOf(alone: CpuTime, crowded: CpuTime, heard: readonly Heard[], how: string): BenchRow[] {
  const what = `32 listeners of a performance at 48 kHz, stereo, float32, in three other processes, OSC and MIDI clock going out besides, for ${measured / 1000} s, ${how}`;
  const gaps = heard.reduce((sum, one) => sum + one.gaps, 0);
  const fewest = Math.min(...heard.map(({ frames }) => frames));
  return [
    benchRow({
      name: 'bridge: frames that 32 listeners miss',
      value: gaps,
      unit: 'gaps',
      target: { atMost: 0 },
      samples: [gaps, heard.length, fewest],
      detail: `${what}; samples: gaps, listeners counted, frames of the one who heard the fewest`,
    }),
    benchRow({
      name: 'bridge: processor time with 32 listeners',
      value: 100 * crowded.all,
      unit: '% of a core',
      target: { atMost: 30 },
      samples: [crowded.all, crowded.main, crowded.all - crowded.main, alone.all, alone.main].map(
        (share) => 100 * share,
      ),
      detail: `${what}; the whole process, synthesis included; samples, in %: all, main thread, the others; with one listener: all, main thread`,
    }),
  ];
}

/** Opens so many in a process of their own. @returns ends them and tells what they heard */
async function listeners(house: LiveHouse, count: number): Promise<() => Promise<Heard[]>> {
  const addresses = [];
  for (let i = 0; i < count; i++) addresses.push(await house.listenAddress());
  const program = join(root, 'test/integration/bridge/manyListeners.mjs');
  const tokens = addresses.map(({ token }) => token);
  const child = spawn(process.execPath, [program, addresses[0]?.url ?? '', ...tokens], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  return async () => {
    child.stdin.end();
    return JSON.parse(await text(child.stdout)) as Heard[];
  };
}

/** Processor time over time on the wall. */
async function shareOf(pid: number, lasting: Milliseconds): Promise<CpuTime> {
  const [from, before] = [monotonic(), cpuTime(pid)];
  await sleep(lasting);
  const [after, seconds] = [cpuTime(pid), (monotonic() - from) / 1000];
  return { all: (after.all - before.all) / seconds, main: (after.main - before.main) / seconds };
}

function cpuTime(pid: number): CpuTime {
  const all = readdirSync(`/proc/${pid}/task`).map((thread) => ({
    isMain: Number(thread) === pid,
    seconds: ticksOf(`/proc/${pid}/task/${thread}/stat`) / ticksPerSecond,
  }));
  const main = all.find(({ isMain }) => isMain)?.seconds ?? 0;
  return { all: ticksOf(`/proc/${pid}/stat`) / ticksPerSecond, main };
}

/** User and system time; the name, in parentheses, may hold anything. */
function ticksOf(path: string): number {
  const stat = readFileSync(path, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return Number(fields[11]) + Number(fields[12]);
}

function sleep(ms: Milliseconds): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
