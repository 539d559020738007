/**
 * Figures that strike chords in a rhythm of their own: comping, riffs, after-beats. A rhythm is a list of strikes for a bar;
 * what is struck is a place on a ladder of notes that the kind asks for.
 */
import type { SeededRandom } from '../../../../bridge/protocol/seededRandom.ts';
import type { Ticks, Unit } from '../../../../bridge/protocol/units.ts';
import type { FigureKind, RhythmKind } from '../styles/styleProfile.ts';

/** Notes that a kind strikes: the chord's in the band, its root with fifth and octave, or its root with fifth or sixth. */
export type LadderOf = 'chord' | 'power' | 'riff';

/** Notes struck together. */
export interface Strike {
  /** Place in the bar. */
  offset: Ticks;
  duration: Ticks;
  /** Lowest note, as a place on the ladder; a riff's is 0 for the fifth and 1 for the sixth. */
  place: number;
  /** How many neighbours of the ladder sound together. */
  voices: number;
}

/** What a rhythm depends on. */
export interface RhythmBar {
  groups: readonly Ticks[];
  /** True for every second bar of the phrase. */
  odd: boolean;
  busy: Unit;
  /** One of the rhythms that a kind has, the same through a theme: 0 … 2. */
  variant: number;
}

/** A figure that strikes. */
export interface FigureRhythm {
  ladder: LadderOf;
  strikes: (bar: RhythmBar) => Strike[];
}

/** Rhythms that each kind may have. */
const variants = 3;

/** One of the rhythms of a kind. */
export function drawVariant(random: SeededRandom): number {
  return random.below(variants);
}

function lengthOf(groups: readonly Ticks[]): Ticks {
  return groups.reduce((sum, length) => sum + length, 0);
}

/** Strikes on eighths of the bar; `hold` is the longest that one sounds. */
function onEighths(
  groups: readonly Ticks[],
  places: readonly number[],
  hold: Ticks,
  voices: number,
): Strike[] {
  const bar = lengthOf(groups);
  const inside = places.filter((place) => place * 240 < bar);
  return inside.map((place, i) => {
    const next = (inside[i + 1] ?? bar / 240) * 240;
    return { offset: place * 240, duration: Math.min(hold, next - place * 240), place: 0, voices };
  });
}

/** Strikes for each beat group. */
function onGroups(
  groups: readonly Ticks[],
  make: (group: number, offset: Ticks, length: Ticks) => Strike[],
): Strike[] {
  let offset = 0;
  return groups.flatMap((length, group) => {
    const strikes = make(group, offset, length);
    offset += length;
    return strikes;
  });
}

/** Where the off-beat of a beat group lies: its half, or its last third. */
function offOf(length: Ticks): Ticks {
  return length % 720 === 0 ? (length * 2) / 3 : length / 2;
}

/** Eighths of two bars that a comping pianist strikes: Charleston, its answer, and anticipations. */
const comping: readonly (readonly [even: readonly number[], odd: readonly number[]])[] = [
  [
    [0, 3],
    [3, 6],
  ],
  [
    [1, 4],
    [0, 3, 7],
  ],
  [
    [3, 7],
    [2, 5],
  ],
];

/** The guitar of João Gilberto's records: a clave of two bars, in three of its forms. */
const bossaComping: typeof comping = [
  [
    [0, 3, 6],
    [2, 5],
  ],
  [
    [0, 3, 6],
    [1, 3, 6],
  ],
  [
    [1, 3, 6],
    [0, 3, 7],
  ],
];

const powerRhythms: typeof comping = [
  [
    [0, 1, 2, 3, 4, 5, 6, 7],
    [0, 1, 2, 3, 4, 5, 6, 7],
  ],
  [
    [0, 2, 3, 5, 6, 7],
    [0, 2, 3, 5, 7],
  ],
  [
    [0, 1, 3, 4, 6, 7],
    [0, 1, 3, 4, 6],
  ],
];

function pairOf(table: typeof comping, { variant, odd }: RhythmBar): readonly number[] {
  return table[variant]?.[odd ? 1 : 0] ?? [];
}

