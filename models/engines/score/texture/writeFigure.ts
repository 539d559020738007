/**
 * Writes the figure: the moving inner texture (arpeggios, strums, ostinati, sequences), bar by bar from the chord.
 * Patterns are lists of places in the chord's ladder: its notes in the role's band, counted from the middle.
 */
import { randomFor } from '../decisions.ts';
import { ceilingOf, closingChord, dropDoubled, ladderAt } from './figureLadder.ts';
import { drawVariant, isRhythm } from './figureRhythms.ts';
import { playRhythm } from './playRhythm.ts';
import type { Ticks, Unit } from '../../../../bridge/protocol/units.ts';
import type { SeededRandom } from '../../../../bridge/protocol/seededRandom.ts';
import type { Phrase } from '../form/form.ts';
import type { LineNote } from '../melody/line.ts';
import type { Composition } from '../composition.ts';
import type { Band } from '../orchestration/registers.ts';
import type { LadderKind } from '../styles/styleProfile.ts';

/** A figure's pattern, made once for a theme and played over every chord. */
interface Pattern {
  kind: LadderKind;
  /** Length of a step. */
  step: Ticks;
  /** Place on the ladder for each step of a bar; undefined rests. */
  ladder: readonly (number | undefined)[];
  /** Notes struck together at each step. */
  thickness: 1 | 2 | 3;
}

/** Writes the figure of the phrases it plays in. */
export function writeFigure(composition: Composition, melody: readonly LineNote[], band: Band): LineNote[] {
  const { form, profile, seeds, request } = composition;
  const usual = randomFor(seeds, 'figure', 'kind').pick(profile.texture.figure);
  return form.phrases.flatMap((phrase) => {
    if (!phrase.roles.has('figure')) return [];
    const themes = randomFor(seeds, 'figure', `${phrase.theme}${phrase.variation % 2}`);
    const kind = phrase.theme === 'A' || themes.chance(0.5) ? usual : themes.pick(profile.texture.figure);
    if (isRhythm(kind)) {
      const rhythm = { kind, variant: drawVariant(themes), busy: busyness(phrase, request.density) };
      return playRhythm(rhythm, phrase, composition, melody, band);
    }
    const pattern = drawPattern(kind, request.grid.groups, busyness(phrase, request.density), themes);
    return playPattern(pattern, phrase, composition, melody, band);
  });
}

function busyness(phrase: Phrase, density: Unit): Unit {
  return Math.min(1, density * 0.8 + phrase.energy * 0.2);
}

function drawPattern(kind: LadderKind, groups: readonly Ticks[], busy: Unit, random: SeededRandom): Pattern {
  const compound = groups.every((length) => length % 720 === 0);
  const step = stepOf(kind, busy, compound);
  const count = groups.reduce((sum, length) => sum + length, 0) / step;
  const perGroup = groups.map((length) => length / step);
  const ladder = ladders[kind](Math.floor(count), perGroup, random);
  return { kind, step, ladder, thickness: kind === 'strum' ? 3 : kind === 'inner' ? 2 : 1 };
}

/** Figures move in eighths; slower when the brief is sparse, in sixteenths where the kind and the density ask. */
function stepOf(kind: LadderKind, busy: Unit, compound: boolean): Ticks {
  if (kind === 'drift') return compound ? 720 : 480;
  if (kind === 'sequence' || kind === 'tremble') return busy > 0.35 && !compound ? 120 : 240;
  if (kind === 'ostinato' && busy > 0.75 && !compound) return 120;
  if (kind === 'inner' || (kind === 'arpeggio' && busy < 0.2 && !compound))
    return compound ? 240 : busy < 0.35 ? 480 : 240;
  return 240;
}

type Ladder = (count: number, perGroup: readonly number[], random: SeededRandom) => (number | undefined)[];

function cycle(shape: readonly (number | undefined)[]): Ladder {
  return (count) => Array.from({ length: count }, (_, i) => shape[i % shape.length]);
}

