import { describe, expect, it } from 'vitest';
import type { PlaybackSource, PlaybackState } from '../../../../bridge/protocol/panels/playback.ts';
import type { ToPlayer } from '../../../../bridge/protocol/panels/playerPanel.ts';
import { PlayerLink } from '../../../../extension/player/playerLink.ts';
import type { SampleSource } from '../../../../extension/player/sampleSource.ts';

function sourceOf(id: string, part: Partial<PlaybackSource> = {}): PlaybackSource {
  return {
    id,
    title: `Title of ${id}`,
    cue: 'file:///story/harbour.leitmotif',
    sampleRate: 44_100,
    frames: 441_000,
    tracks: [{ id: 'mix', label: 'Mix' }],
    bars: [0, 88_200, 176_400],
    ...part,
  };
}

/** A source that a test watches and answers for. */
class FakeSamples implements SampleSource {
  source: PlaybackSource;
  isDisposed = false;
  signals: AbortSignal[] = [];
  reading: (frames: number) => Promise<Float32Array<ArrayBuffer>> = (frames) =>
    Promise.resolve(new Float32Array(2 * frames));
  readonly #listeners = new Set<() => void>();

  constructor(source: PlaybackSource) {
    this.source = source;
  }

  readonly onDidChange = (listener: () => void) => {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  };

  get listeners() {
    return this.#listeners.size;
  }

