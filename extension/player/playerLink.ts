/**
 * The host's side of what is said with the player view: what is loaded, what the view last reported, and the answers to its
 * asks for samples.
 *
 * ```
 *  load, play, seek, … ─► PlayerLink ──ToPlayer──► view, while there is one; else the state alone changes
 *  state, level ◄──────── PlayerLink ◄─FromPlayer─ view: while it is there it alone knows what is heard
 *                              └── asks ─► SampleSource.read ─► samples
 * ```
 *
 * A view may die and come back at any time: the new one gets all that is needed to go on. Knows nothing of VS Code.
 */
import { mostFramesAsked } from '../../bridge/protocol/panels/playerPanel.ts';
import type { FromPlayer, ToPlayer } from '../../bridge/protocol/panels/playerPanel.ts';
import { silence } from '../../bridge/protocol/panels/playback.ts';
import type {
  LoopRange,
  PlaybackLevel,
  PlaybackSource,
  PlaybackState,
  TrackState,
} from '../../bridge/protocol/panels/playback.ts';
import { samePlace } from '../../bridge/protocol/panels/samePlace.ts';
import type { Frames } from '../../bridge/protocol/units.ts';
import { faultOf } from '../faultOf.ts';
import { loaded, reduced, swapped } from './playbackReducer.ts';
import type { SampleSource } from './sampleSource.ts';

/** How something is loaded. */
export interface LoadOptions {
  readonly frame: Frames;
  readonly play: boolean;
  /** The new source is another version of the old: mute, solo and loop go on. */
  readonly keepTracks?: boolean;
}

/** What the link tells to its owner. */
export interface PlayerLinkEvents {
  changed(state: PlaybackState): void;
  openCue(document: string): void;
  /** A source could not be read. */
  failed(error: unknown): void;
}

interface Held {
  readonly samples: SampleSource;
  readonly watch: { dispose(): unknown };
}

/** The link. It owns the sources that it holds and disposes what it lets go. */
export class PlayerLink {
  readonly #events: PlayerLinkEvents;
  #send: ((message: ToPlayer) => void) | undefined;
  #isReady = false;
  #resume = false;
  #current: Held | undefined;
  #other: Held | undefined;
  #state: PlaybackState = { activity: 'stopped', frame: 0, tracks: {} };
  #level: PlaybackLevel = { peak: silence };
  readonly #reads = new Map<number, AbortController>();

  constructor(events: PlayerLinkEvents) {
    this.#events = events;
  }

  get state(): PlaybackState {
    return this.#state;
  }

  get level(): PlaybackLevel {
    return this.#level;
  }

  get source(): SampleSource | undefined {
    return this.#current?.samples;
  }

  get other(): SampleSource | undefined {
    return this.#other?.samples;
  }

  /** True while a view is attached, shown or not. */
  get hasView(): boolean {
    return this.#send !== undefined;
  }

