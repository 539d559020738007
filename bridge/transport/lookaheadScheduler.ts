/**
 * Does things at the right time, by `performance.now()`.
 *
 * A timer of Node fires up to a millisecond early and any time late. So it is only used to come near; the last stretch is waited
 * for in turns of the event loop, which lets everything else go on.
 *
 *   schedule ─► heap ─► timer until a little before ─► turns of the loop ─► act
 */
import type { Milliseconds } from '../protocol/units.ts';

/** Takes back what was scheduled; does nothing once it was done. */
export type Cancel = () => void;

/** How late things were done. */
export interface Lateness {
  /** Things that were done since the start. */
  count: number;
  p50: Milliseconds;
  p99: Milliseconds;
  max: Milliseconds;
}

interface Appointment {
  at: Milliseconds;
  /** Order of scheduling, for those at the same time. */
  order: number;
  act: (() => void) | undefined;
}

/**
 * Left for turns of the event loop. Whole milliseconds are cut off besides, so that a timer is seldom later than this; with 2 ms the
 * turns were a twelfth of a core.
 */
const nearness: Milliseconds = 0.75;
/** Node's timers cannot wait longer. */
const longestWait: Milliseconds = 2 ** 31 - 1;
/** Of so many the lateness is remembered. */
const remembered = 4096;

/** Appointments in order of time. Those that are due are done at once, also the ones that come too late. */
export class LookaheadScheduler {
  readonly #heap: Appointment[] = [];
  readonly #lateness = new Float64Array(remembered);
  readonly #onError: (error: unknown) => void;
  #done = 0;
  #order = 0;
  #timer: NodeJS.Timeout | undefined;
  #turn: NodeJS.Immediate | undefined;
  #isClosed = false;

  /** `onError` is told what an act throws; the others are done all the same. */
  constructor(onError: (error: unknown) => void = () => undefined) {
    this.#onError = onError;
  }

  /** Things that wait. */
  get waiting(): number {
    return this.#heap.reduce((count, { act }) => count + (act === undefined ? 0 : 1), 0);
  }

  /** Does `act` at a time; at the next turn of the event loop where the time is past. Nothing is done after {@link close}. */
  schedule(atWallMs: Milliseconds, act: () => void): Cancel {
    if (this.#isClosed || Number.isNaN(atWallMs)) return () => undefined;
    const appointment: Appointment = { at: atWallMs, order: this.#order++, act };
    push(this.#heap, appointment);
    if (this.#heap[0] === appointment) this.#wait();
    return () => {
      appointment.act = undefined;
    };
  }

  /** Takes everything back. */
  cancelAll(): void {
    this.#heap.length = 0;
    this.#rest();
  }

  /** Takes everything back and schedules no more. */
  close(): void {
    this.#isClosed = true;
    this.cancelAll();
  }

  /** How late things were done, of the last 4096. */
  get lateness(): Lateness {
    const count = Math.min(this.#done, remembered);
    const sorted = this.#lateness.slice(0, count).sort();
    const at = (share: number): number => sorted[Math.min(count - 1, Math.floor(count * share))] ?? 0;
    return { count: this.#done, p50: at(0.5), p99: at(0.99), max: sorted[count - 1] ?? 0 };
  }

  #rest(): void {
    clearTimeout(this.#timer);
    clearImmediate(this.#turn);
    this.#timer = undefined;
    this.#turn = undefined;
  }

  #wait(): void {
    this.#rest();
    this.#dropCancelled();
    const next = this.#heap[0];
    if (next === undefined) return;
    const left = next.at - performance.now() - nearness;
    if (left >= 1)
      this.#timer = setTimeout(
        () => {
          this.#wait();
        },
        Math.min(longestWait, Math.floor(left)),
      );
    else
      this.#turn = setImmediate(() => {
        this.#doDue();
      });
  }

  #doDue(): void {
    for (let next = this.#heap[0]; next !== undefined; next = this.#heap[0]) {
      const late = performance.now() - next.at;
      if (late < 0 && next.act !== undefined) break;
      pop(this.#heap);
      if (next.act === undefined) continue;
      this.#lateness[this.#done++ % remembered] = late;
      try {
        next.act();
      } catch (error) {
        this.#onError(error);
      }
    }
    this.#wait();
  }

  #dropCancelled(): void {
    while (this.#heap[0] !== undefined && this.#heap[0].act === undefined) pop(this.#heap);
  }
}

function isBefore(a: Appointment, b: Appointment): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}

function push(heap: Appointment[], appointment: Appointment): void {
  let at = heap.push(appointment) - 1;
  while (at > 0) {
    const above = (at - 1) >> 1;
    const parent = heap[above] as Appointment;
    if (!isBefore(appointment, parent)) break;
    heap[at] = parent;
    at = above;
  }
  heap[at] = appointment;
}

function pop(heap: Appointment[]): void {
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return;
  let at = 0;
  for (;;) {
    let below = 2 * at + 1;
    if (below >= heap.length) break;
    if (below + 1 < heap.length && isBefore(heap[below + 1] as Appointment, heap[below] as Appointment))
      below += 1;
    const child = heap[below] as Appointment;
    if (!isBefore(child, last)) break;
    heap[at] = child;
    at = below;
  }
  heap[at] = last;
}
