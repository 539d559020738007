/**
 * The sidecar as an editor meets it: how quickly it answers, cancels, sounds and comes back, and what it costs.
 *
 * `LEITMOTIF_SOAK` sets the number of takes (500) and `LEITMOTIF_KILLS` that of random kills (200) for a shorter run.
 */
import { readFileSync } from 'node:fs';
import { CancellationTokenSource } from 'vscode-jsonrpc';
import { Conversation, longCue, longStoryCue, shortCue } from '../integration/sidecar/conversations.ts';
import { randomKills } from '../integration/sidecar/randomKills.ts';
import {
  captionCue,
  childrenOf,
  listen,
  startSidecar,
  timed,
  until,
} from '../integration/sidecar/sidecarProcess.ts';
import { temporaryOut } from '../integration/sidecar/temporaryOut.ts';
import { benchRow, median } from './benchRow.ts';
import type { BenchRow } from './benchRow.ts';
import type { RunningSidecar } from '../integration/sidecar/sidecarProcess.ts';

const takes = Number(process.env.LEITMOTIF_SOAK ?? 500);
const kills = Number(process.env.LEITMOTIF_KILLS ?? 200);
const sampleRate = 44_100;

/** All rows of the sidecar. */
export async function runSidecarBench(): Promise<BenchRow[]> {
  return [
    ...(await withSidecar([], async (sidecar, ask) => [await idleMemory(sidecar), await roundTrip(ask)])),
    ...(await withSidecar([], (sidecar, ask) => pingUnderLoad(sidecar, ask))),
    ...(await withSidecar([], (sidecar, ask) => cancelling(sidecar, ask))),
    ...(await withSidecar([], (sidecar, ask) => firstSound(sidecar, ask))),
    ...(await withSidecar([], (sidecar, ask) => soak(sidecar, ask))),
    await killing(),
  ];
}

async function withSidecar(
  args: string[],
  measure: (sidecar: RunningSidecar, ask: Conversation) => Promise<BenchRow[]>,
): Promise<BenchRow[]> {
  const out = temporaryOut();
  const sidecar = await startSidecar({ args });
  try {
    return await measure(sidecar, new Conversation(sidecar, out.path));
  } finally {
    await sidecar.stop();
    out.remove();
  }
}

async function roundTrip(ask: Conversation): Promise<BenchRow> {
  const samples = await repeat(300, () => timed(ask.ping()));
  return row(
    'sidecar: RPC round trip',
    median(samples),
    'ms',
    samples.slice(0, 20),
    'ping, one after the other',
  );
}

