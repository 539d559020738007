/** A leg of the grid: what lies between two marks, in one meter and at one tempo, with the way into the next tempo. */
import { ritardandoFactors } from '../../../../bridge/protocol/duration.ts';
import { beatQuarters } from '../../../../bridge/protocol/meter.ts';
import { ticksPerQuarter } from '../../../../bridge/protocol/units.ts';
import type { Meter } from '../../../../bridge/protocol/attributes.ts';
import type { BeatsPerMinute, Seconds, Ticks } from '../../../../bridge/protocol/units.ts';

/** A leg before its length is known. */
export interface GridLeg {
  meter: Meter;
  bar: Ticks;
  tempo: BeatsPerMinute;
  /** Quarters a minute of the leg that follows, where they are others: the last two bars lead there. */
  next?: number | undefined;
  /** Share by which the last two bars slow down; of the last leg only. */
  ritardando?: number | undefined;
}

/** From a tick of the leg on, its tempo times a factor. */
export interface TempoStep {
  offset: Ticks;
  factor: number;
  ritardando?: true;
}

/** Quarters a minute. */
export function quartersPerMinute({ tempo, meter }: Pick<GridLeg, 'tempo' | 'meter'>): number {
  return tempo * beatQuarters(meter);
}

/** How the tempo moves in a leg of so many ticks: beat by beat, over two bars or half of the leg. */
export function tempoSteps(leg: GridLeg, ticks: Ticks): TempoStep[] {
  const first: TempoStep = { offset: 0, factor: 1 };
  const beat = beatQuarters(leg.meter) * ticksPerQuarter;
  if (leg.ritardando !== undefined && ticks >= 3 * leg.bar) {
    const factors = ritardandoFactors(4, leg.meter, leg.ritardando);
    const start = ticks - factors.length * beat;
    return [first, ...factors.map((factor, i) => step(start + i * beat, factor, true))];
  }
  if (leg.next === undefined) return [first];
  const beats = Math.floor(Math.min(2 * leg.bar, ticks / 2) / beat);
  const ratio = leg.next / quartersPerMinute(leg);
  const start = ticks - beats * beat;
  const ramp = Array.from({ length: beats }, (_, i) =>
    step(start + i * beat, 1 + ((ratio - 1) * (i + 1)) / (beats + 1)),
  );
  return [first, ...ramp];
}

/** Seconds of a leg of so many ticks, at its own tempo. */
export function legSeconds(leg: GridLeg, ticks: Ticks): Seconds {
  const steps = tempoSteps(leg, ticks);
  const perTick = 60 / quartersPerMinute(leg) / ticksPerQuarter;
  return steps.reduce((sum, { offset, factor }, i) => {
    const until = steps[i + 1]?.offset ?? ticks;
    return sum + ((until - offset) * perTick) / factor;
  }, 0);
}

function step(offset: Ticks, factor: number, slows = false): TempoStep {
  return slows ? { offset, factor, ritardando: true } : { offset, factor };
}
