/**
 * The player behind its view: hears the host and the person, tells the worklet what to play, asks for samples, and says what is heard.
 *
 * ```
 *  host ─ load, play, seek … ─►┐                    ┌─ orders ─► output (worklet) ─ sound
 *  person ─ buttons, keys ────►│   PlayerSession    │               │
 *  host ◄─ asks, state, level ─┤◄───────────────────┴── reports ◄───┘
 *  host ─ samples ────────────►┘
 * ```
 *
 * It runs on the worklet's reports, not on timers, which browsers slow down in hidden pages. Knows neither Web Audio nor the page.
 */
import { keptTracks } from '../../bridge/protocol/panels/keptTracks.ts';
import { silence } from '../../bridge/protocol/panels/playback.ts';
import type {
  LoopRange,
  PlaybackSource,
  PlaybackState,
  TrackState,
} from '../../bridge/protocol/panels/playback.ts';
import type { FromPlayer, ToPlayer } from '../../bridge/protocol/panels/playerPanel.ts';
import { sameLoop, samePlace } from '../../bridge/protocol/panels/samePlace.ts';
import type { Frames, Hertz, Milliseconds } from '../../bridge/protocol/units.ts';
import { LoadedDeck } from './loadedDeck.ts';
import { OutputDesk } from './outputDesk.ts';
import type { OpenOutput } from './outputDesk.ts';
import type { StereoLevel } from './sound/stereoLevel.ts';
import type { MixerReport } from './sound/mixerMessages.ts';

/** What the session needs. */
export interface SessionParts {
  readonly openOutput: OpenOutput;
  say(message: FromPlayer): void;
  /** Something that the view shows has changed. */
  changed(): void;
  /** A clock that never goes back. */
  now(): Milliseconds;
}

type Load = ToPlayer & { type: 'load' };

/** Seconds of sound that are kept ahead: of what plays, of what stands still, and of the other side of A/B. */
const ahead = { playing: 3, still: 1, other: 1 };

const stateEvery: Milliseconds = 250;
const levelEvery: Milliseconds = 100;

/** See the head of the file. */
export class PlayerSession {
  readonly #parts: SessionParts;
  readonly #outputs: OutputDesk;
  #current: LoadedDeck | undefined;
  #other: LoadedDeck | undefined;
  #intent: 'stopped' | 'paused' | 'playing' = 'stopped';
  #frame: Frames = 0;
  #nextAsk = 1;
  #said: PlaybackState = { activity: 'stopped', frame: 0, tracks: {} };
  #saidAt: Milliseconds = -Infinity;
  #levelAt: Milliseconds = -Infinity;
  #level: StereoLevel = { left: silence, right: silence };