/** The figures. */
export const figureRhythms: Readonly<Record<RhythmKind, FigureRhythm>> = {
  comp: {
    ladder: 'chord',
    strikes: (bar) => {
      const places = pairOf(comping, bar);
      return onEighths(bar.groups, bar.busy < 0.3 ? places.slice(0, 2) : places, 300, 3);
    },
  },
  'bossa-comp': {
    ladder: 'chord',
    strikes: (bar) => onEighths(bar.groups, pairOf(bossaComping, bar), 420, 3),
  },
  // Root with fifth, root with sixth, both twice: the left hand of every boogie, the right one of Chuck Berry.
  'shuffle-riff': {
    ladder: 'riff',
    strikes: ({ groups }) =>
      onGroups(groups, (group, offset, length) => [
        { offset, duration: offOf(length) - 30, place: group % 2, voices: 2 },
        {
          offset: offset + offOf(length),
          duration: length - offOf(length) - 30,
          place: group % 2,
          voices: 2,
        },
      ]),
  },
  power: {
    ladder: 'power',
    strikes: (bar) => {
      const places = bar.busy < 0.3 ? [0, 3, 6] : pairOf(powerRhythms, bar);
      return onEighths(bar.groups, places, 720, 3);
    },
  },
  // Block chords: every beat, or three against four.
  keys: {
    ladder: 'chord',
    strikes: ({ groups, variant, busy, odd }) =>
      variant === 0 || busy < 0.35
        ? onGroups(groups, (_, offset, length) => [{ offset, duration: length - 20, place: 0, voices: 3 }])
        : onEighths(groups, variant === 1 ? [0, 3, 6] : odd ? [0, 3, 5] : [0, 3, 6, 7], 700, 3),
  },
  // Sixteenths up through the chord, as an arpeggiator plays that nobody touches.
  machine: {
    ladder: 'chord',
    strikes: ({ groups, variant }) => {
      const shape = [
        [0, 1, 2, 3],
        [0, 2, 1, 3],
        [0, 1, 2, 3, 4, 3, 2, 1],
      ][variant] ?? [0];
      return Array.from({ length: Math.floor(lengthOf(groups) / 120) }, (_, i) => ({
        offset: i * 120,
        duration: 100,
        place: shape[i % shape.length] ?? 0,
        voices: 1,
      }));
    },
  },
  lazy: {
    ladder: 'chord',
    strikes: ({ groups, variant, odd, busy }) =>
      onEighths(
        groups,
        busy < 0.25 ? [0] : odd || variant === 0 ? [0, 3] : variant === 1 ? [0, 5] : [0, 3, 7],
        1200,
        4,
      ),
  },
  // One voice that stands for three: as fast as a frame of the screen, more or less.
  chip: {
    ladder: 'chord',
    strikes: ({ groups, variant }) => {
      const shape = [
        [0, 1, 2],
        [0, 1, 2, 3],
        [0, 2, 1, 3],
      ][variant] ?? [0];
      return Array.from({ length: Math.floor(lengthOf(groups) / 60) }, (_, i) => ({
        offset: i * 60,
        duration: 60,
        place: shape[i % shape.length] ?? 0,
        voices: 1,
      }));
    },
  },
  // Pah: on the beats that the bass leaves, on the off-beats where it leaves none.
  'after-beats': {
    ladder: 'chord',
    strikes: ({ groups }) =>
      onGroups(groups, (group, offset, length) => {
        const isBass = groups.length === 3 ? group === 0 : group % 2 === 0;
        if (groups.length < 3) {
          return [
            { offset: offset + offOf(length), duration: (length - offOf(length)) * 0.6, place: 0, voices: 3 },
          ];
        }
        return isBass ? [] : [{ offset, duration: Math.round(length * 0.45), place: 0, voices: 3 }];
      }),
  },
  'off-beats': {
    ladder: 'chord',
    strikes: ({ groups, variant, odd, busy }) =>
      onGroups(groups, (group, offset, length) => {
        const rests = busy < 0.35 ? group % 2 === 1 : odd && variant === 1 && group === groups.length - 1;
        return rests ? [] : [{ offset: offset + offOf(length), duration: 110, place: 0, voices: 2 }];
      }),
  },
  // A low string and the chord above it, beat by beat.
  chop: {
    ladder: 'chord',
    strikes: ({ groups, busy, variant, odd }) =>
      onGroups(groups, (group, offset, length) => [
        { offset, duration: offOf(length), place: 0, voices: 1 },
        ...(length % 720 === 0 && (busy > 0.6 || (variant === 1 && odd && group > 0))
          ? [{ offset: offset + 240, duration: 240, place: 1, voices: 2 }]
          : []),
        { offset: offset + offOf(length), duration: length - offOf(length), place: 1, voices: 3 },
      ]),
  },
};

/** True for the kinds that strike. */
export function isRhythm(kind: FigureKind): kind is RhythmKind {
  return Object.hasOwn(figureRhythms, kind);
}
