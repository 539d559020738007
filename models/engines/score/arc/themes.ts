/** Which sections share their material: the same label, or nearly the same feeling. */
import type { ArcValues, AskedSection } from './askedArc.ts';

/** What a section is made of. */
export interface SectionTheme {
  theme: string;
  /** How often it was heard before. */
  variation: number;
  label: string;
}

const letters = 'ABCDEFGH';
/** Feelings nearer than this are the same one coming back. */
const sameFeeling = 0.22;

/** A theme for every section; the first one's comes back where its label or its feeling does. */
export function themesOf(sections: readonly AskedSection[], values: readonly ArcValues[]): SectionTheme[] {
  const known: { name: string; values: ArcValues | undefined; count: number }[] = [];
  return sections.map(({ label }, i) => {
    const name = label.replace(/['’\d\s]+$/, '').toLowerCase();
    const own = values[i];
    const before = values[i - 1];
    const byLabel = name === '' ? -1 : known.findIndex((one) => one.name === name);
    // What follows at once is another stage of the arc, however near its feeling is.
    const byFeeling = known.findIndex(
      (one) => one.values !== before && own !== undefined && distance(one.values, own) < sameFeeling,
    );
    const found = byLabel >= 0 ? byLabel : byFeeling;
    const index = found >= 0 ? found : known.push({ name, values: own, count: 0 }) - 1;
    const one = known[index];
    const variation = one?.count ?? 0;
    if (one !== undefined) one.count++;
    const theme = letters.charAt(index % letters.length);
    return { theme, variation, label: label === '' ? theme + "'".repeat(Math.min(3, variation)) : label };
  });
}

function distance(a: ArcValues | undefined, b: ArcValues): number {
  if (a === undefined) return Infinity;
  const parts = [(a.valence - b.valence) / 2, (a.arousal - b.arousal) / 2, a.tension - b.tension];
  return Math.sqrt(parts.reduce((sum, part) => sum + part * part, 0));
}
