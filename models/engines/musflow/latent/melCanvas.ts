/** The spectrogram of a piece, put together of those of its windows, and how much of it is ready. */
import { framesPerRow } from '../networks/packShapes.ts';
import { sourceRow } from './latent.ts';
import { windowWeight } from './windowPlan.ts';
import { windowRows } from '../score/scoreControl.ts';
import type { Window } from './windowPlan.ts';

/** Adds windows up by their weights. */
export class MelCanvas {
  readonly #data: Float32Array;
  readonly #rows: number;
  readonly #mels: number;
  readonly #isLoop: boolean;
  #ready = 0;

  /** @param mels bands of the spectrogram */
  constructor(rows: number, mels: number, isLoop: boolean) {
    this.#rows = rows;
    this.#mels = mels;
    this.#isLoop = isLoop;
    this.#data = new Float32Array(rows * framesPerRow * mels);
  }

  /** Rows from the beginning that no later window changes. */
  get ready(): number {
    return this.#ready;
  }

  /** Adds the spectrogram [1024, mels] of a window; windows come in their order. `next` is the one after it. */
  add(window: Window, mel: Float32Array, next: Window | undefined): void {
    const isWhole = this.#isLoop && this.#rows < windowRows;
    for (let frame = 0; frame < windowRows * framesPerRow; frame++) {
      const row = sourceRow(window.start + Math.floor(frame / framesPerRow), this.#rows, this.#isLoop);
      const weight = windowWeight(window, (frame + 0.5) / framesPerRow);
      // A loop shorter than its window is taken once, from the middle, where the network saw both sides.
      if (row === undefined || weight === 0 || (isWhole && !this.#isMiddle(frame))) continue;
      const to = (row * framesPerRow + (frame % framesPerRow)) * this.#mels;
      const from = frame * this.#mels;
      for (let band = 0; band < this.#mels; band++) {
        this.#data[to + band] = (this.#data[to + band] as number) + weight * (mel[from + band] as number);
      }
    }
    // The end of a loop fades into its beginning: nothing is ready before the last window.
    if (next === undefined) this.#ready = this.#rows;
    else if (!this.#isLoop) this.#ready = next.start + (next.fadeIn?.from ?? 0);
  }

  /** Frames of rows `first` …; rows outside a loop go on round it. [rows · 4, mels] */
  span(first: number, rows: number): Float32Array {
    const width = framesPerRow * this.#mels;
    const taken = new Float32Array(rows * width);
    for (let i = 0; i < rows; i++) {
      const row = sourceRow(first + i, this.#rows, this.#isLoop);
      if (row !== undefined) taken.set(this.#data.subarray(row * width, (row + 1) * width), i * width);
    }
    return taken;
  }

  #isMiddle(frame: number): boolean {
    const begin = Math.floor((windowRows - this.#rows) / 2) * framesPerRow;
    return frame >= begin && frame < begin + this.#rows * framesPerRow;
  }
}
