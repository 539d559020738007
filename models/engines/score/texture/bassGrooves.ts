/** Basses that play a rhythm on the degrees of the chord, bar by bar. Degrees lie above the chord's foundation. */
import type { Ticks } from '../../../../bridge/protocol/units.ts';
import type { BassGrooveKind } from '../styles/styleProfile.ts';

/** Degrees of a chord that basses play. */
export type BassDegree = 'root' | 'third' | 'fifth' | 'sixth' | 'octave' | 'under';

/** A note of a groove. */
export interface BassHit {
  /** Place in the bar. */
  offset: Ticks;
  duration: Ticks;
  /** `under` is the fifth below. */
  degree: BassDegree;
}

/** What a groove depends on. */
export interface BassBar {
  groups: readonly Ticks[];
  /** True for every second bar of the piece. */
  odd: boolean;
}

type GrooveOf = (bar: BassBar) => BassHit[];

function lengthOf(groups: readonly Ticks[]): Ticks {
  return groups.reduce((sum, length) => sum + length, 0);
}

/** Beat groups with where they begin. */
function placed(groups: readonly Ticks[]): { offset: Ticks; length: Ticks; group: number }[] {
  let offset = 0;
  return groups.map((length, group) => {
    const at = offset;
    offset += length;
    return { offset: at, length, group };
  });
}

/** Notes on eighths of the bar, each as long as to the next one; what lies beyond the bar is left out. */
function onEighths(groups: readonly Ticks[], notes: readonly (readonly [number, BassDegree])[]): BassHit[] {
  const bar = lengthOf(groups);
  const inside = notes.filter(([place]) => place * 240 < bar);
  return inside.map(([place, degree], i) => ({
    offset: place * 240,
    duration: (inside[i + 1]?.[0] ?? bar / 240) * 240 - place * 240,
    degree,
  }));
}

/** The grooves. */
export const bassGrooves: Readonly<Record<BassGrooveKind, GrooveOf>> = {
  // Up the chord to the sixth in one bar, down from the octave in the next, every beat twice.
  boogie: ({ groups, odd }) => {
    const up: readonly BassDegree[] = ['root', 'third', 'fifth', 'sixth'];
    const down: readonly BassDegree[] = ['octave', 'sixth', 'fifth', 'third'];
    return placed(groups).flatMap(({ offset, length, group }) => {
      const degree = (odd ? down : up)[group % 4] ?? 'root';
      const first = length % 720 === 0 ? (length * 2) / 3 : length / 2;
      return [
        { offset, duration: first, degree },
        { offset: offset + first, duration: length - first, degree },
      ];
    });
  },
  // Root, and the fifth that anticipates the third beat; the same again into the next bar.
  bossa: ({ groups }) =>
    onEighths(groups, [
      [0, 'root'],
      [3, 'fifth'],
      [4, 'fifth'],
      [7, 'root'],
    ]),
  // Oom: root and fifth in turn, short, where the chords leave room for them.
  oom: ({ groups, odd }) => {
    const beats = placed(groups);
    const every =
      beats.length === 3
        ? beats.slice(0, 1)
        : beats.filter(({ group }) => beats.length < 4 || group % 2 === 0);
    return every.map(({ offset, length, group }) => ({
      offset,
      duration: beats.length < 3 ? length / 2 : Math.min(length, 420),
      degree: (beats.length === 3 ? odd : group > 0) ? ('under' as const) : ('root' as const),
    }));
  },
  tresillo: ({ groups, odd }) =>
    onEighths(groups, [
      [0, 'root'],
      [3, 'root'],
      [6, odd ? 'fifth' : 'root'],
    ]),
  // Eighths on the root, a lift at the end of every second bar.
  drive: ({ groups, odd }) => {
    const count = Math.floor(lengthOf(groups) / 240);
    return Array.from({ length: count }, (_, i) => ({
      offset: i * 240,
      duration: 240,
      degree:
        odd && i === count - 1
          ? ('fifth' as const)
          : odd && i === count - 2
            ? ('octave' as const)
            : ('root' as const),
    }));
  },
  // Sixteenths that never stop, the octave on the last of each beat.
  machine: ({ groups }) =>
    placed(groups).flatMap(({ offset, length }) =>
      Array.from({ length: Math.floor(length / 120) }, (_, i) => ({
        offset: offset + i * 120,
        duration: 110,
        degree: i === Math.floor(length / 120) - 1 ? ('octave' as const) : ('root' as const),
      })),
    ),
  lazy: ({ groups, odd }) =>
    onEighths(
      groups,
      odd
        ? [
            [0, 'root'],
            [3, 'fifth'],
            [5, 'root'],
          ]
        : [
            [0, 'root'],
            [5, 'root'],
            [7, 'fifth'],
          ],
    ),
  // A long and two short ones, as horses go.
  gallop: ({ groups }) =>
    placed(groups).flatMap(({ offset, length }) => {
      const [long, short] = length % 720 === 0 ? [480, 120] : [length / 2, length / 4];
      return [
        { offset, duration: long, degree: 'root' as const },
        { offset: offset + long, duration: short, degree: 'root' as const },
        { offset: offset + long + short, duration: short, degree: 'octave' as const },
      ];
    }),
  // Root and fifth under everything, taken anew with every beat that carries.
  drone: ({ groups }) => {
    const beats = placed(groups);
    const half = Math.ceil(beats.length / 2);
    return beats
      .filter(({ group }) => group === 0 || group === half)
      .map(({ offset, group }, i, all) => ({
        offset,
        duration: (all[i + 1]?.offset ?? lengthOf(groups)) - offset,
        degree: group === 0 ? ('root' as const) : ('fifth' as const),
      }));
  },
};
