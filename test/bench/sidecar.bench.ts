/** The sidecar as an editor meets it: how quickly it answers, cancels, sounds and comes back, and what it costs at rest. */
import { join } from 'node:path';
import sharp from 'sharp';
import { CancellationTokenSource } from 'vscode-jsonrpc';
import { cueSchema, cueVersion } from '../../bridge/protocol/cue.ts';
import { longCue, longStoryCue, shortCue } from '../integration/sidecar/conversations.ts';
import { captionCue, listen, timed, until } from '../integration/sidecar/sidecarProcess.ts';
import { benchRow, median } from './benchRow.ts';
import { besideBusyPrograms, repeat, residentBytes, withSidecar } from './sidecarSession.ts';
import type { Cue } from '../../bridge/protocol/cue.ts';
import type { BenchRow } from './benchRow.ts';
import type { SidecarSession } from './sidecarSession.ts';

const sampleRate = 44_100;
/** A story that keeps a child busy for as long as the music is rendered. */
const storyCharacters = 60_000;

/** The rows of the sidecar that take seconds; `sidecarEndurance.bench.ts` has those that take minutes. */
export async function runSidecarBench(): Promise<BenchRow[]> {
  const story = longStoryCue(storyCharacters);
  const busy = ', beside two busy programs';
  return [
    ...(await withSidecar(async (session) => [idleMemory(session), await roundTrip(session)])),
    await pingsAtStart(),
    ...(await withSidecar((session) => pings(session, story, 'under load'))),
    ...(await withSidecar((session) => pingsBesidePicture(session))),
    ...(await withSidecar(cancelling)),
    ...(await besideBusyPrograms(2, () =>
      withSidecar(async (session) => [
        ...(await pings(session, story, `under load${busy}`)),
        await softCancel(session, busy),
      ]),
    )),
    ...(await withSidecar(firstSound)),
  ];
}

async function roundTrip({ ask }: SidecarSession): Promise<BenchRow> {
  const samples = await repeat(300, () => timed(ask.ping()));
  const detail = 'ping, one after the other';
  return row('sidecar: RPC round trip', median(samples), 'ms', samples.slice(0, 20), detail);
}

/** Pings from the first moment of a conversation on, while both children start, load and make their first take. */
async function pingsAtStart(): Promise<BenchRow> {
  const longest = await repeat(5, () =>
    withSidecar(async ({ ask }) => Math.max(...(await pingsDuring(ask, ask.compose(shortCue))))),
  );
  const detail = 'five new sidecars, each asked for a take at once; samples: the longest ping of each';
  return row(
    'sidecar: ping while the children start, longest',
    Math.max(...longest),
    'ms',
    longest,
    detail,
    50,
  );
}

/** How long pings took, one after the other, until some work was over. */
async function pingsDuring(ask: SidecarSession['ask'], work: Promise<unknown>): Promise<number[]> {
  let isBusy = true;
  const over = work.finally(() => {
    isBusy = false;
  });
  // It is thrown below, when the loop has ended.
  over.catch(() => undefined);
  const times: number[] = [];
  while (isBusy) {
    times.push(await timed(ask.ping()));
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  await over;
  return times;
}

/** Pings while music is rendered and another cue is read. */
async function pings({ sidecar, ask }: SidecarSession, read: Cue, when: string): Promise<BenchRow[]> {
  await listen(sidecar.initialized.stream);
  const times = await pingsDuring(ask, Promise.all([ask.compose(longCue), ask.brief(read)]));
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  const detail = `${String(times.length)} pings while 120 s of music are rendered and streamed, and another cue is read; samples: p50, p99, max`;
  const samples = [at(0.5), at(0.99), at(1)];
  return [
    row(`sidecar: ping ${when}, 99 %`, at(0.99), 'ms', samples, detail, 50),
    row(`sidecar: ping ${when}, longest`, at(1), 'ms', samples, detail, 50),
  ];
}

async function pingsBesidePicture(session: SidecarSession): Promise<BenchRow[]> {
  const path = join(session.folder, 'large.jpg');
  const size = { width: 10_000, height: 10_000, channels: 3, background: '#335577' } as const;
  await sharp({ create: size, limitInputPixels: false }).jpeg().toFile(path);
  const cue = cueSchema.parse({ leitmotif: cueVersion, conditions: [{ kind: 'image', id: 'i', path }] });
  return pings(session, cue, 'while 100 megapixels are decoded');
}

/** Composes, and resolves when rendering has begun. */
async function untilRendering(
  { sidecar, ask }: SidecarSession,
  source = new CancellationTokenSource(),
): Promise<{ composing: Promise<unknown> }> {
  const composing = ask.compose(longCue, {}, source).catch(() => undefined);
  await until(() => sidecar.progress.some(({ job, stage }) => job === ask.job && stage === 'render'), 60_000);
  return { composing };
}

async function softCancel(session: SidecarSession, when = ''): Promise<BenchRow> {
  const samples = await repeat(8, async () => {
    const source = new CancellationTokenSource();
    const { composing } = await untilRendering(session, source);
    source.cancel();
    return timed(composing);
  });
  const detail = 'while a take renders, until the answer; longest';
  return row(`sidecar: cancel${when}`, Math.max(...samples), 'ms', samples, detail, 100);
}

async function cancelling(session: SidecarSession): Promise<BenchRow[]> {
  const { ask } = session;
  const soft = await softCancel(session);
  const next: Record<'atOnce' | 'later', number[]> = { atOnce: [], later: [] };
  const hard = await repeat(8, async (round) => {
    const { composing } = await untilRendering(session);
    const time = await timed(Promise.all([ask.cancelHard(), composing]));
    if (round % 2 === 1) await new Promise((resolve) => setTimeout(resolve, 2000));
    next[round % 2 === 1 ? 'later' : 'atOnce'].push(await timed(ask.preview(shortCue, 1)));
    return time;
  });
  const detail = 'a preview of 1 s by a new child, which starts by itself';
  return [
    soft,
    row('sidecar: hard cancel', Math.max(...hard), 'ms', hard, 'until the process is gone; longest', 500),
    row(
      'sidecar: next request after a hard cancel',
      median(next.atOnce),
      'ms',
      next.atOnce,
      `${detail}; asked at once`,
    ),
    row(
      'sidecar: next request 2 s after a hard cancel',
      median(next.later),
      'ms',
      next.later,
      `${detail}; asked 2 s later`,
    ),
  ];
}

async function firstSound({ sidecar, ask }: SidecarSession): Promise<BenchRow[]> {
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
  const gains = 'slow strings; 48 takes of all styles: instrumentLoudness.ts';
  return [
    row('sidecar: first second of sound', median(warm), 'ms', warm, detail, 300),
    row('sidecar: error of the predicted gain', median(errors), 'dB', errors, gains),
  ];
}

function idleMemory({ sidecar: { process } }: SidecarSession): BenchRow {
  const megabytes = residentBytes([process.pid!]) / 1e6;
  return row('sidecar: memory at rest', megabytes, 'MB', [megabytes], 'resident, no child', 150);
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