  constructor(parts: SessionParts) {
    this.#parts = parts;
    this.#outputs = new OutputDesk(parts.openOutput, {
      report: (rate, report) => {
        this.#onReport(rate, report);
      },
      flow: () => {
        this.#tell(true);
      },
      now: () => parts.now(),
    });
  }

  /** What is heard. */
  get playback(): PlaybackState {
    const deck = this.#current;
    if (deck === undefined) return { activity: 'stopped', frame: 0, tracks: {} };
    const other = this.#other?.source;
    return {
      source: deck.source,
      activity: this.#activity(deck),
      frame: this.#frame,
      tracks: deck.states,
      ...(deck.loop === null ? {} : { loop: deck.loop }),
      ...(other === undefined ? {} : { other: { id: other.id, title: other.title } }),
    };
  }

  get level(): StereoLevel {
    return this.#level;
  }

  /** True where this window cannot make sound at all. */
  get isBroken(): boolean {
    return this.#current !== undefined && this.#outputs.isBroken(this.#current.rate);
  }

  /** How often the samples ran out. */
  get underruns(): number {
    return this.#outputs.underruns;
  }

  /** Blocks of samples that are held, of all tracks. */
  get heldBlocks(): number {
    return (this.#current?.orders.held ?? 0) + (this.#other?.orders.held ?? 0);
  }

  /** Hears the host; the view's own buttons say the same words. */
  hear(message: ToPlayer): void {
    switch (message.type) {
      case 'samples':
        this.#takeSamples(message);
        break;
      case 'load':
        this.#load(message);
        break;
      case 'other':
        this.#takeOther(message.source);
        break;
      case 'source':
        this.#renew(message.source);
        break;
      case 'unload':
        this.#unload();
        break;
      default:
        this.#transport(message);
    }
    this.#ask();
    this.#tell(message.type !== 'samples');
  }

  /** The person has clicked or pressed a key: sound may be let out now. */
  gesture(): void {
    if (this.#intent === 'playing' && this.#current !== undefined) this.#outputs.wake(this.#current.rate);
  }

  /** The cue that is heard shall be opened. */
  openCue(): void {
    this.#parts.say({ type: 'open-cue' });
  }

  #transport(message: ToPlayer): void {
    const deck = this.#current;
    if (deck === undefined) return;
    switch (message.type) {
      case 'play':
        this.#play(deck);
        return;
      case 'pause':
        if (this.#intent !== 'playing') return;
        this.#outputs.send(deck.rate, { type: 'pause', serial: this.#outputs.nextSerial() });
        this.#intent = 'paused';
        return;
      case 'stop':
        this.#stop(deck);
        return;
      case 'seek':
        this.#seek(deck, message.frame);
        return;
      case 'loop':
        this.#loop(deck, message.range);
        return;
      case 'track':
        this.#setTrack(deck, message.track, message.state);
        return;
      case 'swap':
        this.#swap(deck);
        return;
      default:
    }
  }

  #load({ source, frame, play, tracks, basis }: Load): void {
    const before = this.#current;
    const deck = this.#open(source, tracks);
    this.#current = deck;
    this.#frame = Math.max(0, Math.min(source.frames, Math.round(frame)));
    this.#change(before, deck, play, basis);
    if (before !== undefined) this.#close(before);
    if (play) this.#play(deck);
    else this.#intent = this.#frame === 0 ? 'stopped' : 'paused';
  }

  /** Goes from one deck to another at `#frame`: by a crossfade where the old one plays and the new one shall. */
  #change(from: LoadedDeck | undefined, to: LoadedDeck, play: boolean, basis?: Frames): void {
    const wasPlaying = from !== undefined && this.#intent === 'playing';
    const isCrossfade = wasPlaying && play && from.rate === to.rate;
    if (wasPlaying && !isCrossfade)
      this.#outputs.send(from.rate, { type: 'pause', serial: this.#outputs.nextSerial() });
    this.#outputs.send(to.rate, {
      type: 'place',
      deck: to.number,
      frame: this.#frame,
      when: isCrossfade ? 'when-ready' : 'now',
      basis: isCrossfade ? basis : undefined,
      serial: this.#outputs.nextSerial(),
    });
  }

  #play(deck: LoadedDeck): void {
    deck.orders.retry();
    if (this.#frame >= deck.orders.frames) this.#seek(deck, deck.loop?.from ?? 0);
    this.#intent = 'playing';
    this.#outputs.send(deck.rate, { type: 'play', serial: this.#outputs.nextSerial() });
    this.#outputs.wake(deck.rate);
  }

  #stop(deck: LoadedDeck): void {
    this.#outputs.send(deck.rate, { type: 'pause', serial: this.#outputs.nextSerial() });
    this.#intent = 'stopped';
    this.#seek(deck, 0);
  }

  #seek(deck: LoadedDeck, frame: Frames): void {
    deck.orders.retry();
    this.#frame = Math.max(0, Math.min(deck.orders.frames, Math.round(frame)));
    if (this.#intent !== 'playing') this.#intent = this.#frame === 0 ? 'stopped' : 'paused';
    const serial = this.#outputs.nextSerial();
    this.#outputs.send(deck.rate, {
      type: 'place',
      deck: deck.number,
      frame: this.#frame,
      when: 'now',
      serial,
    });
  }

  #loop(deck: LoadedDeck, range: LoopRange | null): void {
    deck.setLoop(range);
    const other = this.#other;
    if (other !== undefined)
      other.setLoop(range === null ? null : sameLoop(deck.source, other.source, range));
  }

  #setTrack(deck: LoadedDeck, track: string, state: TrackState): void {
    deck.setStates({ ...deck.states, [track]: state });
    if (this.#other !== undefined)
      this.#other.setStates(keptTracks(deck.source, deck.states, this.#other.source));
  }

  #swap(deck: LoadedDeck): void {
    const next = this.#other;
    if (next === undefined) return;
    const basis = this.#frame;
    this.#other = deck;
    this.#current = next;
    this.#frame = samePlace(deck.source, next.source, basis);
    const isPlaying = this.#intent === 'playing';
    this.#change(deck, next, isPlaying, basis);
    if (isPlaying) this.#play(next);
  }

  #takeOther(source: PlaybackSource | null): void {
    if (source !== null && source.id === this.#other?.source.id) {
      this.#renew(source);
      return;
    }
    if (this.#other !== undefined) this.#close(this.#other);
    this.#other = undefined;
    const deck = this.#current;
    if (source === null || deck === undefined) return;
    this.#other = this.#open(source, keptTracks(deck.source, deck.states, source));
    this.#other.setLoop(deck.loop === null ? null : sameLoop(deck.source, source, deck.loop));
  }

  /** New particulars of a source. With other tracks it is loaded anew at the same place. */
  #renew(source: PlaybackSource): void {
    const deck = this.#current;
    if (deck?.source.id === source.id) {
      if (deck.isLike(source)) {
        deck.renew(source);
        return;
      }
      const loop = deck.loop;
      const tracks = keptTracks(deck.source, deck.states, source);
      const play = this.#intent === 'playing';
      this.#load({ type: 'load', source, frame: this.#frame, play, tracks, basis: this.#frame });
      this.#current?.setLoop(loop);
    } else if (this.#other?.source.id === source.id) {
      if (this.#other.isLike(source)) {
        this.#other.renew(source);
        return;
      }
      this.#takeOther(null);
      this.#takeOther(source);
    }
  }

  #unload(): void {
    for (const deck of [this.#current, this.#other]) if (deck !== undefined) this.#close(deck);
    this.#current = undefined;
    this.#other = undefined;
    this.#intent = 'stopped';
    this.#frame = 0;
  }

  #open(source: PlaybackSource, states: Record<string, TrackState>): LoadedDeck {
    const send = this.#outputs.senderOf(source.sampleRate);
    return new LoadedDeck(this.#outputs.nextDeck(), source, states, send, () => this.#nextAsk++);
  }

  #close(deck: LoadedDeck): void {
    for (const ask of deck.close()) this.#parts.say({ type: 'forget', ask });
  }

  #takeSamples({ ask, samples }: ToPlayer & { type: 'samples' }): void {
    const deck = [this.#current, this.#other].find((one) => one?.take(ask, samples) === true);
    if (deck === undefined || deck !== this.#current || !deck.orders.hasFailed) return;
    // The host has said what is wrong; playing waits for the person.
    this.#transport({ type: 'pause' });
  }

  #onReport(rate: Hertz, report: MixerReport): void {
    const deck = this.#current;
    if (deck?.rate === rate && report.deck === deck.number && report.serial >= this.#outputs.serial) {
      if (report.activity === 'ended') this.#stop(deck);
      else if (this.#intent === 'playing') this.#frame = report.frame;
      this.#ask();
    }
    this.#measure(rate);
    this.#tell(false);
  }

  #measure(rate: Hertz): void {
    if (rate !== this.#current?.rate) return;
    this.#level = this.#outputs.level(rate);
    const now = this.#parts.now();
    if (now - this.#levelAt < levelEvery) return;
    this.#levelAt = now;
    const peak = Math.max(silence, this.#level.left, this.#level.right);
    this.#parts.say({ type: 'level', level: { peak } });
  }

  /** Asks for what is needed next, and lets go of what is not. */
  #ask(): void {
    const deck = this.#current;
    if (deck === undefined) return;
    const now = this.#parts.now();
    const seconds = this.#intent === 'playing' ? ahead.playing : ahead.still;
    const say = (message: FromPlayer) => {
      this.#parts.say(message);
    };
    deck.plan(this.#frame, seconds, now, say);
    const other = this.#other;
    other?.plan(samePlace(deck.source, other.source, this.#frame), ahead.other, now, say);
  }

  #activity(deck: LoadedDeck): PlaybackState['activity'] {
    if (this.#intent !== 'playing') return this.#intent;
    if (this.#outputs.isBroken(deck.rate)) return 'paused';
    if (this.#outputs.isBlocked(deck.rate)) return 'blocked';
    return this.#outputs.isHeard(deck.rate) ? 'playing' : 'waiting';
  }

  /** Tells host and view; the host at once where something was done or changed, else a few times a second while playing. */
  #tell(isNews: boolean): void {
    const state = this.playback;
    const now = this.#parts.now();
    const isDue = this.#intent === 'playing' && now - this.#saidAt >= stateEvery;
    if (isNews || isDue || state.activity !== this.#said.activity) {
      this.#said = state;
      this.#saidAt = now;
      this.#parts.say({ type: 'state', state });
    }
    this.#parts.changed();
  }
}
