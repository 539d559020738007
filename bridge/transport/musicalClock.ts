/**
 * Where in the music a sample frame lies, and when: start, stop, tempo, meter and place as they change while it plays.
 *
 * ```
 * frames ─── wallAtFrames, framesAtWall ─── ms of `performance.now()`: by definition, for the bridge has no sound device
 *    │
 *    └── spans: from a frame on, tick = start + frames · rate ─── bar, beat, tempo, meter
 * ```
 *
 * Each change begins a span, also one that lies ahead. What lies after a change is forgotten when it is made.
 */
import { barQuarters, beatQuarters } from '../protocol/meter.ts';
import { ticksPerQuarter } from '../protocol/units.ts';
import type { Meter } from '../protocol/attributes.ts';
import type { MeterChange, TempoChange } from '../protocol/score.ts';
import type { BeatsPerMinute, Frames, Hertz, Milliseconds, Ticks } from '../protocol/units.ts';

/** A place in the music. */
export interface MusicalPosition {
  /** From 1. */
  bar: number;
  /** From 1, with its fraction; of 6/8, 9/8 and 12/8 in dotted quarters. */
  beat: number;
  /** Ticks from the beginning, not rounded. */
  tick: Ticks;
  tempo: BeatsPerMinute;
  meter: Meter;
  isRolling: boolean;
}

/** Tempos and meters of a piece; both sorted, each beginning at tick 0. */
export interface TempoPlan {
  tempos: readonly Pick<TempoChange, 'tick' | 'microsecondsPerQuarter'>[];
  meters: readonly MeterChange[];
}

/** What holds from a frame on. */
interface Span {
  frames: Frames;
  tick: number;
  isRolling: boolean;
  microsecondsPerQuarter: number;
  meter: Meter;
  /** A bar line of this meter, and the number of the bar that begins there. */
  barTick: number;
  bar: number;
}

/** How a clock begins. */
export interface MusicalClockOptions {
  sampleRate: Hertz;
  /** When frame 0 sounds, by `performance.now()`. */
  startedAt: Milliseconds;
  tempo?: BeatsPerMinute;
  meter?: Meter;
}

/** Spans that are kept behind the present one, for frames that were sent and are asked about again. */
const keptSpans = 64;

/** One clock of a bridge. It stands at bar 1 until {@link MusicalClock.start}. */
export class MusicalClock {
  readonly sampleRate: Hertz;
  readonly #startedAt: Milliseconds;
  readonly #msPerFrame: Milliseconds;
  #spans: Span[];

  constructor({ sampleRate, startedAt, tempo = 120, meter = '4/4' }: MusicalClockOptions) {
    this.sampleRate = sampleRate;
    this.#startedAt = startedAt;
    this.#msPerFrame = 1000 / sampleRate;
    const atBeginning = { frames: 0, tick: 0, isRolling: false, barTick: 0, bar: 1, meter };
    this.#spans = [{ ...atBeginning, microsecondsPerQuarter: quarterOf(tempo, meter) }];
  }

  /** When a frame sounds. */
  wallAtFrames(frames: Frames): Milliseconds {
    return this.#startedAt + frames * this.#msPerFrame;
  }

