/**
 * Measurements as they are taken, in files of comma-separated values: a run that is cut short has left what it knew.
 *
 * All times are milliseconds of the system's monotonic clock, which every process of the machine shares.
 */
import { createWriteStream, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { WriteStream } from 'node:fs';
import type { Milliseconds } from '../../../bridge/protocol/units.ts';

/** A cell. Texts hold no comma. */
export type Cell = number | string;

/** Between two writings. What was measured meanwhile is lost where the process is killed. */
const writeEvery: Milliseconds = 1000;
/** Digits behind the point: a tenth of a microsecond. */
const precision = 1e4;

/** Now, by the clock that all processes share. */
export function monotonic(): Milliseconds {
  return Number(process.hrtime.bigint()) / 1e6;
}

/** A time by `performance.now()` of this process on the clock that all processes share. */
export function sharedTime(atPerformance: Milliseconds): Milliseconds {
  return atPerformance + (monotonic() - performance.now());
}

/** Files of one folder, each with lines of one kind. */
export class SampleLog {
  readonly #folder: string;
  readonly #streams = new Map<string, WriteStream>();
  readonly #waiting = new Map<string, string[]>();
  readonly #timer: NodeJS.Timeout;

  constructor(folder: string) {
    this.#folder = folder;
    mkdirSync(folder, { recursive: true });
    this.#timer = setInterval(() => {
      this.#write();
    }, writeEvery);
  }

  /** Adds a line to `name.csv`. */
  add(name: string, ...cells: readonly Cell[]): void {
    const lines = this.#waiting.get(name) ?? [];
    this.#waiting.set(name, lines);
    lines.push(cells.map(written).join(','));
  }

  /** Writes what waits and closes the files. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    this.#write();
    const endings = [...this.#streams.values()].map(
      (stream) =>
        new Promise<void>((resolve) => {
          stream.end(resolve);
        }),
    );
    await Promise.all(endings);
  }

  #write(): void {
    for (const [name, lines] of this.#waiting) {
      if (lines.length > 0) this.#streamOf(name).write(`${lines.join('\n')}\n`);
    }
    this.#waiting.clear();
  }

  #streamOf(name: string): WriteStream {
    const known = this.#streams.get(name);
    if (known !== undefined) return known;
    const stream = createWriteStream(join(this.#folder, `${name}.csv`), { flags: 'a' });
    this.#streams.set(name, stream);
    return stream;
  }
}

/** The lines of `name.csv`, their cells as texts; none where there is no such file. A line that was cut off is left out. */
export function readSamples(folder: string, name: string): string[][] {
  const path = join(folder, `${name}.csv`);
  if (!existsSync(path)) return [];
  return readFileSync(path, 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((line) => line.split(','));
}

function written(cell: Cell): string {
  return typeof cell === 'number' ? String(Math.round(cell * precision) / precision) : cell;
}