const ladders: Readonly<Record<LadderKind, Ladder>> = {
  arpeggio: (count, _perGroup, random) => {
    const top = random.pick([3, 4]);
    const up = Array.from({ length: top + 1 }, (_, i) => i);
    const down = up.slice(1, -1).reverse();
    return cycle([...up, ...down])(count, [], random);
  },
  alberti: cycle([0, 2, 1, 2]),
  broken: (count, _perGroup, random) =>
    cycle(
      random.pick([
        [0, 2, 3, 4, 3, 2],
        [0, 2, 4, 3, 2, 3],
        [0, 1, 2, 4, 2, 1],
      ]),
    )(count, [], random),
  strum: (_count, perGroup, random) => {
    const misses = random.pick([-1, 0, 1, 2]);
    const doubles = random.chance(0.6);
    return perGroup.flatMap((steps, group) =>
      Array.from({ length: steps }, (_, i) => {
        if (i === 0) return group === misses && group > 0 ? undefined : group === 0 ? 0 : 1;
        return i === steps - 1 && (doubles || group % 2 === 1) ? 1 : undefined;
      }),
    );
  },
  ostinato: (count, _perGroup, random) =>
    cycle(
      random.pick([
        [0, 0, 2, 0, 1, 0, 2, 0],
        [0, 2, 1, 2, 0, 2, 3, 2],
        [0, 0, 1, 0, 0, 2, 0, 1],
        [0, 1, 2, 0, 1, 2, 0, 1],
      ]),
    )(count, [], random),
  sequence: (count, _perGroup, random) =>
    cycle(
      random.pick([
        [0, 2, 4, 1, 3, 2],
        [0, 1, 2, 3, 4, 3, 2, 1],
        [0, 3, 1, 4, 2, 3, 1, 2],
        [4, 2, 0, 3, 1, 2],
      ]),
    )(count, [], random),
  drift: (count, _perGroup, random) =>
    Array.from({ length: count }, (_, i) => (i === 0 || random.chance(0.55) ? random.below(5) : undefined)),
  inner: (_count, perGroup) =>
    perGroup.flatMap((steps) =>
      Array.from({ length: steps }, (_, i) => (i === 0 && steps > 1 ? undefined : 1)),
    ),
  tremble: cycle([0, 1]),
};

function playPattern(
  pattern: Pattern,
  phrase: Phrase,
  composition: Composition,
  melody: readonly LineNote[],
  band: Band,
): LineNote[] {
  const { request, spans } = composition;
  const { bar } = request.grid;
  // Without a bass the figure may be the lowest voice, and a listener takes its lowest note for the root.
  const rootLowest = !phrase.roles.has('bass');
  const notes: LineNote[] = [];
  for (let i = 0; i < phrase.bars; i++) {
    const start = (phrase.startBar + i) * bar;
    const room = { ...band, high: ceilingOf(melody, start, start + bar, band) };
    if (phrase.cadence === 'final' && i === phrase.bars - 1) {
      const spread = pattern.kind === 'strum' || pattern.kind === 'inner' ? 0 : pattern.step;
      notes.push(...closingChord({ start, bar, spread }, spans, room, rootLowest));
      break;
    }
    if (pattern.kind === 'tremble' && i % 4 > 1) continue;
    pattern.ladder.forEach((place, at) => {
      if (place === undefined) return;
      const tick = start + at * pattern.step;
      const ladder = ladderAt(spans, tick, room, pattern.kind, rootLowest);
      const duration = restUntilNext(pattern, at) * pattern.step;
      for (let voice = 0; voice < pattern.thickness; voice++) {
        const pitch = ladder[Math.min(ladder.length - 1, place + voice)];
        if (pitch !== undefined) notes.push({ tick, duration, pitch, motif: false });
      }
    });
  }
  return dropDoubled(notes);
}

function restUntilNext(pattern: Pattern, at: number): number {
  let length = 1;
  while (at + length < pattern.ladder.length && pattern.ladder[at + length] === undefined) length++;
  return length;
}
