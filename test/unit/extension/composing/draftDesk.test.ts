import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { cancelled } from '../../../../bridge/protocol/errors.ts';
import { cueSchema } from '../../../../bridge/protocol/cue.ts';
import { CueJobs } from '../../../../extension/composing/cueJobs.ts';
import { DraftDesk } from '../../../../extension/composing/draftDesk.ts';
import { draftFrom } from '../../../../extension/composing/draftFrom.ts';
import { sampleBrief } from '../../../fixtures/sampleBrief.ts';
import type { PlaybackState } from '../../../../bridge/protocol/panels/playback.ts';
import type { PreviewResult } from '../../../../bridge/protocol/sidecar.ts';
import type { StreamBegin } from '../../../../bridge/protocol/streamFrame.ts';
import type { DraftOrder, DraftPlayer } from '../../../../extension/composing/draftDesk.ts';
import type { JobOptions } from '../../../../extension/sidecar/sidecar.ts';

const document = 'file:///harbour.leitmotif';
const rate = 1000;
const begin = (bar: number): StreamBegin => ({
  sampleRate: rate,
  channels: 2,
  frames: 16 * bar,
  bars: Array.from({ length: 16 }, (_, i) => i * bar),
  predictedGain: 0,
  parts: [],
});

interface Asked {
  from: number;
  tempo: number | undefined;
  options: JobOptions;
  answer: () => void;
}

function open(state: PlaybackState = { activity: 'stopped', frame: 0, tracks: {} }) {
  const asked: Asked[] = [];
  const load = vi.fn<DraftPlayer['load']>(() => Promise.resolve());
  const [begun, changed] = [vi.fn(), vi.fn()];
  let tempo = 120;
  const jobs = new CueJobs({ changed: () => undefined, progressed: () => undefined, status: () => 'ready' });
  const desk = new DraftDesk({
    jobs,
    player: { state, load },
    sidecar: {
      preview: ({ cue, from }, given) =>
        new Promise<PreviewResult>((resolve, reject) => {
          const options = given ?? {};
          options.signal?.addEventListener('abort', () => {
            reject(cancelled());
          });
          const stream = { reason: 'complete', predictedGain: 0 } as const;
          const answer = (): void => {
            resolve({ seconds: 1, stream, brief: sampleBrief() });
          };
          asked.push({ from: from ?? 0, tempo: cue.attributes?.tempo, options, answer });
        }),
    },
    order: (): DraftOrder => ({
      cue: cueSchema.parse({ leitmotif: 1, attributes: { tempo } }),
      folder: '/',
      seed: 7,
      sampleRate: 44_100,
      attributes: ['tempo'],
      title: 'Draft',
      document,
      tempo,
      meter: '4/4',
    }),
    begun,
    changed,
    briefed: () => undefined,
  });
  return { desk, jobs, asked, load, begun, changed, setTempo: (to: number) => (tempo = to) };
}