  renew(part: Partial<PlaybackSource>) {
    this.source = { ...this.source, ...part };
    for (const listener of this.#listeners) listener();
  }

  read(_track: string, _from: number, frames: number, signal: AbortSignal) {
    this.signals.push(signal);
    return this.reading(frames);
  }

  belongTo(cue: string) {
    this.renew({ cue });
  }

  dispose() {
    this.isDisposed = true;
  }
}

function open() {
  const states: PlaybackState[] = [];
  const opened: string[] = [];
  const failures: unknown[] = [];
  const link = new PlayerLink({
    changed: (state) => states.push(state),
    openCue: (document) => opened.push(document),
    failed: (error) => failures.push(error),
  });
  return { link, states, opened, failures };
}

function attach(link: PlayerLink) {
  const said: ToPlayer[] = [];
  const detach = link.attach((message) => said.push(message));
  return { said, detach };
}

function openWithView() {
  const host = open();
  const view = attach(host.link);
  host.link.hear({ type: 'ready' });
  return { ...host, ...view };
}

const settle = () => new Promise<void>((resolve) => setTimeout(resolve, 0));
const at = (source: PlaybackSource, activity: PlaybackState['activity'], frame: number): PlaybackState => ({
  source,
  activity,
  frame,
  tracks: {},
});

describe('PlayerLink', () => {
  it('gives a view that comes later all that was wished before', () => {
    const { link } = open();
    link.load(new FakeSamples(sourceOf('a')), { frame: 0, play: false });
    link.seek(88_200);
    link.loop({ from: 88_200, to: 176_400 });
    link.setTrack('mix', { muted: true });
    link.play();
    expect(link.state.activity).toBe('waiting');
    const { said } = attach(link);
    expect(said).toEqual([]);
    link.hear({ type: 'ready' });
    expect(said).toMatchObject([
      {
        type: 'load',
        source: { id: 'a' },
        frame: 88_200,
        play: true,
        tracks: { mix: { muted: true, solo: false } },
      },
      { type: 'loop', range: { from: 88_200, to: 176_400 } },
      { type: 'other', source: null },
    ]);
  });

  it('goes on in a new view where the old one was', () => {
    const { link, detach } = openWithView();
    const a = new FakeSamples(sourceOf('a'));
    link.load(a, { frame: 0, play: true });
    link.hear({ type: 'state', state: at(a.source, 'playing', 50_000) });
    detach();
    expect(link.state).toMatchObject({ activity: 'paused', frame: 50_000 });
    const { said } = attach(link);
    link.hear({ type: 'ready' });
    expect(said[0]).toMatchObject({ type: 'load', frame: 50_000, play: true });
  });

  it('stays paused in a new view where it was paused meanwhile', () => {
    const { link, detach } = openWithView();
    const a = new FakeSamples(sourceOf('a'));
    link.load(a, { frame: 0, play: true });
    link.hear({ type: 'state', state: at(a.source, 'playing', 50_000) });
    detach();
    link.pause();
    const { said } = attach(link);
    link.hear({ type: 'ready' });
    expect(said[0]).toMatchObject({ play: false });
  });

  it('is not moved by the end of a view that another one has replaced', () => {
    const { link, detach } = openWithView();
    const { said } = attach(link);
    link.hear({ type: 'ready' });
    detach();
    link.load(new FakeSamples(sourceOf('a')), { frame: 0, play: true });
    expect(said.at(-1)).toMatchObject({ type: 'other' });
    expect(link.hasView).toBe(true);
  });

  it('disposes what it lets go, and only that', () => {
    const { link } = openWithView();
    const [a, b, c] = ['a', 'b', 'c'].map((id) => new FakeSamples(sourceOf(id)));
    link.load(a!, { frame: 0, play: false });
    link.compare(b!);
    link.load(a!, { frame: 100, play: true });
    expect([a!.isDisposed, b!.isDisposed]).toEqual([false, false]);
    link.load(b!, { frame: 0, play: true });
    expect([a!.isDisposed, b!.isDisposed]).toEqual([true, false]);
    expect(link.other).toBeUndefined();
    link.compare(c!);
    link.compare(null);
    expect(c!.isDisposed).toBe(true);
    link.unload();
    expect(b!.isDisposed).toBe(true);
    expect([a!.listeners, b!.listeners, c!.listeners]).toEqual([0, 0, 0]);
  });

  it('takes the other side when the view says that it is heard', () => {
    const { link, said } = openWithView();
    const a = new FakeSamples(sourceOf('a'));
    const b = new FakeSamples(sourceOf('b'));
    link.load(a, { frame: 0, play: true });
    link.compare(b);
    link.swap();
    expect(said.at(-1)).toEqual({ type: 'swap' });
    expect(link.source).toBe(a);
    link.hear({ type: 'state', state: { ...at(b.source, 'playing', 9), other: { id: 'a', title: 'A' } } });
    expect(link.source).toBe(b);
    expect(link.other).toBe(a);
    expect(link.state.other?.id).toBe('a');
  });

  it('swaps by itself where no view is there', () => {
    const { link } = open();
    link.load(new FakeSamples(sourceOf('a')), { frame: 88_200, play: false });
    link.compare(new FakeSamples(sourceOf('b', { bars: [0, 44_100, 88_200] })));
    link.swap();
    expect(link.state).toMatchObject({ source: { id: 'b' }, frame: 44_100, other: { id: 'a' } });
  });

  it('does not believe what the view said of something that is gone', () => {
    const { link } = openWithView();
    const a = new FakeSamples(sourceOf('a'));
    link.load(a, { frame: 0, play: true });
    link.load(new FakeSamples(sourceOf('b')), { frame: 0, play: true });
    link.hear({ type: 'state', state: at(a.source, 'playing', 9) });
    expect(link.state.source?.id).toBe('b');
  });

  it('says from which frame another version takes over, where it takes over at the same place', () => {
    const { link, said } = openWithView();
    const a = new FakeSamples(sourceOf('a'));
    link.load(a, { frame: 0, play: true });
    link.hear({ type: 'state', state: at(a.source, 'playing', 88_200) });
    link.load(new FakeSamples(sourceOf('b')), { frame: 88_300, play: true, keepTracks: true });
    expect(said.findLast(({ type }) => type === 'load')).toMatchObject({ frame: 88_300, basis: 88_200 });
    link.load(new FakeSamples(sourceOf('c')), { frame: 0, play: true, keepTracks: true });
    expect(said.findLast(({ type }) => type === 'load')).not.toHaveProperty('basis');
  });

  it('keeps mute and loop for another version, and forgets them for another piece', () => {
    const { link } = openWithView();
    const a = new FakeSamples(sourceOf('a'));
    link.load(a, { frame: 0, play: true });
    link.hear({
      type: 'state',
      state: {
        ...at(a.source, 'playing', 0),
        tracks: { mix: { muted: true, solo: false } },
        loop: { from: 0, to: 88_200 },
      },
    });
    link.load(new FakeSamples(sourceOf('b')), { frame: 0, play: true, keepTracks: true });
    expect(link.state).toMatchObject({ tracks: { mix: { muted: true } }, loop: { from: 0, to: 88_200 } });
    link.load(new FakeSamples(sourceOf('c')), { frame: 0, play: true });
    expect(link.state.tracks).toEqual({});
    expect(link.state.loop).toBeUndefined();
  });

  it('answers asks with what the source reads, whole buffers only', async () => {
    const { link, said } = openWithView();
    const a = new FakeSamples(sourceOf('a'));
    a.reading = () => Promise.resolve(new Float32Array(100).subarray(10, 20));
    link.load(a, { frame: 0, play: true });
    link.hear({ type: 'ask', ask: 7, source: 'a', track: 'mix', from: 0, frames: 5 });
    await settle();
    const answer = said.at(-1);
    expect(answer).toMatchObject({ type: 'samples', ask: 7, source: 'a', track: 'mix', from: 0 });
    expect((answer as { samples: ArrayBuffer }).samples.byteLength).toBe(40);
  });

  it('answers with nothing, and tells, where it cannot be read', async () => {
    const { link, said, failures } = openWithView();
    const a = new FakeSamples(sourceOf('a'));
    a.reading = () => Promise.reject(new Error('gone'));
    link.load(a, { frame: 0, play: true });
    link.hear({ type: 'ask', ask: 7, source: 'a', track: 'mix', from: 0, frames: 5 });
    await settle();
    expect(said.at(-1)).toMatchObject({ type: 'samples', ask: 7, samples: null });
    expect(failures).toHaveLength(1);
  });

  it('answers no ask that makes no sense by reading', async () => {
    const { link, said, failures } = openWithView();
    const a = new FakeSamples(sourceOf('a'));
    link.load(a, { frame: 0, play: true });
    for (const part of [
      { source: 'z' },
      { track: 'z' },
      { from: -1 },
      { from: 0.5 },
      { frames: 0 },
      { frames: 48_001 },
    ])
      link.hear({ type: 'ask', ask: 1, source: 'a', track: 'mix', from: 0, frames: 5, ...part });
    await settle();
    expect(a.signals).toEqual([]);
    expect(failures).toEqual([]);
    expect(said.filter((message) => message.type === 'samples' && message.samples === null)).toHaveLength(6);
  });

  it('ends readings that nobody waits for: forgotten, replaced, or without a view', () => {
    const { link, detach } = openWithView();
    const a = new FakeSamples(sourceOf('a'));
    a.reading = () => new Promise(() => undefined);
    link.load(a, { frame: 0, play: true });
    const ask = (number: number) => {
      link.hear({ type: 'ask', ask: number, source: 'a', track: 'mix', from: 0, frames: 5 });
    };
    ask(1);
    link.hear({ type: 'forget', ask: 1 });
    ask(2);
    link.load(a, { frame: 0, play: true });
    ask(3);
    detach();
    expect(a.signals.map(({ aborted }) => aborted)).toEqual([true, true, true]);
  });

  it('hands on new particulars of a source', () => {
    const { link, said } = openWithView();
    const a = new FakeSamples(sourceOf('a'));
    link.load(a, { frame: 0, play: true });
    a.renew({ frames: 500_000 });
    expect(said.at(-1)).toMatchObject({ type: 'source', source: { frames: 500_000 } });
    expect(link.state.source?.frames).toBe(500_000);
  });

  it('says which cue shall be opened', () => {
    const { link, opened } = openWithView();
    link.hear({ type: 'open-cue' });
    link.load(new FakeSamples(sourceOf('a')), { frame: 0, play: false });
    link.hear({ type: 'open-cue' });
    expect(opened).toEqual(['file:///story/harbour.leitmotif']);
  });

  it('does nothing where nothing is loaded', () => {
    const { link, states } = openWithView();
    link.play();
    link.seek(5);
    link.swap();
    expect(states).toEqual([]);
  });
});
