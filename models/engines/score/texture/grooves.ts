/**
 * Grooves of the genres, as drummers play them. Swing is not written here: swung styles play these even eighths unevenly.
 * In meters of three-part beats the off-beat is the last third.
 */
import { onGroups } from './drumBeat.ts';
import type { Ticks, Unit } from '../../../../bridge/protocol/units.ts';
import type { GrooveKind } from '../styles/styleProfile.ts';
import type { Beat, PatternOf, Sound } from './drumBeat.ts';

function stroke(sound: Sound, offset: Ticks, weight: Unit): Beat {
  return { sound, offset, weight };
}

/** The stroke where a condition holds. */
function when(condition: boolean, ...beats: Beat[]): Beat[] {
  return condition ? beats : [];
}

/** Where the off-beat of a beat group lies. */
function offOf(length: Ticks): Ticks {
  return length % 720 === 0 ? (length * 2) / 3 : length / 2;
}

/** Eighths of the bar at the given places; those beyond its end are left out. */
function eighths(groups: readonly Ticks[], places: readonly number[], sound: Sound, weight: Unit): Beat[] {
  const bar = groups.reduce((sum, length) => sum + length, 0);
  return places
    .map((place) => place * 240)
    .flatMap((offset) => when(offset < bar, stroke(sound, offset, weight)));
}

/** Eighth by eighth, the beats louder. */
function steady(groups: readonly Ticks[], sound: Sound, onBeat: Unit, between: Unit): Beat[] {
  return onGroups(groups, (_, offset, length) =>
    Array.from({ length: Math.floor(length / 240) }, (_each, i) =>
      stroke(sound, offset + i * 240, i === 0 ? onBeat : between),
    ),
  );
}

