/** Playing, seeking and looping of the take or draft that is selected, loaded or not. */
import type { CuePanelModel } from '../cuePanelModel.svelte.ts';
import { draggedLoop } from './loopRange.ts';
import { stepBars } from './playClock.ts';
import type { TakeTime } from './takeTime.ts';

/** Speaks to the player through the host. */
export class TakeTransport {
  readonly #model: () => CuePanelModel;
  readonly #time: () => TakeTime;

  constructor(model: () => CuePanelModel, time: () => TakeTime) {
    this.#model = model;
    this.#time = time;
  }

  /** Where the selected take is; its beginning while another is loaded. */
  get frame(): number {
    return this.#model().isSelectedLoaded ? this.#model().frameNow() : 0;
  }

  /** Plays from a place; loads the selected take where another is loaded. */
  play(frame?: number): void {
    const model = this.#model();
    const take = model.isDraftSelected ? null : model.selectedTake?.id;
    const at = frame === undefined ? {} : { frame: this.#within(frame) };
    model.send({ type: 'play', ...(take === undefined ? {} : { take }), ...at });
  }

  toggle(): void {
    const model = this.#model();
    if (model.isSelectedLoaded && model.playback.activity === 'playing') model.send({ type: 'pause' });
    else this.play();
  }

  seek(frame: number): void {
    if (this.#model().isSelectedLoaded) this.#model().send({ type: 'seek', frame: this.#within(frame) });
    else this.play(frame);
  }

  step(bars: number): void {
    const { bars: lines, frames, sampleRate } = this.#time();
    const isBarless = lines.length === 0;
    this.seek(isBarless ? this.frame + bars * sampleRate : stepBars(lines, this.frame, bars, frames));
  }

  /** Makes a loop; `snap` moves its ends to bars. */
  loopBetween(a: number, b: number, snap: boolean): void {
    const range = draggedLoop(a, b, { bars: this.#time().bars, end: this.#time().frames, snap });
    if (range !== null && !this.#model().isSelectedLoaded) this.play(range.from);
    this.#model().send({ type: 'loop', range });
  }

  /** All of it, or no loop. */
  toggleLoop(): void {
    const { loop } = this.#model().playback;
    const isLooping = this.#model().isSelectedLoaded && loop !== undefined;
    if (isLooping) this.#model().send({ type: 'loop', range: null });
    else this.loopBetween(0, this.#time().frames, false);
  }

  /** Puts one end of the loop where the playhead is. */
  loopEnd(end: 'from' | 'to'): void {
    const { frames } = this.#time();
    const loop = this.#model().playback.loop ?? { from: 0, to: frames };
    if (end === 'from') this.loopBetween(this.frame, Math.max(loop.to, this.frame), true);
    else this.loopBetween(Math.min(loop.from, this.frame), this.frame, true);
  }

  #within(frame: number): number {
    return Math.round(Math.min(this.#time().frames, Math.max(0, frame)));
  }
}
