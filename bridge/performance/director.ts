/**
 * A performance that is played: phrases come ahead of need over the pipe, wait in the buffer, and go out as the musical clock reaches
 * them; changes of the controls go to the sound at once, and to the composer for the next bar or phrase.
 *
 * ```
 *  sidecar ─ phrases ─► PhraseBuffer ─► Playhead ─┬─► synthesizer ─► blocks ─► listeners
 *     ▲  grant, steer               clock ─┘      └─► MIDI
 *     └──── Steering ◄── AttributeStore ──► sound, at once
 * ```
 *
 * Nothing here waits for the sidecar: while it is away the buffer drains, and what was begun ends. With another one it goes on.
 */
import { throwIfCancelled } from '../protocol/errors.ts';
import { barSeconds } from '../protocol/meter.ts';
import { Beginning } from './beginning.ts';
import { noComposer } from './noComposer.ts';
import { liveBlock } from '../synthesizer/synthesizerMessages.ts';
import { comingNotes } from './comingNotes.ts';
import { noteLead, Playhead, renderLead } from './playhead.ts';
import { PerformancePipe } from './performancePipe.ts';
import { PerformanceRecord } from './performanceRecord.ts';
import { PhraseBuffer } from './phraseBuffer.ts';
import { SpanKeeper } from './spanKeeper.ts';
import { Steering } from './steering.ts';
import { ChosenPlayers, isSound, performer, showSound, showValues, soundOf } from './storeValues.ts';
import type { ControlValue } from '../osc/attributeStore.ts';
import type { PerformanceSource } from '../protocol/bridgeParams.ts';
import type { PerformanceState } from '../protocol/bridge.ts';
import type { PerformanceReport, PerformedPhrase } from '../protocol/performance.ts';
import type { Frames, Milliseconds, Ticks } from '../protocol/units.ts';
import type { MusicalPosition } from '../transport/musicalClock.ts';
import type { DirectorHouse, DirectorOptions } from './directorHouse.ts';

/** What a composer needs for another phrase, beside the notes that are given out. */
const steerLead: Milliseconds = 200;
/** Between two beats of a director. */
export const directorBeat: Milliseconds = 10;
/** Bars and seconds that are composed ahead. */
const ahead = { bars: 4, seconds: 10 } as const;

/** One performance. */
export class Director {
  readonly #house: DirectorHouse;
  readonly #options: DirectorOptions;
  readonly #buffer = new PhraseBuffer();
  readonly #playhead: Playhead;
  readonly #steering: Steering;
  readonly #chosen = new ChosenPlayers();
  readonly #beginning = new Beginning();
  readonly #keeper = new SpanKeeper();
  /** Phrases that have begun. */
  readonly #passed: { bar: number; tick: Ticks; bars: number; endTick: Ticks }[] = [];
  readonly #endings: (() => void)[] = [];
  readonly #startedAt = performance.now();
  #pipe: PerformancePipe | undefined;
  #record: PerformanceRecord | undefined;
  /** The composer knows the music from this tick on: another one goes on from the last phrase that is here. */
  #known: Ticks = 0;
  #granted = 0;
  #gain = 0;
  /** The first bar can be played without a wait. */
  #isPrepared: Promise<void> | undefined;
  #section = '';
  #isBegun = false;
  #isEnded = false;

