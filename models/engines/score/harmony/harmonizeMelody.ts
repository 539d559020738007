/**
 * Finds the chords under a melody that is given: dynamic programming over half bars, as harmonizers do that weigh how well a chord carries
 * the notes against how well one chord follows another (Koops, Magalhães and de Haas 2013 tell several).
 *
 * ```
 * half bars ─► chords of the key, each with what is foreign to it ─┐
 *                     from chord to chord, at bar lines and inside ─┴─► the cheapest way through, coloured as the style does
 * ```
 * A chord changes inside a bar only where the melody asks for it. Phrases close on the tonic or the dominant, the piece on the tonic, unless the
 * melody will not have it.
 */
import { randomFor } from '../decisions.ts';
import { parseChord } from '../theory/chord.ts';
import { mod } from '../theory/scale.ts';
import { colourChord, joinRepeats, splitBar } from './writeHarmony.ts';
import type { Ticks } from '../../../../bridge/protocol/units.ts';
import type { DecisionSeeds } from '../decisions.ts';
import type { Form } from '../form/form.ts';
import type { LineNote } from '../melody/line.ts';
import type { ScoreRequest } from '../request.ts';
import type { StyleProfile } from '../styles/styleProfile.ts';
import type { Chord } from '../theory/chord.ts';
import type { Key } from '../theory/scale.ts';
import type { ChordSpan } from './writeHarmony.ts';

/** A chord that may be chosen, and what it costs by itself. */
interface Choice {
  spec: string;
  chord: Chord;
  cost: number;
}

/** A half bar. */
interface Slot {
  tick: Ticks;
  duration: Ticks;
  phrase: number;
  isBarStart: boolean;
  /** The last one of its phrase, and of the piece. */
  closes?: 'phrase' | 'piece';
}

type Costs = readonly (readonly [spec: string, cost: number])[];

const major: Costs = [
  ...([
    ['1', 0],
    ['4', 0.3],
    ['5', 0.2],
    ['6', 0.5],
    ['2', 0.6],
    ['3', 1.2],
    ['57', 0.5],
  ] as const),
  ...([
    ['D5', 3],
    ['D6', 3.4],
    ['D2', 3.4],
  ] as const),
];
const minor: Costs = [
  ...([
    ['1', 0],
    ['4', 0.3],
    ['5M', 0.2],
    ['6', 0.5],
    ['7', 0.6],
    ['3', 0.8],
    ['5M7', 0.5],
  ] as const),
  ...([
    ['2', 1.3],
    ['5', 1.2],
    ['4M', 2.6],
    ['D4', 3.4],
  ] as const),
];
const modal: Costs = [
  ['1', 0],
  ['4', 0.5],
  ['5', 0.6],
  ['7', 0.5],
  ['2', 0.6],
  ['6', 0.7],
  ['3', 0.8],
];

/** What notes that are foreign to a chord cost, all of them; what is foreign to its scale too counts more. */
const foreignCost = 7;
const outOfScale = 2.5;
/** Of a seventh or what else is added to a triad: it belongs to the chord and wants to move. */
const unsettled = 0.4;
/** Chance that makes one draft another. */
const jitter = 0.35;

/** The chords of a form under a melody, in order and without gaps. */
export function harmonizeMelody(
  form: Form,
  melody: readonly Pick<LineNote, 'tick' | 'duration' | 'pitch'>[],
  request: ScoreRequest,
  profile: StyleProfile,
  seeds: DecisionSeeds,
): ChordSpan[] {
  const random = randomFor(seeds, 'harmony', 'given melody');
  const slots = slotsOf(form, request);
  const choices = choicesOf(request.key);
  const way = cheapestWay(
    slots.map((slot) =>
      choices.map((choice) => {
        const heard = foreignCost * foreignShare(choice.chord, slot, melody, request.grid.beat);
        return choice.cost + heard + closing(choice, slot) + jitter * random.next();
      }),
    ),
    (slot, from, to) => step(choices[from], choices[to], slots[slot]),
  );
  const spans = slots.map((slot, i): ChordSpan => {
    const { spec, chord } = choices[way[i] ?? 0] ?? noChoice();
    const coloured = parseChord(
      colourChord(spec, slot.closes === 'piece', request.key, profile.harmony, random),
      request.key,
    );
    const [plain, rich] = [chord, coloured].map((one) =>
      foreignShare(one, slot, melody, request.grid.beat),
    ) as [number, number];
    const { tick, duration, phrase } = slot;
    return { tick, duration, phrase, chord: rich <= plain ? coloured : chord };
  });
  return joinRepeats(spans);
}

/**
 * Share of the time of the notes within a stretch that is foreign to a chord, 0…1 and more for notes that are foreign to its scale; sevenths are
 * in part. Notes on the stretch's first beat count twice, those off the beat and shorter than one half.
 */
