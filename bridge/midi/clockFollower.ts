/**
 * Follows a MIDI clock: start, continue, stop, song position, and 24 pulses a quarter note, from which tempo and place are told.
 *
 * ```
 *  pulses ─► line through their times ─► tempo ─► transport, once a quarter
 *     └────► their number × 20 ticks ─► place ─► what the transport is off by is made up within four quarters
 * ```
 *
 * Pulses come with a millisecond or two of jitter, some are late, and over a network some do not come: a line through the last two
 * quarters takes the jitter out, and what comes after a gap tells which it was.
 */
import { ticksPerQuarter } from '../protocol/units.ts';
import type { BeatsPerMinute, Milliseconds, Ticks } from '../protocol/units.ts';
import type { MidiMessage } from './midiMessage.ts';

/** What is led by the clock. Tempos are quarters a minute. */
export interface FollowedTransport {
  /** The tick at which it is at a time. */
  tickAt(at: Milliseconds): Ticks;
  play(at: Milliseconds): void;
  stop(at: Milliseconds): void;
  goTo(tick: Ticks, at: Milliseconds): void;
  /** The tempo of the clock, as a person sees it; told when it really is another. */
  tell(tempo: BeatsPerMinute): void;
  /** The tempo at which to go on, a little off where it makes up for a distance. */
  setTempo(tempo: BeatsPerMinute, at: Milliseconds): void;
}

const ticksPerPulse: Ticks = ticksPerQuarter / 24;
const ticksPerSixteenth: Ticks = ticksPerQuarter / 4;
/** Pulses through which the line goes. */
const window = 48;
/** Pulses before a tempo is believed in: a quarter of a quarter note. */
const fewest = 6;
/** Quarters within which a distance is made up for, and the most by which the tempo is bent for it. */
const makeUp = { quarters: 4, most: 0.05 } as const;
/** By how much a tempo must differ to be told to people. */
const seen: BeatsPerMinute = 0.1;
/** A distance beyond this is gone over at once. */
const jump: Ticks = ticksPerQuarter / 2;
/** No pulse for as long: the clock was taken away. */
const longestGap: Milliseconds = 1000;
/** Pulses after a gap that tell what it was. */
const afterGap = 4;
const tempoRange = { min: 30, max: 260 } as const;

interface Pulse {
  index: number;
  at: Milliseconds;
}

/** One follower. */
export class ClockFollower {
  /** Pulses that were missing. */
  lost = 0;
  readonly #transport: FollowedTransport;
  #pulses: Pulse[] = [];
  /** Where the clock is, once its next pulse comes: rolling begins with a pulse. */
  #next: Ticks = 0;
  #state: 'standing' | 'pending' | 'rolling' = 'standing';
  #told = 0;
  #gap: { missing: number; length: Milliseconds; at: Milliseconds; since: number } | undefined;
  #sinceChange = 0;

  constructor(transport: FollowedTransport) {
    this.#transport = transport;
  }

  /** Takes a message that came at a time by `performance.now()`. What is no clock is left out. */
  hear(message: MidiMessage, at: Milliseconds): void {
    switch (message.type) {
      case 'clock':
        this.#pulse(at);
        return;
      case 'start':
        this.#begin(0);
        return;
      case 'continue':
        this.#begin(this.#next);
        return;
      case 'stop':
        if (this.#state === 'rolling') this.#transport.stop(at);
        this.#state = 'standing';
        return;
      case 'songPosition':
        this.#next = message.sixteenths * ticksPerSixteenth;
        this.#transport.goTo(this.#next, at);
        return;
      default:
    }
  }

  #begin(from: Ticks): void {
    this.#next = from;
    this.#state = 'pending';
  }