  /** The frame that sounds at a time, rounded. */
  framesAtWall(ms: Milliseconds): Frames {
    return Math.round((ms - this.#startedAt) / this.#msPerFrame);
  }

  /** Where the music is when a frame sounds. */
  positionAt(time: Frames): MusicalPosition {
    const span = this.#spanAt(time);
    const tick = this.#tickIn(span, time);
    const bars = Math.floor((tick - span.barTick) / barTicks(span.meter) + 1e-9);
    const intoBar = Math.max(0, tick - span.barTick - bars * barTicks(span.meter));
    return {
      bar: span.bar + bars,
      beat: 1 + intoBar / (beatQuarters(span.meter) * ticksPerQuarter),
      tick,
      tempo: 60_000_000 / span.microsecondsPerQuarter / beatQuarters(span.meter),
      meter: span.meter,
      isRolling: span.isRolling,
    };
  }

  /** The first frame at or after `from` at which a tick is reached; undefined where the music stands before it or is past it. */
  framesAtTick(tick: Ticks, from: Frames): Frames | undefined {
    for (const [i, span] of this.#spans.entries()) {
      const until = this.#spans[i + 1]?.frames ?? Infinity;
      if (!span.isRolling || until <= from) continue;
      const frames = Math.ceil(span.frames + (tick - span.tick) / this.#ticksPerFrame(span) - 1e-6);
      if (frames >= Math.max(from, span.frames) && frames < until) return frames;
    }
    return undefined;
  }

  /** The first bar line at or after a frame; undefined where the music stands. */
  nextBar(from: Frames): { frames: Frames; bar: number; tick: Ticks } | undefined {
    const { bar, beat, tick, meter, isRolling } = this.positionAt(from);
    if (!isRolling) return undefined;
    const intoBar = (beat - 1) * beatQuarters(meter) * ticksPerQuarter;
    const isOnLine = intoBar < this.#ticksPerFrame(this.#spanAt(from)) / 2;
    const next = isOnLine ? tick - intoBar : tick - intoBar + barTicks(meter);
    const frames = isOnLine ? from : this.framesAtTick(next, from);
    return frames === undefined ? undefined : { frames, bar: isOnLine ? bar : bar + 1, tick: next };
  }

  /** Rolls from a frame on, from where it stands. */
  start(at: Frames): void {
    this.#change(at, { isRolling: true });
  }

  /** Stands still from a frame on. */
  stop(at: Frames): void {
    this.#change(at, { isRolling: false });
  }

  /** From a frame on another tempo, in beats of the meter that holds there. */
  setTempo(tempo: BeatsPerMinute, at: Frames): void {
    this.#change(at, { microsecondsPerQuarter: quarterOf(tempo, this.#spanAt(at).meter) });
  }

  /** Another meter, from the bar line at or after a frame on; at once where the music stands. The beats keep their tempo. */
  setMeter(meter: Meter, at: Frames): void {
    const line = this.nextBar(at);
    const { tempo, bar } = this.positionAt(at);
    const span = this.#spanAt(at);
    const place =
      line === undefined
        ? { barTick: this.#tickIn(span, at), bar }
        : { tick: line.tick, barTick: line.tick, bar: line.bar };
    const change = { ...place, meter, microsecondsPerQuarter: quarterOf(tempo, meter) };
    this.#change(line?.frames ?? at, change);
  }

  /** Goes to a tick at a frame. Bars are counted from the beginning in the meter that holds, or through the plan if there is one. */
  locate(tick: Ticks, at: Frames, plan?: TempoPlan): void {
    if (plan !== undefined) {
      this.#follow(plan, tick, at);
      return;
    }
    this.#change(at, { tick, barTick: 0, bar: 1 });
  }

  #follow(plan: TempoPlan, tick: Ticks, at: Frames): void {
    const { isRolling } = this.#spanAt(at);
    const changes = [...new Set([...plan.tempos, ...plan.meters].map((change) => change.tick))]
      .filter((change) => change > tick)
      .sort((a, b) => a - b);
    let span: Span = { frames: at, tick, isRolling, ...planAt(plan, tick) };
    this.#begin(span);
    if (!isRolling) return;
    let exact = at;
    for (const change of changes) {
      exact += (change - span.tick) / this.#ticksPerFrame(span);
      const frames = Math.round(exact);
      // The tick at the whole frame, so that rounding is not heard as a step.
      const ticksPerFrame = ticksPerFrameOf(planAt(plan, change).microsecondsPerQuarter, this.sampleRate);
      span = { frames, tick: change + (frames - exact) * ticksPerFrame, isRolling, ...planAt(plan, change) };
      this.#begin(span);
    }
  }

  #change(at: Frames, change: Partial<Span>): void {
    const span = this.#spanAt(at);
    this.#begin({ ...span, tick: this.#tickIn(span, at), ...change, frames: at });
  }

  #begin(span: Span): void {
    const kept = this.#spans.filter((old) => old.frames < span.frames);
    const first = kept.length === 0 ? [{ ...span, frames: -Infinity, isRolling: false }] : [];
    this.#spans = [...first, ...kept.slice(-keptSpans), span];
  }

  #spanAt(time: Frames): Span {
    for (let i = this.#spans.length - 1; i > 0; i--) {
      const span = this.#spans[i] as Span;
      if (span.frames <= time) return span;
    }
    return this.#spans[0] as Span;
  }

  #tickIn(span: Span, time: Frames): number {
    return span.isRolling ? span.tick + (time - span.frames) * this.#ticksPerFrame(span) : span.tick;
  }

  #ticksPerFrame(span: Span): number {
    return ticksPerFrameOf(span.microsecondsPerQuarter, this.sampleRate);
  }
}

function ticksPerFrameOf(quarter: number, sampleRate: Hertz): number {
  return (ticksPerQuarter * 1_000_000) / quarter / sampleRate;
}

/** Microseconds of a quarter, not rounded: only files have to. */
function quarterOf(tempo: BeatsPerMinute, meter: Meter): number {
  return 60_000_000 / tempo / beatQuarters(meter);
}

function barTicks(meter: Meter): number {
  return barQuarters(meter) * ticksPerQuarter;
}

/** Tempo, meter and last bar line before a tick. */
function planAt(
  { tempos, meters }: TempoPlan,
  tick: Ticks,
): Pick<Span, 'microsecondsPerQuarter' | 'meter' | 'barTick' | 'bar'> {
  const tempo = tempos.findLast((change) => change.tick <= tick) ?? tempos[0];
  let [barTick, bar, meter]: [number, number, Meter] = [0, 1, meters[0]?.meter ?? '4/4'];
  for (const change of meters) {
    if (change.tick > tick) break;
    bar += Math.ceil((change.tick - barTick) / barTicks(meter));
    barTick = change.tick;
    meter = change.meter;
  }
  return { microsecondsPerQuarter: tempo?.microsecondsPerQuarter ?? 500_000, meter, barTick, bar };
}
