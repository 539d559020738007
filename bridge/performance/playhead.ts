/**
 * Where the music is: notes go out of the buffer as the musical clock reaches them; the music stands, jumps and goes on with the
 * transport.
 *
 * ```
 *  PhraseBuffer ── stretch up to the clock's reach ──► NotePlayer ─► synthesizer, MIDI
 *       │ phrase, chord begins                    └──► HeardRecord
 *       └────► whoever listens
 * ```
 */
import { MusicPlace } from './musicPlace.ts';
import { NotePlayer } from './notePlayer.ts';
import { HeardRecord } from './heardRecord.ts';
import { TempoAtLine } from './tempoAtLine.ts';
import type { Meter } from '../protocol/attributes.ts';
import type { PerformedPhrase } from '../protocol/performance.ts';
import type { BeatsPerMinute, Frames, Milliseconds, Seconds, Ticks } from '../protocol/units.ts';
import type { MusicalPosition } from '../transport/musicalClock.ts';
import type { DirectorHouse, DirectorOptions } from './directorHouse.ts';
import type { PhraseBuffer } from './phraseBuffer.ts';

/** Notes are given out so long before they sound. */
export const noteLead: Milliseconds = 250;
/** What goes on begins so long from now: the synthesizer has rendered up to there. */
export const renderLead: Milliseconds = 100;
/** A clock that differs by more was moved: less is a tempo's rounding. */
const ticksOfJump: Ticks = 120;
/** The end of the music is heard so long. */
const ringSeconds: Seconds = 3;
const ringTicks: Ticks = ringSeconds * 960;

/** Who is told of what is played. */
export interface PlayheadListener {
  /** A phrase begins at a frame. */
  begins: (phrase: PerformedPhrase, frames: Frames) => void;
  /** Another tempo holds from a tick on. */
  paced: (tick: Ticks, tempo: BeatsPerMinute, meter: Meter) => void;
  /** The closing phrase has rung out. */
  over: () => void;
}

/** The playhead of one performance. */
export class Playhead {
  readonly #house: DirectorHouse;
  readonly #buffer: PhraseBuffer;
  readonly #listener: PlayheadListener;
  readonly #place: MusicPlace;
  readonly #player: NotePlayer;
  readonly #tempo: TempoAtLine;
  /** What was given out. */
  readonly heard: HeardRecord;
  #played: Ticks = 0;
  /** A frame before what is played next, by which its place is found among earlier passes of the clock. */
  #near: Frames = 0;
  /** Nothing was there to be played. */
  #hasGap = false;
  #isEnded = false;

  constructor(
    house: DirectorHouse,
    changes: DirectorOptions['changes'],
    buffer: PhraseBuffer,
    listener: PlayheadListener,
  ) {
    const { clock } = house.transport;
    this.#house = house;
    this.#buffer = buffer;
    this.#listener = listener;
    this.#place = new MusicPlace(clock);
    this.#player = new NotePlayer(house, this.#place);
    this.#tempo = new TempoAtLine(changes, buffer, house);
    this.heard = new HeardRecord(clock.sampleRate);
  }

  /** Notes that sound. */
  get sounding(): number {
    return this.#player.sounding;
  }

  /** Up to this tick notes were given out. */
  get played(): Ticks {
    return this.#played;
  }

