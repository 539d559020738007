/** The outputs, one for every sample rate that was needed, so that the browser resamples nothing twice and sources of all rates can be heard. */
import { silence } from '../../bridge/protocol/panels/playback.ts';
import type { Hertz, Milliseconds } from '../../bridge/protocol/units.ts';
import type { MixerOrder, MixerReport } from './sound/mixerMessages.ts';
import type { StereoLevel } from './sound/stereoLevel.ts';

/** A way out for sound. */
export interface SoundOutput {
  send(order: MixerOrder): void;
  /** Asks to let sound out; whether it flows comes by `flow`. */
  wake(): void;
  /** Lets the machine rest. Orders are kept. */
  sleep(): void;
  /** Of what left in the last tenth of a second. */
  level(): StereoLevel;
}

/** What an output tells. */
export interface OutputEvents {
  report: (report: MixerReport) => void;
  flow: (flow: SoundFlow) => void;
}

/**
 * `flowing`: sound can be heard. `blocked`: it was asked to and the window wants a gesture first. `broken`: this window cannot make
 * sound.
 */
export type SoundFlow = 'flowing' | 'blocked' | 'asleep' | 'broken';

/** Opens one. */
export type OpenOutput = (rate: Hertz, events: OutputEvents) => SoundOutput;

/** What the desk tells. */
export interface DeskEvents {
  report(rate: Hertz, report: MixerReport): void;
  /** Sound flows, or no longer. */
  flow(): void;
  now(): Milliseconds;
}

interface OpenedOutput {
  readonly output: SoundOutput;
  flow: SoundFlow;
  report: MixerReport | undefined;
  stillSince: Milliseconds | undefined;
}

/** An output that plays nothing is put to sleep after so long. */
const sleepAfter: Milliseconds = 3000;

/** See the head of the file. */
export class OutputDesk {
  readonly #open: OpenOutput;
  readonly #events: DeskEvents;
  readonly #outputs = new Map<Hertz, OpenedOutput>();
  #serial = 0;
  #deck = 0;

  constructor(open: OpenOutput, events: DeskEvents) {
    this.#open = open;
    this.#events = events;
  }

  /** Of the last order that had one. */
  get serial(): number {
    return this.#serial;
  }

  get underruns(): number {
    return [...this.#outputs.values()].reduce((sum, { report }) => sum + (report?.underruns ?? 0), 0);
  }

  nextSerial(): number {
    this.#serial += 1;
    return this.#serial;
  }

  nextDeck(): number {
    this.#deck += 1;
    return this.#deck;
  }

  send(rate: Hertz, order: MixerOrder): void {
    this.#at(rate).output.send(order);
  }

  senderOf(rate: Hertz): (order: MixerOrder) => void {
    const { output } = this.#at(rate);
    return (order) => {
      output.send(order);
    };
  }

  wake(rate: Hertz): void {
    const opened = this.#at(rate);
    opened.stillSince = undefined;
    opened.output.wake();
  }

  isBlocked(rate: Hertz): boolean {
    return this.#outputs.get(rate)?.flow === 'blocked';
  }

  isBroken(rate: Hertz): boolean {
    return this.#outputs.get(rate)?.flow === 'broken';
  }

  /** True while something sounds. */
  isHeard(rate: Hertz): boolean {
    const opened = this.#outputs.get(rate);
    return opened?.flow === 'flowing' && opened.report?.activity === 'running';
  }

  level(rate: Hertz): StereoLevel {
    return this.#outputs.get(rate)?.output.level() ?? { left: silence, right: silence };
  }

  #at(rate: Hertz): OpenedOutput {
    const there = this.#outputs.get(rate);
    if (there !== undefined) return there;
    const output = this.#open(rate, {
      report: (report) => {
        this.#onReport(rate, report);
      },
      flow: (flow) => {
        if (opened.flow === flow || opened.flow === 'broken') return;
        opened.flow = flow;
        this.#events.flow();
      },
    });
    const opened: OpenedOutput = { output, flow: 'asleep', report: undefined, stillSince: undefined };
    this.#outputs.set(rate, opened);
    return opened;
  }

  #onReport(rate: Hertz, report: MixerReport): void {
    const opened = this.#at(rate);
    opened.report = report;
    this.#events.report(rate, report);
    if (report.activity === 'running' || report.activity === 'waiting') {
      opened.stillSince = undefined;
      return;
    }
    opened.stillSince ??= this.#events.now();
    if (this.#events.now() - opened.stillSince < sleepAfter) return;
    opened.stillSince = undefined;
    opened.output.sleep();
  }
}