const playing = (frame: number): PlaybackState => ({
  source: {
    id: 'take-1',
    title: 'Take',
    cue: document,
    take: 'a',
    sampleRate: rate,
    frames: 32_000,
    tracks: [{ id: 'mix', label: 'Mix' }],
    bars: Array.from({ length: 16 }, (_, i) => 2000 * i),
  },
  activity: 'playing',
  frame,
  tracks: {},
});

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('DraftDesk', () => {
  it('begins with the first of changes that come together, and ends with the last', async () => {
    const { desk, asked, setTempo } = open();
    for (const tempo of [121, 122, 123]) {
      setTempo(tempo);
      desk.want();
      await vi.advanceTimersByTimeAsync(20);
    }
    await vi.advanceTimersByTimeAsync(200);
    expect(asked.map(({ tempo }) => tempo)).toEqual([121, 123]);
    expect(asked.map(({ options }) => options.signal?.aborted)).toEqual([true, false]);
  });

  it('lets go of what was wanted and did not come to be', async () => {
    const { desk, asked, jobs } = open();
    desk.want();
    desk.unwant();
    await vi.advanceTimersByTimeAsync(200);
    expect(asked).toHaveLength(0);
    desk.want();
    await vi.advanceTimersByTimeAsync(200);
    desk.unwant();
    await vi.advanceTimersByTimeAsync(10);
    expect(asked[0]?.options.signal?.aborted).toBe(true);
    expect(jobs.view).toBeUndefined();
    expect(jobs.lastFault).toBeUndefined();
  });

  it('plays before it says that it has begun: what is heard is more urgent than what is shown', async () => {
    const { desk, asked, load, begun } = open();
    desk.want();
    await vi.advanceTimersByTimeAsync(30);
    asked[0]?.options.stream?.begin(begin(2000));
    expect(load.mock.invocationCallOrder[0]).toBeLessThan(begun.mock.invocationCallOrder[0] ?? 0);
  });

  it('begins soon after a change that comes alone, and waits a little amid others', async () => {
    const { desk, asked } = open();
    desk.want();
    await vi.advanceTimersByTimeAsync(30);
    expect(asked).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(30);
    desk.want();
    await vi.advanceTimersByTimeAsync(60);
    expect(asked).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(30);
    expect(asked).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(250);
    desk.want();
    await vi.advanceTimersByTimeAsync(30);
    expect(asked).toHaveLength(3);
  });

  it('cancels the draft that is made when something changes again', async () => {
    const { desk, asked, jobs } = open();
    desk.want();
    await vi.advanceTimersByTimeAsync(200);
    desk.want();
    expect(asked[0]?.options.signal?.aborted).toBe(true);
    await vi.advanceTimersByTimeAsync(200);
    expect(asked).toHaveLength(2);
    expect(jobs.lastFault).toBeUndefined();
    expect(jobs.view?.kind).toBe('draft');
  });

  it('goes on at the same bar, in the new tempo', async () => {
    // In the middle of bar 9 of 2 s each; at 240 BPM a bar lasts 1 s.
    const { desk, asked, load, setTempo } = open(playing(17_000));
    setTempo(240);
    desk.want();
    await vi.advanceTimersByTimeAsync(200);
    expect(asked[0]?.from).toBe(7.5);
    asked[0]?.options.stream?.begin(begin(1000));
    expect(load).toHaveBeenCalledTimes(1);
    expect(load.mock.calls[0]?.[1]).toEqual({ frame: 8500, play: true, keepTracks: true });
    expect(desk.draft).toMatchObject({ seed: 7, attributes: ['tempo'] });
  });

  it('makes what comes before that place afterwards', async () => {
    const { desk, asked } = open(playing(17_000));
    desk.want();
    await vi.advanceTimersByTimeAsync(200);
    const { from } = asked[0]!;
    asked[0]?.options.stream?.begin(begin(2000));
    asked[0]?.answer();
    await vi.advanceTimersByTimeAsync(0);
    expect(from).toBe(15);
    expect(asked[1]?.from).toBe(0);
  });

  it('says now and then that more of it came, and only once that it began', async () => {
    const { desk, asked, begun, changed } = open();
    desk.want();
    await vi.advanceTimersByTimeAsync(200);
    const stream = asked[0]?.options.stream;
    stream?.begin(begin(2000));
    for (let i = 0; i < 10; i++) stream?.audio(100 * i, new Float32Array(200));
    expect([begun.mock.calls.length, changed.mock.calls.length]).toEqual([1, 0]);
    await vi.advanceTimersByTimeAsync(300);
    expect([begun.mock.calls.length, changed.mock.calls.length]).toEqual([1, 1]);
    expect(desk.draft?.samples.frameCount).toBe(1000);
  });

  it('leaves another cue that plays alone', async () => {
    const other = playing(0);
    const { desk, asked, load } = open({
      ...other,
      source: { ...other.source!, cue: 'file:///b.leitmotif' },
    });
    desk.want();
    await vi.advanceTimersByTimeAsync(200);
    asked[0]?.options.stream?.begin(begin(1000));
    expect(load).not.toHaveBeenCalled();
    expect(desk.draft).toBeDefined();
  });

  it('waits while files are made, then makes what was changed', async () => {
    const { desk, asked, jobs } = open();
    let finish = (): void => undefined;
    const compose = jobs.run('compose', () => new Promise<void>((resolve) => (finish = resolve)));
    desk.want();
    await vi.advanceTimersByTimeAsync(500);
    expect(asked).toHaveLength(0);
    finish();
    await compose;
    desk.resume();
    await vi.advanceTimersByTimeAsync(200);
    expect(asked).toHaveLength(1);
  });
});

describe('draftFrom', () => {
  it('is a bar before the place that is heard, or the beginning', () => {
    expect(draftFrom(0, '4/4', 120)).toBe(0);
    expect(draftFrom(1.4, '4/4', 120)).toBe(0);
    expect(draftFrom(2.25, '4/4', 120)).toBe(2.5);
    expect(draftFrom(10, '4/4', 120)).toBe(18);
    expect(draftFrom(10, '6/8', 60)).toBe(18);
  });
});
