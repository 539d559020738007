/** Columns of text, left-aligned. One long cell does not push the columns of all other rows apart. */

/** Widest that a column but the last may push the others. */
const widest = 32;

/** Lays rows out; the last column runs as far as it likes. */
export function textTable(rows: readonly (readonly string[])[]): string {
  const columns = Math.max(...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) => {
    const fitting = rows.map((row) => characters(row[column] ?? '')).filter((length) => length <= widest);
    return Math.max(0, ...fitting);
  });
  return rows.map((row) => `  ${layOut(row, widths)}`.trimEnd()).join('\n');
}

function layOut(row: readonly string[], widths: readonly number[]): string {
  return row
    .map((cell, column) => cell + ' '.repeat(Math.max(0, (widths[column] ?? 0) - characters(cell))))
    .join('  ');
}

function characters(text: string): number {
  return Array.from(text).length;
}