  /** A view was made; it is spoken to when it says `ready`. Returns what tells that it is gone. */
  attach(send: (message: ToPlayer) => void): () => void {
    this.#detach();
    this.#send = send;
    return () => {
      if (this.#send === send) this.#detach();
    };
  }

  /** What played goes on when another view comes. */
  #detach(): void {
    this.#send = undefined;
    this.#isReady = false;
    this.#abortReads();
    this.#level = { peak: silence };
    if (!isMoving(this.#state)) return;
    this.#resume = true;
    this.#change({ ...this.#state, activity: 'paused' });
  }

  load(samples: SampleSource, { frame, play, keepTracks = false }: LoadOptions): void {
    const before = this.#current;
    if (this.#other?.samples === samples) this.#letOtherGo(false);
    this.#abortReads();
    this.#current = before?.samples === samples ? before : this.#hold(samples);
    if (before !== undefined && before !== this.#current) release(before);
    const state = loaded(this.#state, samples.source, { frame, play, keepTracks });
    const basis = keepTracks ? basisOf(this.#state, samples.source, frame) : undefined;
    if (!this.#isReady) this.#resume = play;
    this.#change(state);
    this.#sayLoad(play, basis);
  }

  compare(samples: SampleSource | null): void {
    if (samples !== null && (samples === this.source || samples === this.other)) return;
    this.#letOtherGo(true);
    const state = withoutOther(this.#state);
    if (samples === null) {
      this.#change(state);
    } else {
      this.#other = this.#hold(samples);
      this.#change({ ...state, other: { id: samples.source.id, title: samples.source.title } });
    }
    this.#say({ type: 'other', source: samples?.source ?? null });
  }

  swap(): void {
    if (this.#other === undefined) return;
    // With a view the sides change when it says so.
    if (this.#isReady) this.#say({ type: 'swap' });
    else this.#swapSides();
  }

  play(): void {
    this.#transport({ type: 'play' });
  }

  pause(): void {
    this.#transport({ type: 'pause' });
  }

  stop(): void {
    this.#transport({ type: 'stop' });
  }

  seek(frame: Frames): void {
    this.#transport({ type: 'seek', frame });
  }

  loop(range: LoopRange | null): void {
    this.#transport({ type: 'loop', range });
  }

  setTrack(track: string, part: Partial<TrackState>): void {
    const state = { muted: false, solo: false, ...this.#state.tracks[track], ...part };
    this.#transport({ type: 'track', track, state });
  }

  /** Lets everything go: nothing is loaded any more. */
  unload(): void {
    this.#abortReads();
    this.#letOtherGo(true);
    if (this.#current !== undefined) release(this.#current);
    this.#current = undefined;
    this.#resume = false;
    this.#change({ activity: 'stopped', frame: 0, tracks: {} });
    this.#say({ type: 'unload' });
  }

  /** Hears the view. */
  hear(message: FromPlayer): void {
    switch (message.type) {
      case 'ready':
        this.#welcome();
        return;
      case 'state':
        this.#adopt(message.state);
        return;
      case 'level':
        this.#level = message.level;
        return;
      case 'ask':
        void this.#answer(message);
        return;
      case 'forget':
        this.#reads.get(message.ask)?.abort();
        this.#reads.delete(message.ask);
        return;
      case 'open-cue':
        if (this.#current !== undefined) this.#events.openCue(this.#current.samples.source.cue);
        return;
    }
  }

  /** A view has begun its life: it gets what an earlier one had. */
  #welcome(): void {
    this.#abortReads();
    this.#isReady = true;
    const play = this.#resume || isMoving(this.#state);
    this.#resume = false;
    if (this.#current === undefined) this.#say({ type: 'unload' });
    else this.#sayLoad(play);
  }

  #sayLoad(play: boolean, basis?: Frames): void {
    const { frame, tracks, loop } = this.#state;
    if (this.#current === undefined) return;
    const { source } = this.#current.samples;
    const load: ToPlayer = { type: 'load', source, frame, play, tracks };
    this.#say(basis === undefined ? load : { ...load, basis });
    this.#say({ type: 'loop', range: loop ?? null });
    this.#say({ type: 'other', source: this.#other?.samples.source ?? null });
  }

  #adopt(state: PlaybackState): void {
    const id = state.source?.id;
    if (!this.#isReady || this.#current === undefined || id === undefined) return;
    if (id === this.#other?.samples.source.id) this.#swapSides();
    // What the view said before it heard of the last load.
    else if (id !== this.#current.samples.source.id) return;
    this.#change({ ...state, source: this.#current.samples.source });
  }

  #swapSides(): void {
    const before = this.#current;
    if (before === undefined || this.#other === undefined) return;
    this.#current = this.#other;
    this.#other = before;
    this.#change(swapped(this.#state, this.#current.samples.source));
  }

  async #answer({ ask, source, track, from, frames }: FromPlayer & { type: 'ask' }): Promise<void> {
    const held = [this.#current, this.#other].find((one) => one?.samples.source.id === source);
    const isSensible = isCount(from) && isCount(frames) && frames > 0 && frames <= mostFramesAsked;
    const say = (samples: ArrayBuffer | null) => {
      this.#say({ type: 'samples', ask, source, track, from, samples });
    };
    if (held?.samples.source.tracks.some(({ id }) => id === track) !== true || !isSensible) {
      say(null);
      return;
    }
    const reading = new AbortController();
    this.#reads.set(ask, reading);
    try {
      const samples = await held.samples.read(track, from, frames, reading.signal);
      if (!reading.signal.aborted) say(exactBuffer(samples));
    } catch (error) {
      if (reading.signal.aborted) return;
      say(null);
      if (faultOf(error).code !== 'cancelled') this.#events.failed(error);
    } finally {
      if (this.#reads.get(ask) === reading) this.#reads.delete(ask);
    }
  }

  #transport(message: ToPlayer): void {
    if (this.#current === undefined) return;
    if (this.#isReady) {
      this.#say(message);
      return;
    }
    if (message.type === 'play') this.#resume = true;
    if (message.type === 'pause' || message.type === 'stop') this.#resume = false;
    this.#change(reduced(this.#state, message));
  }

  #hold(samples: SampleSource): Held {
    const watch = samples.onDidChange(() => {
      if (this.#current?.samples === samples) this.#change({ ...this.#state, source: samples.source });
      this.#say({ type: 'source', source: samples.source });
    });
    return { samples, watch };
  }

  #letOtherGo(disposes: boolean): void {
    if (this.#other === undefined) return;
    if (disposes) release(this.#other);
    else this.#other.watch.dispose();
    this.#other = undefined;
    this.#state = withoutOther(this.#state);
  }

  #abortReads(): void {
    for (const reading of this.#reads.values()) reading.abort();
    this.#reads.clear();
  }

  #say(message: ToPlayer): void {
    if (this.#isReady) this.#send?.(message);
  }

  #change(state: PlaybackState): void {
    this.#state = state;
    this.#events.changed(state);
  }
}

function isMoving({ activity }: PlaybackState): boolean {
  return activity === 'playing' || activity === 'waiting' || activity === 'blocked';
}

/** Where `frame` is the place that is heard now, in another version: the frame that the host knows it by. */
function basisOf(
  { source, frame: now }: PlaybackState,
  next: PlaybackSource,
  frame: Frames,
): Frames | undefined {
  if (source === undefined) return undefined;
  return Math.abs(samePlace(source, next, now) - frame) < next.sampleRate / 2 ? now : undefined;
}

function withoutOther(state: PlaybackState): PlaybackState {
  const next = { ...state };
  delete next.other;
  return next;
}

function release({ samples, watch }: Held): void {
  watch.dispose();
  samples.dispose();
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

/** What crosses is the whole buffer: a view of a part of one is cut out. */
function exactBuffer(samples: Float32Array<ArrayBuffer>): ArrayBuffer {
  const { buffer, byteOffset, byteLength } = samples;
  return byteLength === buffer.byteLength ? buffer : buffer.slice(byteOffset, byteOffset + byteLength);
}