async function pingUnderLoad(sidecar: RunningSidecar, ask: Conversation): Promise<BenchRow[]> {
  await listen(sidecar.initialized.stream);
  let isBusy = true;
  const work = Promise.all([ask.compose(longCue), ask.brief(longStoryCue())]).finally(() => {
    isBusy = false;
  });
  const pings: number[] = [];
  while (isBusy) {
    pings.push(await timed(ask.ping()));
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  await work;
  const sorted = pings.toSorted((a, b) => a - b);
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  const detail = `${String(pings.length)} pings while 120 s of music and 200,000 characters are worked on; samples: p50, p99, max`;
  const samples = [at(0.5), at(0.99), at(1)];
  return [
    row('sidecar: ping under load, 99 %', at(0.99), 'ms', samples, detail, 50),
    row('sidecar: ping under load, longest', at(1), 'ms', samples, detail, 50),
  ];
}

async function cancelling(sidecar: RunningSidecar, ask: Conversation): Promise<BenchRow[]> {
  const rendering = (): Promise<void> =>
    until(() => sidecar.progress.some(({ job, stage }) => job === ask.job && stage === 'render'), 30_000);
  const soft = await repeat(8, async () => {
    const source = new CancellationTokenSource();
    const composing = ask.compose(longCue, {}, source);
    await rendering();
    source.cancel();
    return timed(composing);
  });
  const restarts: number[] = [];
  const hard = await repeat(8, async () => {
    const composing = ask.compose(longCue).catch(() => undefined);
    await rendering();
    const time = await timed(Promise.all([ask.cancelHard(), composing]));
    restarts.push(await timed(ask.preview(shortCue, 1)));
    return time;
  });
  return [
    row(
      'sidecar: cancel',
      Math.max(...soft),
      'ms',
      soft,
      'while a take renders, until the answer; longest',
      100,
    ),
    row('sidecar: hard cancel', Math.max(...hard), 'ms', hard, 'until the process is gone; longest', 500),
    row(
      'sidecar: next request after a hard cancel',
      median(restarts),
      'ms',
      restarts,
      'a preview of 1 s, with the restart',
    ),
  ];
}

async function firstSound(sidecar: RunningSidecar, ask: Conversation): Promise<BenchRow[]> {
  const client = await listen(sidecar.initialized.stream);
  const cue = captionCue('slow strings in D minor, 72 BPM, 30 seconds');
  const errors: number[] = [];
  const times = await repeat(12, async (round) => {
    const start = performance.now();
    let first = Number.NaN;
    client.listener = ({ type, time, payload }, now) => {
      const isSecond = type === 'audio' && time + payload.byteLength / 8 >= sampleRate;
      if (isSecond && Number.isNaN(first)) first = now - start;
    };
    const { streams } = await ask.compose(cue, { seed: round });
    const [stream] = streams;
    if (stream?.gain !== undefined) errors.push(Math.abs(stream.predictedGain - stream.gain));
    return first;
  });
  // The first two load packs and decode the samples of the instruments.
  const warm = times.slice(2);
  const detail =
    'compose of 30 s for one caption, another seed each time: until the first second has arrived; median';
  return [
    row('sidecar: first second of sound', median(warm), 'ms', warm, detail, 300),
    row(
      'sidecar: error of the predicted gain',
      median(errors),
      'dB',
      errors,
      'slow strings; 48 takes of all styles: instrumentLoudness.ts',
    ),
  ];
}

async function idleMemory({ process: { pid } }: RunningSidecar): Promise<BenchRow> {
  const mebibytes = residentBytes([pid!]) / 2 ** 20;
  return Promise.resolve(
    row('sidecar: memory at rest', mebibytes, 'MiB', [mebibytes], 'resident, no child', 150),
  );
}

async function soak(sidecar: RunningSidecar, ask: Conversation): Promise<BenchRow[]> {
  const pid = sidecar.process.pid!;
  const samples = await repeat(takes, async (seed) => {
    await ask.compose(shortCue, { seed, stream: false });
    return residentBytes([pid, ...childrenOf(pid)]) / 2 ** 20;
  });
  // Samples are decoded and code is compiled during the first tenth.
  const settled = samples.slice(Math.ceil(takes / 10));
  const half = Math.floor(settled.length / 2);
  const growth = (100 * median(settled.slice(half))) / median(settled.slice(0, half)) - 100;
  const detail = `${String(takes)} takes of 4 s; medians of the halves after the first tenth; samples: MiB of all processes`;
  const shown = samples.filter((_, i) => i % Math.ceil(takes / 20) === 0);
  return [row('sidecar: growth of memory over takes', growth, '%', shown, detail, 5)];
}

async function killing(): Promise<BenchRow> {
  const report = await randomKills(kills, 1);
  const left = report.orphans + report.leftFolders.length + report.failedNext.length;
  const detail = `${String(report.kills)} random kills of child, sidecar, both, input, pipe; samples: orphans, folders, failed next`;
  const samples = [report.orphans, report.leftFolders.length, report.failedNext.length];
  return row('sidecar: left after random kills', left, 'things', samples, detail, 0);
}

async function repeat(count: number, run: (index: number) => Promise<number>): Promise<number[]> {
  const results: number[] = [];
  for (let i = 0; i < count; i++) results.push(await run(i));
  return results;
}

function residentBytes(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => {
    const status = readFileSync(`/proc/${String(pid)}/status`, 'utf8');
    return sum + Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024;
  }, 0);
}

function row(
  name: string,
  value: number,
  unit: string,
  samples: readonly number[],
  detail: string,
  atMost?: number,
): BenchRow {
  const target = atMost === undefined ? {} : { target: { atMost } };
  return benchRow({ name, value, unit, samples: [...samples], detail, ...target });
}
