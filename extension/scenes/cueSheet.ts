/** The cue sheet: what was made of each scene, as CSV (RFC 4180) for programs and Markdown for people. */

/** One row. What is not known yet is left empty. */
export interface CueSheetRow {
  scene: string;
  /** As an editor counts, from 1. */
  line: number;
  /** File name of the cue. */
  cue: string;
  key?: string;
  tempo?: number;
  seconds?: number;
  /** The mix, relative to the sheet. */
  file?: string;
  /** Why there is no take. */
  fault?: string;
}

const columns = ['scene', 'start line', 'cue', 'key', 'tempo', 'length', 'file', 'remark'] as const;

/** The sheet as CSV with a header row; lines end with CR LF. */
export function cueSheetCsv(rows: readonly CueSheetRow[]): string {
  return [columns, ...rows.map(cells)].map((row) => `${row.map(csvCell).join(',')}\r\n`).join('');
}

/** The sheet as a Markdown table below a title. */
export function cueSheetMarkdown(title: string, rows: readonly CueSheetRow[]): string {
  const line = (row: readonly string[]): string => `| ${row.map(markdownCell).join(' | ')} |`;
  const links = rows.map((row) => {
    const [scene, start, cue, ...rest] = cells(row);
    return [scene, start, link(cue), ...rest.map((cell, i) => (i === 3 ? link(cell) : cell))].map(
      (cell) => cell ?? '',
    );
  });
  const rule = `|${columns.map((_, i) => (i === 1 || i === 4 || i === 5 ? '---:' : '---')).join('|')}|`;
  return [`# ${title}`, '', line(columns), rule, ...links.map((row) => line(row)), ''].join('\n');
}

function cells({ scene, line, cue, key, tempo, seconds, file, fault }: CueSheetRow): string[] {
  const length = seconds === undefined ? '' : timeOf(seconds);
  return [
    scene,
    String(line),
    cue,
    key ?? '',
    tempo === undefined ? '' : String(tempo),
    length,
    file ?? '',
    fault ?? '',
  ];
}

/** Minutes and seconds, `1:05.0`. */
function timeOf(seconds: number): string {
  const tenths = Math.round(seconds * 10);
  return `${Math.floor(tenths / 600)}:${((tenths % 600) / 10).toFixed(1).padStart(4, '0')}`;
}

/** Quoted where it must be; a cell that a spreadsheet would take for a formula begins with an apostrophe. */
function csvCell(cell: string): string {
  const safe = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function markdownCell(cell: string): string {
  return cell.replace(/\r?\n/g, ' ').replaceAll('|', '\\|');
}

function link(path: string | undefined): string {
  if (path === undefined || path === '') return '';
  return `[${path.replace(/[[\]]/g, '\\$&')}](<${encodeURI(path)}>)`;
}
