/**
 * Packets that came, taken apart: each message at its time, to whoever has its address.
 *
 *   packet ─► bundles flattened ─► now, late: at once │ later: scheduler ─► exact address, or pattern ─► act
 *                                                                       └► nobody's: `unclaimed` (learning, mapping)
 *
 * What a bundle holds is done in one go.
 */
import { compilePattern, isPattern } from './addressPattern.ts';
import { isBundle } from './oscPacket.ts';
import { isImmediate } from '../transport/systemTime.ts';
import type { Cancel, LookaheadScheduler } from '../transport/lookaheadScheduler.ts';
import type { SystemTime, Timetag } from '../transport/systemTime.ts';
import type { Milliseconds } from '../protocol/units.ts';
import type { OscMessage, OscPacket } from './oscPacket.ts';

/** Does what a message says. `at` is its time by `performance.now()`. */
export type OscAct = (message: OscMessage, origin: string, at: Milliseconds) => void;

/** What an inbox needs. */
export interface OscInboxOptions {
  time: SystemTime;
  scheduler: LookaheadScheduler;
  /** By address. */
  acts: ReadonlyMap<string, OscAct>;
  /** Messages to addresses that nobody has; patterns never come here. */
  unclaimed: OscAct;
}

/** Messages since the start. */
export interface InboxCounts {
  messages: number;
  /** Came after their time; done at once. */
  late: number;
  /** For a time further ahead than anybody plans, or more than can wait. */
  dropped: number;
}

/** Furthest ahead that is waited for. */
const furthest: Milliseconds = 120_000;
const mostWaiting = 4096;
/** Timetags of a peer that sends at once are this late and nobody minds. */
const hardlyLate: Milliseconds = 5;
const mostPatterns = 256;

/** One inbox. */
export class OscInbox {
  readonly #options: OscInboxOptions;
  readonly #patterns = new Map<string, readonly OscAct[]>();
  readonly #counts: InboxCounts = { messages: 0, late: 0, dropped: 0 };
  readonly #waiting = new Set<Cancel>();

  constructor(options: OscInboxOptions) {
    this.#options = options;
  }

  get counts(): Readonly<InboxCounts> {
    return { ...this.#counts };
  }

  /** Takes a packet in. */
  take(packet: OscPacket, origin: string): void {
    if (!isBundle(packet)) {
      this.#do([packet], origin, performance.now());
      return;
    }
    this.#plan(ownMessages(packet.elements), packet.timetag, origin);
    for (const element of packet.elements) if (isBundle(element)) this.take(element, origin);
  }

  /** What waits for its time is not done any more. */
  forget(): void {
    for (const cancel of this.#waiting) cancel();
    this.#waiting.clear();
  }

  #plan(messages: readonly OscMessage[], timetag: Timetag, origin: string): void {
    if (messages.length === 0) return;
    const now = performance.now();
    const at = this.#options.time.msAt(timetag);
    if (isImmediate(timetag) || at <= now) {
      if (now - at > hardlyLate && !isImmediate(timetag)) this.#counts.late += messages.length;
      this.#do(messages, origin, isImmediate(timetag) ? now : at);
      return;
    }
    if (at - now > furthest || this.#waiting.size >= mostWaiting) {
      this.#counts.dropped += messages.length;
      return;
    }
    const cancel = this.#options.scheduler.schedule(at, () => {
      this.#waiting.delete(cancel);
      this.#do(messages, origin, at);
    });
    this.#waiting.add(cancel);
  }

  #do(messages: readonly OscMessage[], origin: string, at: Milliseconds): void {
    for (const message of messages) {
      this.#counts.messages += 1;
      const acts = this.#actsFor(message.address);
      for (const act of acts) act(message, origin, at);
      if (acts.length === 0 && !isPattern(message.address)) this.#options.unclaimed(message, origin, at);
    }
  }

  #actsFor(address: string): readonly OscAct[] {
    const act = this.#options.acts.get(address);
    if (act !== undefined) return [act];
    if (!isPattern(address)) return [];
    const known = this.#patterns.get(address);
    if (known !== undefined) return known;
    const fits = compilePattern(address);
    const found = [...this.#options.acts].filter(([own]) => fits(own)).map(([, one]) => one);
    if (this.#patterns.size >= mostPatterns) this.#patterns.clear();
    this.#patterns.set(address, found);
    return found;
  }
}

function ownMessages(elements: readonly OscPacket[]): OscMessage[] {
  return elements.filter((element): element is OscMessage => !isBundle(element));
}