  /** The tick of the music a while from now; where it stands, the one with which it goes on. */
  tickAhead(lead: Milliseconds): Ticks {
    const { clock } = this.#house.transport;
    return Math.max(0, this.#place.tickAt(clock.framesAtWall(performance.now() + lead)) ?? this.#played);
  }

  /** When a frame sounds. */
  wallAt(frames: Frames): Milliseconds {
    return this.#place.wallAt(frames);
  }

  /** Another tempo is wanted from the next line on. */
  wantTempo(tempo: BeatsPerMinute): void {
    this.#tempo.want(tempo);
  }

  /** Notes end at a tick at the latest: other music begins there. */
  cut(tick: Ticks): void {
    this.#player.cut(tick);
  }

  /** Ends every note that sounds; the music goes on with the next ones. */
  endNotes(): void {
    this.#player.endAll();
  }

  /** Nothing is played any more. */
  end(): void {
    this.#isEnded = true;
    this.#player.endAll();
  }

  /** The transport changed: the music stands, goes on, or comes with it. Answers where the music is; undefined while it stands. */
  follow({ tick, isRolling }: MusicalPosition, at: Milliseconds): Ticks | undefined {
    const frames = this.#house.transport.clock.framesAtWall(at);
    if (!isRolling || this.#hasJumped(tick, frames)) this.#stand();
    if (!isRolling) return undefined;
    // What begins now begins with its first beat, though a little of it is past when it is heard of.
    if (!this.#place.isPlaced && this.#buffer.endTick > this.#played) this.#place.place(this.#played, frames);
    return this.#place.tickAt(frames) ?? 0;
  }

  /** Gives out what the clock reaches a little after `now`, and lets the buffer forget it. */
  advance(now: Milliseconds): void {
    const { clock } = this.#house.transport;
    const horizon = clock.framesAtWall(now + noteLead);
    if (!clock.positionAt(horizon).isRolling) return;
    if (!this.#place.isPlaced && this.#buffer.endTick > this.#played)
      this.#goOn(clock.framesAtWall(now + renderLead));
    const reached = this.#place.tickAt(horizon);
    if (reached !== undefined) this.#playTo(Math.floor(reached), horizon);
    this.#buffer.forget(this.#played);
  }

  /** The music stands, and goes on at a bar line when the transport rolls again. */
  #stand(): void {
    this.#player.endAll();
    const line = this.#buffer.barLineAfter(this.#played);
    if (line !== undefined) this.#played = line.tick;
    this.#place.lift();
  }

  /** Whether the clock went elsewhere. */
  #hasJumped(tick: Ticks, frames: Frames): boolean {
    const before = this.#house.transport.clock.positionAt(frames - 1);
    return this.#place.isPlaced && Math.abs(before.tick - tick) > ticksOfJump;
  }

  /** At the next bar line; after a gap at once, in the middle of the bar, for somebody waits for sound. */
  #goOn(frames: Frames): void {
    const entry = this.#hasGap ? this.#place.enter(this.#played, frames) : undefined;
    if (entry === undefined || entry >= this.#buffer.endTick) {
      this.#place.place(this.#played, frames);
      return;
    }
    this.#hasGap = false;
    this.#near = frames;
    for (const phrase of this.#buffer.beginning(this.#played, entry)) this.#listener.begins(phrase, frames);
    this.#player.play(this.#buffer.held(entry), entry, frames);
    this.#played = entry;
  }

  #playTo(reached: Ticks, horizon: Frames): void {
    const isLast = this.#buffer.last?.isLast === true;
    const until = isLast ? reached : Math.min(reached, this.#buffer.endTick);
    if (until > this.#played) {
      const line = this.#tempo.lineBefore(until, this.#played);
      this.#playStretch(line ?? until);
      if (line !== undefined) this.#changeTempo(line);
      this.#near = horizon;
    }
    // What is past the end of the buffer only has to end.
    if (reached > until) {
      this.#player.play([], reached, this.#near);
      this.#place.lift();
      this.#hasGap = true;
    }
    if (isLast && reached > this.#buffer.endTick + ringTicks) this.#listener.over();
  }

  #playStretch(until: Ticks): void {
    const near = this.#near;
    for (const phrase of this.#buffer.beginning(this.#played, until))
      this.#listener.begins(phrase, this.#place.framesAt(phrase.tick, near));
    for (const { chord, tonic } of this.#buffer.chords(this.#played, until))
      this.#house.chordBegins(chord, tonic, this.#place.wallAt(this.#place.framesAt(chord.tick, near)));
    const stretches = this.#buffer.stretch(this.#played, until);
    this.#player.play(stretches, until, near);
    this.heard.played(stretches, [this.#played, until], (tick) => this.#place.framesAt(tick, near));
    this.#played = until;
  }

  #changeTempo(tick: Ticks): void {
    const frames = this.#place.framesAt(tick, this.#near);
    const tempo = this.#tempo.change(frames, () => !this.#isEnded);
    this.#listener.paced(tick, tempo, this.#house.transport.clock.positionAt(frames).meter);
  }
}
