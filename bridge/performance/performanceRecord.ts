/** What happened while it was played: the log from which the sidecar can make the same again. */
import { beatQuarters } from '../protocol/meter.ts';
import { microsecondsPerQuarter } from '../protocol/units.ts';
import type { Meter } from '../protocol/attributes.ts';
import type { PerformanceLog, PerformedSpan, SoundValues, SteeringEntry } from '../protocol/performance.ts';
import type { BeatsPerMinute, Ticks } from '../protocol/units.ts';

/** Between two entries of the sound, at least: a thirty-second note. A fader in motion would fill the log. */
const soundGrid: Ticks = 60;
/** Most entries of each kind. */
const most = 100_000;
/** Most entries of each kind in a span. */
const mostInSpan = 3000;

/** One record. */
export class PerformanceRecord {
  readonly #log: PerformanceLog;

  constructor(sound: SoundValues, tempo: BeatsPerMinute, meter: Meter) {
    const first = { tick: 0, microsecondsPerQuarter: quarterOf(tempo, meter) };
    this.#log = { steering: [], sound: [{ tick: 0, values: sound }], tempos: [first] };
  }

  /** The values of sound with which it began. */
  get composed(): SoundValues {
    return this.#log.sound[0]?.values ?? { brightness: 0.5, dynamics: 0.5, reverb: 0.3, balance: {} };
  }

  /** Tempos as they were played. */
  get tempos(): PerformanceLog['tempos'] {
    return this.#log.tempos;
  }

  /** From a bar on it was steered. What was to come later was replaced by it. */
  steered(entry: SteeringEntry): void {
    const { steering } = this.#log;
    this.#log.steering = [...steering.filter(({ bar }) => bar <= entry.bar), entry].slice(-most);
  }

  /** The sound changed. */
  sounded(tick: Ticks, values: SoundValues): void {
    const { sound } = this.#log;
    const at = Math.max(0, Math.round(tick));
    const last = sound.at(-1);
    if (sound.length > 1 && last !== undefined && at - last.tick < soundGrid)
      sound[sound.length - 1] = { ...last, values };
    else if (sound.length < most) sound.push({ tick: at, values });
  }

  /** Another tempo from a tick on. */
  paced(tick: Ticks, tempo: BeatsPerMinute, meter: Meter): void {
    const quarter = quarterOf(tempo, meter);
    const at = Math.max(0, Math.round(tick));
    const kept = this.#log.tempos.filter((change) => change.tick < at || change.tick === 0);
    if (kept.at(-1)?.microsecondsPerQuarter === quarter) this.#log.tempos = kept;
    else if (at === 0) this.#log.tempos = [{ tick: 0, microsecondsPerQuarter: quarter }];
    else this.#log.tempos = [...kept, { tick: at, microsecondsPerQuarter: quarter }].slice(0, most);
  }

  /** The span from one bar to another, with all of the log that it needs. */
  span(from: Place, to: Place): PerformedSpan {
    const { steering, sound, tempos } = this.#log;
    const log = {
      steering: steering.filter(({ bar }) => bar < to.bar),
      // The first says what it was composed with.
      sound: [sound[0], ...within(sound.slice(1), from, to)].filter((entry) => entry !== undefined),
      tempos: withHeld(tempos, from, to),
    };
    return { log, from: from.bar, to: to.bar };
  }
}

/** A bar and where it begins. */
export interface Place {
  bar: number;
  tick: Ticks;
}

/** Entries that hold in a span, thinned where there are too many for a message. */
function within<E extends { tick: Ticks }>(entries: readonly E[], from: Place, to: Place): E[] {
  const held = entries.findLast(({ tick }) => tick <= from.tick);
  const inside = entries.filter(({ tick }) => tick > from.tick && tick < to.tick);
  const stride = Math.ceil(inside.length / mostInSpan);
  return [...(held === undefined ? [] : [held]), ...inside.filter((_, i) => i % stride === 0)];
}

/** The first entry stands at 0, as the log wants it. */
function withHeld<E extends { tick: Ticks }>(entries: readonly E[], from: Place, to: Place): E[] {
  const [first, ...rest] = within(entries, from, to);
  return first === undefined ? [] : [{ ...first, tick: 0 }, ...rest];
}

function quarterOf(tempo: BeatsPerMinute, meter: Meter): number {
  return microsecondsPerQuarter(tempo * beatQuarters(meter));
}
