/**
 * Keeps what was measured, clip by clip, so that an evaluation that was broken off goes on where it was: one file of JSON lines a variant,
 * in a folder named for the weights and the set. A last line that was cut off is dropped.
 */
import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';

/** Measures of one variant, by clip. */
export class MeasureFile<T extends { id: string }> {
  readonly #path: string;
  readonly #known: Map<string, T>;

  private constructor(path: string, known: Map<string, T>) {
    this.#path = path;
    this.#known = known;
  }

  /** Opens `folder/name.jsonl`, or begins it. */
  static async open<T extends { id: string }>(
    folder: string,
    name: string,
    schema: z.ZodType<T>,
  ): Promise<MeasureFile<T>> {
    await mkdir(folder, { recursive: true });
    const path = join(folder, `${name}.jsonl`);
    const text = await readFile(path, 'utf8').catch(() => '');
    const lines = text.split('\n').filter((line) => line !== '');
    const whole = lines.map((line) => parseLine(line, schema)).filter((entry) => entry !== undefined);
    if (whole.length < lines.length)
      await writeFile(path, whole.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
    return new MeasureFile(path, new Map(whole.map((entry) => [entry.id, entry])));
  }

  /** What is kept of a clip, or what `measure` gives, which is kept from then on. */
  async of(id: string, measure: () => Promise<T>): Promise<T> {
    const known = this.#known.get(id);
    if (known !== undefined) return known;
    const measured = await measure();
    await appendFile(this.#path, `${JSON.stringify(measured)}\n`);
    this.#known.set(id, measured);
    return measured;
  }

  /** Whether a clip was measured. */
  has(id: string): boolean {
    return this.#known.has(id);
  }
}

function parseLine<T>(line: string, schema: z.ZodType<T>): T | undefined {
  try {
    return schema.parse(JSON.parse(line));
  } catch {
    // Cut off by a kill, or of an older form: it is measured again.
    return undefined;
  }
}