  #pulse(at: Milliseconds): void {
    const passed = this.#count(at);
    if (this.#state === 'pending') {
      this.#transport.goTo(this.#next, at);
      this.#transport.play(at);
      this.#state = 'rolling';
      this.#next += ticksPerPulse;
      this.#sinceChange = 0;
      this.#settle(this.#next - ticksPerPulse, at);
      return;
    }
    if (this.#state === 'rolling') this.#next += passed * ticksPerPulse;
    this.#sinceChange += passed;
    const isFirst = this.#told === 0 && this.#pulses.length >= fewest;
    if (this.#sinceChange >= 24 || isFirst) this.#settle(this.#next - ticksPerPulse, at);
  }

  /** Pulses since the last one, with those that turn out to be missing. */
  #count(at: Milliseconds): number {
    const last = this.#pulses.at(-1);
    const gap = last === undefined ? 0 : at - last.at;
    if (last === undefined || gap > longestGap || gap < 0) {
      this.#pulses = [{ index: 0, at }];
      this.#gap = undefined;
      // It may come back at another tempo.
      this.#told = 0;
      return 1;
    }
    const length = this.#line()?.length;
    this.#pulses = [...this.#pulses, { index: last.index + 1, at }].slice(-window);
    const missing = length === undefined ? 0 : Math.round(gap / length) - 1;
    if (this.#gap === undefined && length !== undefined && missing > 0)
      this.#gap = { missing, length, at, since: 0 };
    else return 1 + this.#missing(at);
    return 1;
  }

  /**
   * Whether pulses did not come at all is told by those after the gap: where they come in a crowd, they were late; where they come as before,
   * some are lost; where they come slowly, the tempo changed.
   */
  #missing(at: Milliseconds): number {
    const gap = this.#gap;
    if (gap === undefined || ++gap.since < afterGap) return 0;
    this.#gap = undefined;
    if (Math.abs((at - gap.at) / gap.length - afterGap) > 0.5) return 0;
    const first = this.#pulses.length - 1 - afterGap;
    this.#pulses = this.#pulses.map((pulse, i) =>
      i < first ? pulse : { ...pulse, index: pulse.index + gap.missing },
    );
    this.lost += gap.missing;
    return gap.missing;
  }

  /** The line through the times of the pulses: length of a pulse, and when the last one was due. Those far off it were late. */
  #line(): Line | undefined {
    const { index: last } = this.#pulses.at(-1) ?? { index: 0 };
    if (this.#pulses.length < fewest) return undefined;
    const half = Math.floor(this.#pulses.length / 2);
    const length = median(
      this.#pulses.slice(half).map(({ index, at }, i) => {
        const before = this.#pulses[i] ?? { index, at };
        return (at - before.at) / (index - before.index);
      }),
    );
    const due = median(this.#pulses.map(({ index, at }) => at - index * length));
    const near = this.#pulses.filter(({ index, at }) => Math.abs(at - index * length - due) < length / 2);
    return lineThrough(near, last) ?? { length, last: due + last * length };
  }

  /** Brings tempo and place to those of the clock, which is at a tick. */
  #settle(tick: Ticks, at: Milliseconds): void {
    const line = this.#line();
    if (line === undefined) return;
    const tempo = 60_000 / (24 * line.length);
    if (!(tempo >= tempoRange.min && tempo <= tempoRange.max)) return;
    this.#sinceChange = 0;
    if (Math.abs(tempo - this.#told) > seen) {
      this.#told = tempo;
      this.#transport.tell(Math.round(tempo * 100) / 100);
    }
    if (this.#state !== 'rolling') {
      this.#transport.setTempo(tempo, at);
      return;
    }
    const behind = tick - this.#transport.tickAt(line.last);
    if (Math.abs(behind) > jump) {
      this.#transport.goTo(tick, line.last);
      this.#transport.setTempo(tempo, at);
      return;
    }
    const bend = behind / (makeUp.quarters * ticksPerQuarter);
    const bent = Math.min(makeUp.most, Math.max(-makeUp.most, bend));
    this.#transport.setTempo(tempo * (1 + bent), at);
  }
}

interface Line {
  length: Milliseconds;
  last: Milliseconds;
}

/** By least squares; undefined through too few. */
function lineThrough(pulses: readonly Pulse[], last: number): Line | undefined {
  if (pulses.length < fewest) return undefined;
  const [meanIndex, meanAt] = [mean(pulses, 'index'), mean(pulses, 'at')];
  let [across, along] = [0, 0];
  for (const { index, at } of pulses) {
    across += (index - meanIndex) * (at - meanAt);
    along += (index - meanIndex) ** 2;
  }
  const length = across / along;
  return { length, last: meanAt + (last - meanIndex) * length };
}

function mean(pulses: readonly Pulse[], what: keyof Pulse): number {
  return pulses.reduce((sum, pulse) => sum + pulse[what], 0) / pulses.length;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