  constructor(house: DirectorHouse, options: DirectorOptions) {
    this.#house = house;
    this.#options = options;
    this.#playhead = new Playhead(house, options.changes, this.#buffer, {
      begins: (phrase, frames) => {
        this.#begin(phrase, frames);
      },
      paced: (tick, tempo, meter) => {
        this.#record?.paced(tick, tempo, meter);
      },
      over: () => {
        house.transport.stop(performance.now(), performer);
      },
    });
    this.#steering = new Steering(options.changes, {
      buffer: this.#buffer,
      ask: (order) => this.#pipe?.ask(order),
      earliest: () =>
        Math.max(this.#playhead.played, this.#known, this.#playhead.tickAhead(noteLead + steerLead)),
      played: () => this.#playhead.played,
      steered: (entry, tick) => {
        this.#record?.steered(entry);
        this.#playhead.cut(tick);
      },
    });
  }

  /** Notes that sound. */
  get sounding(): number {
    return this.#playhead.sounding;
  }

  get state(): PerformanceState {
    const { queued } = this.#steering;
    return {
      seconds: (performance.now() - this.#startedAt) / 1000,
      ...(this.#section === '' ? {} : { section: this.#section }),
      ...(queued === undefined ? {} : { queued }),
    };
  }

  /** Begins; resolves when it plays, or is ready to where the DAW leads. @throws LeitmotifError `sidecar-ended`; `cancelled` at once */
  async begin(source: PerformanceSource, signal: AbortSignal): Promise<void> {
    const begun = this.#beginning.wait(signal);
    this.attach(source);
    await begun;
    // What is not decoded when its note begins is decoded then, and the sound of everything waits for it.
    await this.#isPrepared;
    throwIfCancelled(signal);
    this.#begun();
    this.#follow();
    if (this.#options.leads === 'bridge') this.#house.transport.play(performance.now() + noteLead, performer);
  }

  /** Another composer goes on where the one before was lost. */
  attach(source: PerformanceSource): void {
    this.#pipe?.close();
    this.#pipe = new PerformancePipe(source, {
      report: (report) => {
        this.#hear(report);
      },
      lost: () => {
        this.#beginning.fail(noComposer());
        this.#keeper.lost();
        if (!this.#isEnded) this.#house.problem(noComposer());
      },
    });
    this.#ask();
  }

  /** The section that comes next. */
  queue(section: string): void {
    this.#steering.change({}, section);
  }

  /** The last seconds as a take. @throws LeitmotifError `not-performing` where nothing was played, and what the sidecar says */
  keep(seconds: number, out: string): Promise<string> {
    const to = this.#buffer.barLineAfter(this.#playhead.tickAhead(0)) ?? {
      bar: this.#buffer.endBar,
      tick: this.#buffer.endTick,
    };
    const [record, heard, phrases] = [this.#record, this.#playhead.heard, this.#passed];
    return this.#keeper.keep({ record, heard, to, seconds, out, phrases }, (order) => this.#pipe?.ask(order));
  }

  /** Ends every note; the music goes on with the next ones. */
  panic(): void {
    this.#playhead.endNotes();
  }

  /** Ends it. Tails ring out while blocks are still asked for. */
  end(): void {
    this.#isEnded = true;
    this.#pipe?.ask({ kind: 'stop' });
    this.#pipe?.close();
    for (const end of this.#endings.splice(0)) end();
    this.#playhead.end();
    this.#keeper.lost();
  }

  /** Asks for blocks up to now; the beat of everything. */
  beat(now: Milliseconds): void {
    const { clock } = this.#house.transport;
    if (!this.#isEnded) {
      this.#playhead.advance(now);
      this.#grant();
      this.#steering.goOn();
    }
    if (this.#isBegun)
      this.#house.synthesizer({ kind: 'render', until: clock.framesAtWall(now + renderLead) });
  }

  /** The sound begins, if only with silence: before, samples are decoded, for which blocks would have to wait. */
  #begun(): void {
    const frames = this.#house.transport.clock.framesAtWall(performance.now());
    this.#house.synthesizer({ kind: 'begin', from: Math.ceil(frames / liveBlock) * liveBlock });
    this.#isBegun = true;
  }

  #ask(): void {
    const revision = this.#steering.attach();
    const last = this.#buffer.last;
    this.#known = last?.tick ?? 0;
    const resume =
      last === undefined ? {} : { resume: { point: last.point, delivered: this.#buffer.endBar } };
    this.#pipe?.ask({ kind: 'attach', revision, ...resume });
    this.#granted = 0;
    this.#grant();
  }

  #hear(report: PerformanceReport): void {
    switch (report.kind) {
      case 'attached':
        if (this.#record === undefined) this.#open(report);
        return;
      case 'phrase':
        this.#take(report);
        return;
      case 'lost':
        this.#ask();
        return;
      default:
        this.#keeper.hear(report, this.#house.problem);
    }
  }

  /** The controls show what will sound. */
  #open({ values, sound, tempo, gain }: Extract<PerformanceReport, { kind: 'attached' }>): void {
    const { store, transport } = this.#house;
    showValues(store, values, performer);
    showSound(store, sound, performer);
    this.#gain = gain;
    if (this.#options.leads === 'bridge') {
      const now = performance.now();
      store.set('tempo', tempo, performer);
      transport.setTempo(tempo, now, performer);
      if (values.meter !== undefined) transport.setMeter(values.meter, now, performer);
    }
    this.#chosen.usual(values.instruments ?? []);
    const position = transport.position();
    this.#record = new PerformanceRecord(soundOf(store), position.tempo, position.meter);
    if (values.style !== undefined) this.#house.synthesizer({ kind: 'space', style: values.style });
    this.#tellSound();
  }

  #take(phrase: PerformedPhrase): void {
    if (!this.#steering.accept(phrase) || !this.#buffer.add(phrase)) return;
    this.#chosen.usual(phrase.point.values.instruments ?? []);
    const { first, rest } = comingNotes(phrase);
    const isPrepared = this.#house.prepare(first);
    this.#isPrepared ??= isPrepared;
    void this.#house.prepare(rest);
    this.#beginning.arrive();
  }

  /** From now on it follows controls and transport. */
  #follow(): void {
    const { store, transport } = this.#house;
    this.#endings.push(
      store.onChange((name, value, origin) => {
        if (origin !== performer) this.#change(name, value);
      }),
      transport.onChange((position, at) => {
        this.#transportChanged(position, at);
      }),
    );
  }

  #transportChanged(position: MusicalPosition, at: Milliseconds): void {
    const tick = this.#playhead.follow(position, at);
    const { tempo, meter } = position;
    if (tick !== undefined && this.#options.leads === 'daw') this.#record?.paced(tick, tempo, meter);
  }

  #change(name: string, value: ControlValue): void {
    if (isSound(name)) {
      this.#tellSound();
      this.#record?.sounded(this.#playhead.tickAhead(renderLead), soundOf(this.#house.store));
      return;
    }
    if (name === 'tempo') {
      if (this.#options.leads === 'bridge') this.#playhead.wantTempo(Number(value));
      return;
    }
    const values = this.#chosen.valuesOf(name, value);
    if (values !== undefined) this.#steering.change(values);
  }

  #tellSound(): void {
    const values = soundOf(this.#house.store);
    const composed = this.#record?.composed ?? values;
    this.#house.synthesizer({ kind: 'sound', sound: { values, composed, gain: this.#gain } });
  }

  #begin(phrase: PerformedPhrase, frames: Frames): void {
    const { transport, synthesizer, store } = this.#house;
    this.#passed.push({ bar: phrase.bar, tick: phrase.tick, bars: phrase.bars, endTick: phrase.endTick });
    if (this.#options.leads === 'bridge' && transport.clock.positionAt(frames).meter !== phrase.meter) {
      transport.clock.setMeter(phrase.meter, frames);
      this.#record?.paced(phrase.tick, transport.clock.positionAt(frames).tempo, phrase.meter);
    }
    const { style } = phrase.point.values;
    if (style !== undefined) synthesizer({ kind: 'space', style });
    this.#section = phrase.section;
    this.#steering.reached(phrase.tick);
    showValues(store, phrase.point.values, performer);
    this.#house.phraseBegins(phrase, this.#playhead.wallAt(frames));
  }

  /** Bars ahead of what is played, so that nothing is composed that nobody may hear. */
  #grant(): void {
    const { meter, tempo } = this.#house.transport.position();
    const bars = Math.max(ahead.bars, Math.ceil(ahead.seconds / barSeconds(meter, tempo)));
    const line = this.#buffer.barLineAfter(this.#playhead.played);
    const until = (line?.bar ?? this.#buffer.endBar) + bars;
    if (until <= this.#granted) return;
    this.#granted = until;
    this.#pipe?.ask({ kind: 'grant', until });
  }
}
