/**
 * When things were to happen, as the bridge itself said it: every beat goes out over OSC with its exact time as the timetag, so
 * the time of any tick is known in another process without asking the bridge, and how late it was can be told and not only how
 * much it varied.
 */
import { ticksPerQuarter } from '../../../bridge/protocol/units.ts';
import { oscAddresses } from '../../../bridge/protocol/oscAddress.ts';
import { beatLead } from '../../../bridge/transport/transport.ts';
import { readSamples } from './sampleLog.ts';
import type { Milliseconds, Ticks } from '../../../bridge/protocol/units.ts';

/** Ticks of a bar of 4/4, which is what is performed. */
const barTicks: Ticks = 4 * ticksPerQuarter;

/** A beat as it was told. */
export interface ToldBeat {
  tick: Ticks;
  /** Its time, by its timetag. */
  due: Milliseconds;
  /** When it was heard. */
  at: Milliseconds;
}

/** Beats that a peer was told ahead; not the places that go with a start, a stop or a change. */
export function readBeats(folder: string): ToldBeat[] {
  const lines = readSamples(folder, 'osc');
  const changes = new Set(
    lines
      .filter(([, address]) => address === oscAddresses.playing.address)
      .map(([at, , due]) => `${at}/${due}`),
  );
  return lines
    .filter(([at, address, due]) => address === oscAddresses.position.address && !changes.has(`${at}/${due}`))
    .map(([at, , due, bar, beat]) => ({
      tick: Math.round((Number(bar) - 1) * barTicks + (Number(beat) - 1) * ticksPerQuarter),
      due: Number(due),
      at: Number(at),
    }));
}

/** How late each beat was sent: it leaves 100 ms before its time. */
export function beatLateness(beats: readonly ToldBeat[]): Milliseconds[] {
  return beats.map(({ at, due }) => at + beatLead - due);
}

/** The time of any tick, from beats at one tempo. */
export function tickTimes(beats: readonly ToldBeat[]): (tick: Ticks) => Milliseconds {
  const [first, last] = [beats[0], beats.at(-1)];
  if (first === undefined || last === undefined || last.tick === first.tick)
    throw new Error('No beat was told');
  const perTick = (last.due - first.due) / (last.tick - first.tick);
  return (tick) => first.due + (tick - first.tick) * perTick;
}

/** How late each pulse of a MIDI clock came that began at tick 0. A pulse that was lost would shift all after it. */
export function pulseLateness(
  pulses: readonly Milliseconds[],
  timeOf: (tick: Ticks) => Milliseconds,
): Milliseconds[] {
  return pulses.map((at, i) => at - timeOf((i * ticksPerQuarter) / 24));
}

/** A note that was played, or was to be. */
export interface TimedNote {
  pitch: number;
  at: Milliseconds;
}

/** How far a note may be from where it was to be, so that it is still known as the same. */
const sameNote: Milliseconds = 500;

/** How late each note came: against the first one of its pitch that is not taken yet; those that nobody played are counted. */
export function noteLateness(
  planned: readonly TimedNote[],
  heard: readonly TimedNote[],
): { late: Milliseconds[]; missing: number } {
  const waiting = new Map<number, Milliseconds[]>();
  for (const { pitch, at } of heard) waiting.set(pitch, [...(waiting.get(pitch) ?? []), at]);
  const late: Milliseconds[] = [];
  let missing = 0;
  for (const { pitch, at } of planned) {
    const times = waiting.get(pitch) ?? [];
    // Nothing is done early: what came before belongs to another note.
    const index = times.findIndex((time) => time > at - 1 && time < at + sameNote);
    const [time] = index < 0 ? [] : times.splice(index, 1);
    if (time === undefined) missing += 1;
    else late.push(time - at);
  }
  return { late, missing };
}
