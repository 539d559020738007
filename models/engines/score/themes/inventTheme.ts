/**
 * Invents the notes of a theme from its name: the same name gives the same notes, and no two themes of a book sound alike.
 */
import { decisionSeed, seededRandom } from '../../../../bridge/protocol/seededRandom.ts';
import { mod } from '../theory/scale.ts';
import type { Theme } from '../../../../bridge/protocol/cue.ts';
import type { SeededRandom } from '../../../../bridge/protocol/seededRandom.ts';
import type { ThemeNotes } from '../../../../bridge/protocol/themes.ts';
import type { Quarters } from '../../../../bridge/protocol/units.ts';

/** Rhythms of two bars at most, in quarters; each is known by its first beats. The last note is held. */
const rhythms: readonly (readonly Quarters[])[] = [
  [1.5, 0.5, 1, 1, 2],
  [1, 0.5, 0.5, 2, 2],
  [0.5, 0.5, 1, 2, 2],
  [2, 1, 1, 2],
  [1, 1, 0.5, 0.5, 1, 2],
  [0.75, 0.25, 1, 2, 2],
  [1.5, 0.5, 1.5, 0.5, 2],
  [3, 1, 2],
  [1, 2, 1, 2],
  [0.5, 1, 0.5, 2, 2],
  [1, 1, 2, 0.5, 0.5, 2],
  [2, 0.5, 0.5, 1, 2],
  [0.5, 0.5, 0.5, 0.5, 1, 2],
  [1.5, 0.5, 2, 2],
  [1, 0.5, 1.5, 1, 2],
];

/** Themes nearer than this are told apart by nobody. */
const leastDistance = 0.34;
const attempts = 200;

/** Notes for a theme, unlike those of the others. A function of identifier, name and the others. */
export function inventTheme(
  theme: Pick<Theme, 'id' | 'name'>,
  others: readonly ThemeNotes[] = [],
): ThemeNotes {
  const seed = decisionSeed(0, `theme/${theme.id}/${theme.name}`);
  let best: { notes: ThemeNotes; distance: number } | undefined;
  for (let attempt = 0; attempt < attempts; attempt++) {
    const notes = drawTheme(seededRandom(decisionSeed(seed, `attempt/${attempt}`)));
    const distance = Math.min(1, ...others.map((other) => themeDistance(notes, other)));
    if (best === undefined || distance > best.distance) best = { notes, distance };
    if (distance >= leastDistance) break;
  }
  if (best === undefined) throw new RangeError('inventTheme: no attempt');
  return best.notes;
}

/** All themes with notes: those without are invented, in order. */
export function withInvented(themes: readonly Theme[]): Theme[] {
  const known = themes.flatMap(({ motif }) => (motif === undefined ? [] : [motif]));
  return themes.map((theme) => {
    if (theme.motif !== undefined) return theme;
    const motif = inventTheme(theme, known);
    known.push(motif);
    return { ...theme, motif };
  });
}

/** A line within a ninth that begins on a note of the tonic chord, has one leap that is its mark, and ends on 1, 3 or 5. */
function drawTheme(random: SeededRandom): ThemeNotes {
  const rhythm = random.pick(rhythms);
  const leapAt = 1 + random.below(rhythm.length - 1);
  const leap = random.pick([2, 3, 3, 4, 4, 5, 7]) * (random.chance(0.65) ? 1 : -1);
  const degrees = [random.pick([0, 0, 2, 4, 4])];
  let direction = random.chance(0.5) ? 1 : -1;
  for (let i = 1; i < rhythm.length; i++) {
    const before = degrees[i - 1] ?? 0;
    if (i === leapAt + 1) direction = -Math.sign(leap);
    else if (random.chance(0.3)) direction = -direction;
    const step = i === leapAt ? leap : random.chance(0.1) ? 0 : direction * (random.chance(0.2) ? 2 : 1);
    const kept = before + step;
    degrees.push(kept < -3 || kept > 9 ? before - step : kept);
  }
  const last = degrees.length - 1;
  const end = degrees[last] ?? 0;
  degrees[last] = [0, 1, -1].map((shift) => end + shift).find((degree) => isTonicChord(degree)) ?? end;
  return rhythm.map((quarters, i) => ({ degree: degrees[i] ?? 0, alteration: 0, quarters }));
}

function isTonicChord(degree: number): boolean {
  return [0, 2, 4].includes(mod(degree, 7));
}

/** How unlike two themes sound, 0…1: half by their intervals, half by their rhythm, over their first notes. */
export function themeDistance(a: ThemeNotes, b: ThemeNotes): number {
  const length = Math.min(7, Math.max(a.length, b.length));
  let [same, count] = [0, 0];
  for (let i = 1; i < length; i++) {
    count += 2;
    const [a0, a1, b0, b1] = [a[i - 1], a[i], b[i - 1], b[i]];
    if (a0 === undefined || a1 === undefined || b0 === undefined || b1 === undefined) continue;
    const off = Math.abs(a1.degree - a0.degree - (b1.degree - b0.degree));
    same += off === 0 ? 1 : off === 1 ? 0.4 : 0;
    // Lengths that double are the same rhythm at another speed.
    const ratio = a1.quarters / a0.quarters / (b1.quarters / b0.quarters);
    same += Math.abs(Math.log2(ratio)) < 0.1 ? 1 : 0;
  }
  return count === 0 ? 0 : 1 - same / count;
}