export function foreignShare(
  chord: Chord,
  { tick, duration }: { tick: Ticks; duration: Ticks },
  melody: readonly Pick<LineNote, 'tick' | 'duration' | 'pitch'>[],
  beat: Ticks,
): number {
  let [foreign, total] = [0, 0];
  for (const note of melody) {
    const sounding = Math.min(note.tick + note.duration, tick + duration) - Math.max(note.tick, tick);
    if (sounding <= 0) continue;
    const isPassing = mod(note.tick - tick, beat) !== 0 && note.duration < beat;
    const weight = sounding * (note.tick <= tick ? 2 : isPassing ? 0.5 : 1);
    const pitchClass = mod(note.pitch, 12);
    total += weight;
    const tone = chord.tones.indexOf(pitchClass);
    if (!chord.scale.includes(pitchClass)) foreign += outOfScale * weight;
    else if (tone < 0) foreign += weight;
    else if (tone > 2) foreign += unsettled * weight;
  }
  return total === 0 ? 0 : foreign / total;
}

function slotsOf({ phrases }: Form, { grid }: ScoreRequest): Slot[] {
  const halves = splitBar(grid.groups);
  return phrases.flatMap((phrase, p) =>
    Array.from({ length: phrase.bars * halves.length }, (_, i): Slot => {
      const half = i % halves.length;
      const bar = phrase.startBar + Math.floor(i / halves.length);
      const tick = bar * grid.bar + (half === 0 ? 0 : (halves[0] ?? 0));
      const isLast = i === phrase.bars * halves.length - 1;
      const closes = p === phrases.length - 1 ? 'piece' : 'phrase';
      return {
        ...{ tick, duration: halves[half] ?? grid.bar, phrase: phrase.index, isBarStart: half === 0 },
        ...(isLast ? { closes } : {}),
      };
    }),
  );
}

function choicesOf(key: Key): Choice[] {
  const costs = key.mode === 'major' ? major : key.mode === 'minor' ? minor : modal;
  return costs
    .map(([spec, cost]) => ({ spec, cost, chord: parseChord(spec, key) }))
    .filter(({ chord, spec }) => key.mode === 'minor' || spec.startsWith('D') || isStable(chord));
}

/** A perfect fifth above the root. */
function isStable({ root, tones }: Chord): boolean {
  return tones.some((tone) => mod(tone - root, 12) === 7);
}

function closing({ chord, spec }: Choice, { closes }: Slot): number {
  if (closes === undefined) return 0;
  const isTonic = chord.degree === 0 && !spec.startsWith('D');
  if (closes === 'piece') return isTonic ? -4 : 0;
  if (isTonic) return -0.6;
  return chord.degree === 4 && !spec.includes('7') ? -0.5 : 0.4;
}

/** From one chord to the next. */
function step(from: Choice | undefined, to: Choice | undefined, slot: Slot | undefined): number {
  if (from === undefined || to === undefined || slot === undefined) return 0;
  const motion = mod(to.chord.root - from.chord.root, 12);
  if (motion === 0 && from.spec === to.spec) return slot.isBarStart ? 0.35 : 0;
  const resolved = from.spec.startsWith('D') && motion !== 5 ? 1.6 : 0;
  const seventh = from.spec.endsWith('7') && from.chord.degree === 4 && to.chord.degree !== 0 ? 0.8 : 0;
  const backwards = from.chord.degree === 4 && to.chord.degree === 3 ? 0.6 : 0;
  const inside = slot.isBarStart ? 0 : 1.4;
  return (motions[motion] ?? 0) + resolved + seventh + backwards + inside;
}

/** By the interval of the roots, upwards: fifths fall, thirds fall, seconds rise. */
const motions = [0.2, 0.9, 0.3, 0.6, 0.6, 0, 1.6, 0.3, 0.3, 0.3, 0.6, 0.9] as const;

/** The index of the choice in every slot. */
function cheapestWay(
  costs: readonly (readonly number[])[],
  stepCost: (slot: number, from: number, to: number) => number,
): number[] {
  let sums: readonly number[] = costs[0] ?? [];
  const from: number[][] = [];
  for (let slot = 1; slot < costs.length; slot++) {
    const before: number[] = [];
    sums = (costs[slot] ?? []).map((cost, to) => {
      let [best, least] = [0, Infinity];
      sums.forEach((sum, k) => {
        const all = sum + stepCost(slot, k, to);
        if (all < least) [best, least] = [k, all];
      });
      before.push(best);
      return cost + least;
    });
    from.push(before);
  }
  let at = sums.reduce((best, sum, i) => (sum < (sums[best] ?? Infinity) ? i : best), 0);
  const way = [at];
  for (const before of from.reverse()) {
    at = before[at] ?? 0;
    way.unshift(at);
  }
  return way;
}

function noChoice(): never {
  throw new RangeError('harmonizeMelody: no chords');
}
