/**
 * What one stage of the workflow has found, a line of JSON for each source, in a file that only grows: a stage that was
 * interrupted goes on behind its last whole line. Lines are read one at a time.
 */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { datasetOutputError } from '../datasetError.ts';
import type { ZodType } from 'zod';
import type { Disk } from '../shards/diskFile.ts';

/** Anything that a stage finds is about one source. */
export interface StageRecord {
  key: string;
}

/** The file of one stage. */
export class StageFile<T extends StageRecord> {
  readonly #path: string;
  readonly #schema: ZodType<T>;
  readonly #disk: Disk;
  readonly #keys = new Set<string>();

  private constructor(path: string, schema: ZodType<T>, disk: Disk) {
    this.#path = path;
    this.#schema = schema;
    this.#disk = disk;
  }

  /** Opens what an earlier run left, or an empty one. A line that was not written to its end is taken off. */
  static async open<T extends StageRecord>(
    path: string,
    schema: ZodType<T>,
    disk: Disk,
  ): Promise<StageFile<T>> {
    const file = new StageFile(path, schema, disk);
    const text = await disk.read(path);
    const whole = text?.slice(0, text.lastIndexOf('\n') + 1);
    try {
      if (whole !== undefined && whole !== text) await disk.replace(path, whole);
    } catch (cause) {
      throw datasetOutputError(cause, path);
    }
    for await (const { key } of file.records()) file.#keys.add(key);
    return file;
  }

  /** True where the stage has dealt with a source already. */
  has(key: string): boolean {
    return this.#keys.has(key);
  }

  /** Keeps what was found of a source. Throws `disk-full`, `output-unwritable`. */
  async append(record: T): Promise<void> {
    try {
      await this.#disk.append(this.#path, `${JSON.stringify(record)}\n`);
    } catch (cause) {
      throw datasetOutputError(cause, this.#path);
    }
    this.#keys.add(record.key);
  }

  /** Everything that was found, in the order in which it was. Lines that are no record are passed over. */
  async *records(): AsyncGenerator<T> {
    if ((await this.#disk.size(this.#path)) === undefined) return;
    const lines = createInterface({ input: createReadStream(this.#path), crlfDelay: Infinity });
    for await (const line of lines) {
      const record = this.#schema.safeParse(parse(line));
      if (record.success) yield record.data;
    }
  }
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
