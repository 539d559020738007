/** Finds the names that a misspelt one may have meant. */

/** Up to `count` names within an edit distance of a third of the name's length (at least 2), the nearest first. */
export function nearestNames(asked: string, names: readonly string[], count: number): string[] {
  // Long names would cost quadratic time for nothing: no instrument is that long.
  const short = asked.slice(0, 40);
  const limit = Math.max(2, Math.floor(short.length / 3));
  return names
    .map((name) => ({
      name,
      distance: name.startsWith(short) && short !== '' ? 1 : editDistance(short, name),
    }))
    .filter(({ distance }) => distance <= limit)
    .sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1))
    .slice(0, count)
    .map(({ name }) => name);
}

/** Levenshtein distance. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let k = 1; k <= b.length; k++) {
      const replaced = (row[k - 1] ?? 0) + (a[i - 1] === b[k - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[k] ?? 0) + 1, (next[k - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
