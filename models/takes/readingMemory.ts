/**
 * Readings of conditions that were perceived lately: who turns a knob changes neither picture nor text, and looking at them again would
 * find the same.
 *
 * A reading is kept under all that it depends on beside the packs, which are those of one stack: the condition as the cue has it
 * and the bytes of its file or text. Forgotten are those that were asked for longest ago.
 */
import type { Reading } from '../perception/reading.ts';

/** Sentence embeddings that are kept in all, 1.5 kB each: 6 MB. */
const mostPassages = 4000;

/** What a reading depends on. */
export interface ReadingGrounds {
  condition: unknown;
  /** SHA-256 of the file or text. */
  sha256: string;
}

/** See the head of the file. Readings are shared: nobody may change one. */
export class ReadingMemory {
  readonly #readings = new Map<string, Reading>();
  readonly #most: number;

  /** @param most sentence embeddings that are kept in all */
  constructor(most = mostPassages) {
    this.#most = most;
  }

  /** Number of readings that are kept. */
  get size(): number {
    return this.#readings.size;
  }

  /** The reading that was kept, else the one that `perceive` finds. What failed is not kept. */
  async recall(grounds: ReadingGrounds, perceive: () => Promise<Reading>): Promise<Reading> {
    const key = JSON.stringify([grounds.sha256, grounds.condition]);
    const reading = this.#readings.get(key) ?? (await perceive());
    this.#readings.delete(key);
    this.#readings.set(key, reading);
    this.#forget();
    return reading;
  }

  #forget(): void {
    let passages = 0;
    for (const [key, reading] of [...this.#readings].reverse()) {
      passages += reading.passages.length + 1;
      if (passages > this.#most) this.#readings.delete(key);
    }
  }
}