/** The grooves. */
export const grooves: Readonly<Record<GrooveKind, PatternOf>> = {
  // Ding, ding-a-ding on the ride, the foot on two and four, the snare comping softly.
  ride: (groups, drive, choice, odd) => [
    ...onGroups(groups, (group, offset, length) => [
      stroke('ride', offset, group % 2 === 0 ? 0.6 : 0.7),
      ...when(group % 2 === 1 || groups.length === 1, stroke('ride', offset + offOf(length), 0.45)),
      ...when(group % 2 === 1, stroke('foot', offset, 0.55)),
      ...when(drive > 0.3, stroke('low', offset, 0.12)),
    ]),
    ...when(drive > 0.35 && odd === choice > 0.5, ...eighths(groups, [3], 'back', 0.25)),
    ...when(drive > 0.6, ...eighths(groups, odd ? [7] : [5], 'back', 0.3)),
  ],
  // The stick plays the clave of two bars, the foot a surdo, brushes or hats even eighths.
  bossa: (groups, drive, _choice, odd) => [
    ...eighths(groups, odd ? [2, 5] : [0, 3, 6], 'rim', 0.6),
    ...onGroups(groups, (group, offset, length) => [
      ...when(group % 2 === 0, stroke('low', offset, 0.55)),
      ...when(group % 2 === 1, stroke('low', offset + offOf(length), 0.35)),
      ...when(group % 2 === 1 && drive > 0.5, stroke('foot', offset, 0.3)),
    ]),
    ...steady(groups, 'tick', 0.4, drive > 0.3 ? 0.28 : 0.2),
  ],
  shuffle: (groups, drive, choice) =>
    onGroups(groups, (group, offset, length) => [
      stroke('tick', offset, 0.6),
      stroke('tick', offset + offOf(length), 0.4),
      ...when(group % 2 === 0, stroke('low', offset, 0.85)),
      ...when(group % 2 === 0 && drive > 0.55 && choice > 0.4, stroke('low', offset + offOf(length), 0.5)),
      ...when(group % 2 === 1, stroke('back', offset, 0.85)),
      ...when(group % 2 === 1 && drive > 0.45, stroke('back', offset + offOf(length), 0.2)),
    ]),
  rock: (groups, drive, choice, odd) => [
    ...steady(groups, drive > 0.8 ? 'open' : 'tick', 0.65, 0.45),
    ...onGroups(groups, (group, offset, length) => [
      ...when(group % 2 === 1, stroke('back', offset, 0.95)),
      ...when(group % 4 === 0, stroke('low', offset, 0.95)),
      ...when(group % 4 === 2 && choice < 0.7, stroke('low', offset, 0.85)),
      ...when(group % 4 === 2 && choice > 0.35, stroke('low', offset + offOf(length), 0.8)),
      ...when(group % 4 === 1 && odd && drive > 0.4, stroke('low', offset + offOf(length), 0.65)),
    ]),
  ],
  pop: (groups, drive, choice, odd) =>
    onGroups(groups, (group, offset, length) => [
      ...when(group % 2 === 0 || drive > 0.7, stroke('low', offset, 0.9)),
      ...when(group % 4 === 1 && choice > 0.5, stroke('low', offset + offOf(length), 0.7)),
      ...when(group % 4 === 2 && (odd || choice < 0.5), stroke('low', offset + offOf(length), 0.7)),
      ...when(group % 2 === 1, stroke('clap', offset, 0.75), stroke('back', offset, 0.7)),
      stroke('tick', offset, 0.4),
      ...when(drive > 0.3, stroke('tick', offset + offOf(length), 0.5)),
      ...when(drive > 0.65 && group % 4 === 3, stroke('open', offset + offOf(length), 0.4)),
    ]),
  // Four on the floor would be a club; here the big snare of two and four is all, over sixteenth hats.
  gated: (groups, drive, choice, odd) =>
    onGroups(groups, (group, offset, length) => [
      ...when(group % 2 === 0 && (groups.length !== 3 || group === 0), stroke('low', offset, 0.95)),
      ...when(
        group % 4 === 2 && groups.length !== 3 && choice > 0.4,
        stroke('low', offset + offOf(length), 0.75),
      ),
      ...when(groups.length === 3 ? group === 2 : group % 2 === 1, stroke('back', offset, 1)),
      ...when(odd && group % 4 === 3 && drive > 0.5, stroke('tom', offset + offOf(length), 0.6)),
      ...Array.from({ length: drive > 0.3 ? Math.floor(length / 120) : Math.floor(length / 240) }, (_, i) =>
        stroke('tick', offset + i * (drive > 0.3 ? 120 : 240), i === 0 ? 0.45 : i % 2 === 0 ? 0.35 : 0.22),
      ),
    ]),
  lazy: (groups, drive, choice, odd) =>
    onGroups(groups, (group, offset, length) => [
      ...when(group % 4 === 0, stroke('low', offset, 0.8)),
      ...when(group % 4 === 1 && (odd || choice > 0.6), stroke('low', offset + offOf(length), 0.6)),
      ...when(group % 4 === 2 && (!odd || choice < 0.4), stroke('low', offset + offOf(length), 0.65)),
      ...when(group % 2 === 1, stroke('back', offset, 0.65)),
      ...when(group % 4 === 3 && drive > 0.5, stroke('rim', offset + offOf(length), 0.25)),
      stroke('tick', offset, 0.35),
      ...when(group % 4 !== 2 || drive > 0.4, stroke('tick', offset + offOf(length), 0.25)),
    ]),
  // Noise and thump: the one voice that a game's drums had, so no two strokes fall together.
  chip: (groups, drive, choice) =>
    onGroups(groups, (group, offset, length) => [
      stroke(group % 2 === 0 ? 'low' : 'back', offset, group % 2 === 0 ? 0.9 : 0.8),
      ...when(drive > 0.2, stroke('tick', offset + offOf(length), 0.4)),
      ...when(
        drive > 0.55 && length === 480,
        stroke('tick', offset + 120, 0.25),
        stroke('tick', offset + 360, 0.25),
      ),
      ...when(drive > 0.4 && choice > 0.5 && group % 4 === 2, stroke('low', offset + offOf(length), 0.7)),
    ]),
  // Left, left: the bass drum walks, the snare drum rattles and rolls into the next bar.
  'snare-drum': (groups, drive, choice, odd) =>
    onGroups(groups, (group, offset, length) => {
      const third = length % 720 === 0;
      const isRoll = group === groups.length - 1 && odd && drive > 0.35;
      const step = third ? 240 : 120;
      return [
        stroke('low', offset, group % 2 === 0 ? 0.85 : 0.65),
        ...when(group === 0 && !odd && drive > 0.6, stroke('crash', offset, 0.5)),
        stroke('back', offset, 0.5),
        ...when(
          isRoll,
          ...Array.from({ length: length / 60 - 1 }, (_, i) => stroke('back', offset + (i + 1) * 60, 0.3)),
        ),
        ...when(
          !isRoll && (group % 2 === 1 || choice > 0.5 || third),
          stroke('back', offset + (third ? 2 * step : 2 * step), 0.55),
          ...when(!third, stroke('back', offset + 3 * step, 0.45)),
        ),
        ...when(!isRoll && !third && group % 2 === 0 && choice <= 0.5, stroke('back', offset + 240, 0.5)),
      ];
    }),
  waltz: (groups, drive) =>
    onGroups(groups, (group, offset) => [
      ...when(group === 0, stroke('low', offset, 0.65)),
      ...when(group > 0 && drive > 0.25, stroke('back', offset, 0.25)),
      ...when(group > 0 && drive > 0.55, stroke('triangle', offset, 0.25)),
    ]),
  // Down on the beat, the stick rolling through the rest of it.
  bodhran: (groups, drive, choice) =>
    onGroups(groups, (group, offset, length) =>
      Array.from({ length: Math.floor(length / 240) }, (_, i) =>
        i === 0
          ? stroke('low', offset, group === 0 ? 0.9 : 0.7)
          : stroke(i % 2 === 0 ? 'tom' : 'back', offset + i * 240, i * 240 === offOf(length) ? 0.5 : 0.35),
      ).filter((beat) => beat.weight > 0.36 || drive > 0.3 || choice > 0.7),
    ),
  tiptoe: (groups, drive, choice, odd) => [
    ...onGroups(groups, (group, offset, length) => [
      ...when(group % 2 === 0 || drive > 0.6, stroke('block', offset, 0.4)),
      ...when(group % 2 === 1 && choice > 0.4, stroke('block', offset + offOf(length), 0.35)),
    ]),
    ...when(odd && drive > 0.3, ...eighths(groups, [6], 'triangle', 0.4)),
    ...when(drive > 0.55, stroke('low', 0, 0.45)),
  ],
};
