/** A walking bass: a note on every beat, the root with the chord, and a step into the next one. */
import { mod, nearestPitch } from '../theory/scale.ts';
import type { MidiNote, PitchClass, Ticks } from '../../../../bridge/protocol/units.ts';
import type { SeededRandom } from '../../../../bridge/protocol/seededRandom.ts';
import type { Band } from '../orchestration/registers.ts';

/** What a walk depends on. */
export interface Walk {
  /** Beats of the chord, in order. */
  beats: readonly { tick: Ticks; duration: Ticks }[];
  /** The chord's foundation and the next one's. */
  here: MidiNote;
  next: MidiNote;
  tones: readonly PitchClass[];
  scale: readonly PitchClass[];
  band: Band;
  random: SeededRandom;
}

/** A note of the walk. */
export interface WalkNote {
  tick: Ticks;
  duration: Ticks;
  pitch: MidiNote;
}

/** Walks from one foundation to the next. A chord of one beat has its root only. */
export function walkBass(walk: Walk): WalkNote[] {
  const { beats, here, band, random } = walk;
  const high = band.high + 5;
  // Over the chord and down to the goal, or under it and up: a line, not a ladder of thirds.
  const reach = random.pick([7, 5, -5, 9]);
  const turn = Math.min(high, Math.max(band.low, here + reach));
  let before = here;
  return beats.map(({ tick, duration }, i) => {
    const isLast = i === beats.length - 1;
    const pitch = i === 0 ? here : isLast ? approach(walk, before) : passing(walk, before, turn, i, high);
    before = pitch;
    return { tick, duration, pitch };
  });
}

/** A note of the scale a step or a third further on the way; on strong beats rather a chord tone. */
function passing(
  { tones, scale, band, beats, next, random }: Walk,
  before: MidiNote,
  turn: MidiNote,
  index: number,
  high: MidiNote,
): MidiNote {
  const half = beats.length / 2;
  const target = index <= half ? turn : next + ((turn - next) * (beats.length - 1 - index)) / half;
  const near = [-5, -4, -3, -2, -1, 1, 2, 3, 4, 5]
    .map((move) => before + move)
    .filter((pitch) => pitch >= band.low && pitch <= high && scale.includes(mod(pitch, 12)));
  const cost = (pitch: MidiNote): number =>
    Math.abs(pitch - target) * 0.6 +
    Math.abs(pitch - before) * 0.25 +
    (tones.includes(mod(pitch, 12)) ? 0 : index % 2 === 0 ? 2 : 0.8) +
    random.next() * 1.5;
  const costs = near.map((pitch) => ({ pitch, cost: cost(pitch) }));
  return costs.reduce((best, one) => (one.cost < best.cost ? one : best), { pitch: before, cost: Infinity })
    .pitch;
}

/** A step of the scale from either side, or the fifth of the next chord. */
function approach({ next, scale, band, random }: Walk, before: MidiNote): MidiNote {
  const side = before < next ? -1 : 1;
  const stepFrom = (direction: number): number | undefined =>
    [direction, 2 * direction].map((move) => next + move).find((pitch) => scale.includes(mod(pitch, 12)));
  const choices = [stepFrom(side), stepFrom(side), stepFrom(-side), nearestPitch(mod(next + 7, 12), before)];
  const usable = choices
    .filter((choice) => choice !== undefined)
    .filter((choice) => choice !== before && choice >= band.low && scale.includes(mod(choice, 12)));
  return usable.length > 0 ? random.pick(usable) : before;
}
