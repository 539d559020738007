/** Tables for reports that people read. */

/** A cell: text as it is, numbers with as many digits as they need. */
export type Cell = string | number;

/** A Markdown table; numbers stand right. */
export function markdownTable(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const rule = head.map((_, column) => (typeof rows[0]?.[column] === 'number' ? '---:' : '---'));
  return [head, rule, ...rows].map((row) => `| ${row.map(writeCell).join(' | ')} |`).join('\n');
}

/** A share as per cent, without decimals. */
export function percent(share: number): string {
  return Number.isFinite(share) ? `${Math.round(share * 100)} %` : '–';
}

function writeCell(cell: Cell): string {
  if (typeof cell === 'string') return cell;
  if (!Number.isFinite(cell)) return '–';
  if (Number.isInteger(cell)) return String(cell);
  return Math.abs(cell) >= 100 ? cell.toFixed(0) : cell.toFixed(2);
}
