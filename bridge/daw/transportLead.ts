/**
 * Whose tempo and transport hold while a DAW is connected.
 *
 *   daw        DAW ─ rolling, place, tempo, meter ─► clock       play and stop pressed here are told to the DAW
 *   leitmotif  clock ─ rolling, place, tempo, meter ─► DAW       what the DAW does by itself changes nothing here
 *   free       neither hears the other
 */
import { meters } from '../protocol/attributes.ts';
import { beatQuarters } from '../protocol/meter.ts';
import { LeitmotifError } from '../protocol/errors.ts';
import { ticksPerQuarter } from '../protocol/units.ts';
import { PlaceFollower } from './placeFollower.ts';
import type { Meter } from '../protocol/attributes.ts';
import type { TransportLeader } from '../protocol/bridge.ts';
import type { DawPlace, DawState } from '../protocol/daw.ts';
import type { Milliseconds, Quarters } from '../protocol/units.ts';
import type { LookaheadScheduler } from '../transport/lookaheadScheduler.ts';
import type { Transport } from '../transport/transport.ts';

/** The DAW as far as its transport goes. All throw `not-available` where it has no word for it. */
export interface LedDaw {
  /** What it told last; `position` is another object whenever it was told again. */
  readonly told: Pick<Partial<DawState>, 'isRolling' | 'tempo' | 'meter' | 'position'> & {
    /** How often it told whether it rolls: the same word again is news where it was not heard that it began. */
    rollingTold?: number;
  };
  play(): void;
  stop(): void;
  locate(quarters: Quarters): void;
  /** In quarters a minute. */
  setTempo(tempo: number): void;
  setMeter(meter: Meter): void;
}

/** What is led. */
export interface LedParts {
  transport: Transport;
  scheduler: LookaheadScheduler;
  /** Shows an attribute that the DAW decided; what is no value of it is left out. */
  show: (name: 'tempo' | 'meter', value: number | string) => void;
  /** Who leads the performance that goes on; undefined where there is none. */
  performance: () => 'bridge' | 'daw' | undefined;
}

/** Whose change it was, in the clock's events. */
export const dawOrigin = 'daw';
/** Whose changes of place are their own affair while the DAW leads: a take begins at its bar 1, wherever the DAW is. */
const placeless: readonly string[] = ['take', 'performance'];
/** Two tellings of a place are of one roll if they are not further apart. */
const oneRoll: Milliseconds = 400;
/** Who told its place so often in one roll tells it for as long as it rolls … */
const regular = 5;
/** … and stands if it has not moved for so long. Not every stop is told. */
const silence: Milliseconds = 1500;
/** A month at 999 BPM and more. */
const farthest: Quarters = 1e9;
/** Tempos that differ by less are one: DAWs tell them as 32-bit floats. */
const sameTempo = 1e-4;

/** One lead. */
export class TransportLead {
  readonly #parts: LedParts;
  readonly #follower = new PlaceFollower();
  #chosen: TransportLeader = 'free';
  #daw: LedDaw | undefined;
  #endListening: () => void;
  /** Of the DAW, as far as it was acted on. */
  #heard: {
    isRolling?: boolean;
    rollingTold?: number | undefined;
    place?: DawPlace;
    quarters?: Quarters;
    at: Milliseconds;
    /** When it last told that it stands. */
    stoodAt?: Milliseconds;
  } = { at: 0 };
  /** Places in the present roll, and what waits for the next. */
  #tellings = 0;
  #waiting: NodeJS.Timeout | undefined;
  /** Of ours, as the DAW was told or told itself. */
  #told: { isRolling?: boolean; tempo?: number; meter?: Meter } = {};

  constructor(parts: LedParts) {
    this.#parts = parts;
    this.#endListening = parts.transport.onChange(({ tick }, at, origin) => {
      if (origin === dawOrigin || this.#daw === undefined) return;
      const { clock } = parts.transport;
      const frames = clock.framesAtWall(at);
      // By more than a frame's worth: it went elsewhere.
      const hasJumped = Math.abs(clock.positionAt(frames - 1).tick - tick) > 1;
      parts.scheduler.schedule(at, () => {
        this.#tell(at, hasJumped && !(this.leader === 'daw' && placeless.includes(origin)));
      });
    });
  }

  /** What a person chose. */
  get chosen(): TransportLeader {
    return this.#chosen;
  }

  /** Who leads now: a performance that was begun with a leader of its own has that one. */
  get leader(): TransportLeader {
    const performance = this.#parts.performance();
    if (performance === 'daw') return 'daw';
    return performance === 'bridge' && this.#chosen === 'daw' ? 'leitmotif' : this.#chosen;
  }

  /** Chooses. The one who leads is followed at once. */
  choose(lead: TransportLeader): void {
    this.#chosen = lead;
    this.#begin();
  }

  /** Another DAW, or none. */
  attach(daw: LedDaw | undefined): void {
    this.#daw = daw;
    this.#begin();
  }

  /** The DAW told something. */
  heard(): void {
    if (this.#daw === undefined || this.leader !== 'daw') return;
    const now = performance.now();
    const { told } = this.#daw;
    this.#hearMeter(told.meter, now);
    this.#hearTempo(told.tempo, now);
    this.#hearPlace(told, now);
    if (told.isRolling !== undefined && told.rollingTold !== this.#heard.rollingTold) {
      this.#heard.isRolling = told.isRolling;
      this.#heard.rollingTold = told.rollingTold;
      if (!told.isRolling) this.#heard.stoodAt = now;
      this.#roll(told.isRolling, now);
    }
  }

  /** Ends. */
  close(): void {
    this.#endListening();
    clearTimeout(this.#waiting);
    this.#daw = undefined;
  }

  #begin(): void {
    this.#follower.forget();
    clearTimeout(this.#waiting);
    this.#heard = { at: 0 };
    this.#told = {};
    this.heard();
    if (this.leader === 'leitmotif')
      this.#tell(performance.now(), this.#parts.transport.position().isRolling);
  }

  #roll(isRolling: boolean, now: Milliseconds): void {
    const { transport } = this.#parts;
    this.#follower.forget();
    this.#tellings = 0;
    clearTimeout(this.#waiting);
    this.#told.isRolling = isRolling;
    if (!isRolling) {
      transport.stop(now, dawOrigin);
    } else if (!transport.position(now).isRolling) {
      // Where the DAW stands, so that nothing is played at the old place first.
      if (this.#heard.quarters !== undefined) this.#goTo(this.#heard.quarters, now);
      transport.play(now, dawOrigin);
    }
  }

  #hearTempo(quarters: number | undefined, now: Milliseconds): void {
    if (quarters === undefined) return;
    const { transport, show } = this.#parts;
    const { tempo, meter } = transport.position(now);
    const wanted = quarters / beatQuarters(meter);
    if (Math.abs(wanted - tempo) < sameTempo) return;
    this.#follower.forget();
    show('tempo', wanted);
    if (Math.abs(wanted - transport.position(now).tempo) >= sameTempo)
      transport.setTempo(wanted, now, dawOrigin);
  }

  #hearMeter(told: string | undefined, now: Milliseconds): void {
    const meter = meters.find((one) => one === told);
    // The clock takes a meter at its next bar line: it is asked once.
    if (meter === undefined || meter === this.#told.meter) return;
    this.#told.meter = meter;
    const { transport, show } = this.#parts;
    if (transport.position(now).meter === meter) return;
    show('meter', meter);
    if (transport.position(now).meter !== meter) transport.setMeter(meter, now, dawOrigin);
  }

  #hearPlace({ position, tempo }: LedDaw['told'], now: Milliseconds): void {
    if (position === undefined || position === this.#heard.place) return;
    const quarters = quartersOf(position, tempo);
    if (quarters === undefined) return;
    const before = this.#heard;
    this.#heard = { ...before, place: position, quarters, at: now };
    if (quarters !== before.quarters) this.#awaitNext();
    const { transport } = this.#parts;
    if (!before.isRolling && hasRolled(before, quarters, now, transport.position(now).tempo)) {
      // Not every start is told: who moves on, rolls.
      this.#heard.isRolling = true;
      this.#roll(true, now);
      this.#tellings = regular;
      this.#awaitNext();
      return;
    }
    const { tick, tempo: beats, meter, isRolling } = transport.position(now);
    const distance = quarters * ticksPerQuarter - tick;
    if (!isRolling) {
      if (Math.abs(distance) > 1) this.#goTo(quarters, now);
      return;
    }
    const msPerTick = 60_000 / (beats * beatQuarters(meter) * ticksPerQuarter);
    const move = this.#follower.heard(distance * msPerTick);
    if (move !== 0) this.#goTo((tick + move / msPerTick) / ticksPerQuarter, now);
  }

  /** A DAW that moved on regularly and does no longer has stopped, been closed, or hangs: it stands until it moves again. */
  #awaitNext(): void {
    clearTimeout(this.#waiting);
    this.#tellings++;
    if (this.#heard.isRolling !== true || this.#tellings < regular) return;
    this.#waiting = setTimeout(() => {
      if (this.leader !== 'daw' || this.#heard.isRolling !== true) return;
      this.#heard.isRolling = false;
      this.#roll(false, performance.now());
    }, silence).unref();
  }

  #goTo(quarters: Quarters, now: Milliseconds): void {
    this.#parts.transport.locateTick(Math.max(0, quarters * ticksPerQuarter), now, dawOrigin);
  }

  /** Tells the DAW what it does not know yet of how things are at a time. */
  #tell(at: Milliseconds, hasJumped: boolean): void {
    const [daw, { leader }] = [this.#daw, this];
    if (daw === undefined || leader === 'free') return;
    const { tick, tempo, meter, isRolling } = this.#parts.transport.position(at);
    if (leader === 'leitmotif') {
      const quarters = tempo * beatQuarters(meter);
      if (meter !== this.#told.meter)
        attempt(() => {
          daw.setMeter(meter);
        });
      if (Math.abs(quarters - (this.#told.tempo ?? 0)) >= sameTempo)
        attempt(() => {
          daw.setTempo(quarters);
        });
      Object.assign(this.#told, { meter, tempo: quarters });
    }
    if (hasJumped)
      attempt(() => {
        daw.locate(tick / ticksPerQuarter);
      });
    // Who never was told anything is not stopped.
    if (isRolling === (this.#told.isRolling ?? false)) return;
    this.#told.isRolling = isRolling;
    attempt(() => {
      if (isRolling) daw.play();
      else daw.stop();
    });
  }
}

/** What the DAW has no word for is not done; `transport/lead` said so. */
function attempt(act: () => void): void {
  try {
    act();
  } catch (error) {
    if (!(error instanceof LeitmotifError)) throw error;
  }
}

/**
 * Where a DAW tells seconds only, its tempo is taken to have been the same from the beginning. Undefined for what is no place of any
 * piece: numbers of OSC may be infinite.
 */
function quartersOf({ quarters, seconds }: DawPlace, tempo: number | undefined): Quarters | undefined {
  const told =
    quarters ?? (seconds === undefined || tempo === undefined ? undefined : (seconds * tempo) / 60);
  return told !== undefined && Math.abs(told) <= farthest ? told : undefined;
}

/**
 * Whether the place moved on by about the time that went by, as no jump does. The last place of a roll is told after its stop: what comes
 * right after that is none.
 */
function hasRolled(
  { quarters: before, at, stoodAt }: { quarters?: Quarters; at: Milliseconds; stoodAt?: Milliseconds },
  quarters: Quarters,
  now: Milliseconds,
  tempo: number,
): boolean {
  if (before === undefined || now - at > oneRoll) return false;
  if (stoodAt !== undefined && now - stoodAt < oneRoll) return false;
  const expected = ((now - at) * tempo) / 60_000;
  const moved = quarters - before;
  return expected > 0.01 && moved > expected * 0.5 && moved < expected * 2;
}
