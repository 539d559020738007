/** The last seconds of sound as a picture: lowest and highest sample of every fortieth of a second, the newest at the right. */
import type { PcmFrame } from '../../protocol/pcmFrame.ts';

const columnsPerSecond = 40;
const seconds = 10;
const columns = columnsPerSecond * seconds;

/** One waveform on one canvas. */
export class WaveformView {
  readonly #canvas: HTMLCanvasElement;
  readonly #low = new Float32Array(columns);
  readonly #high = new Float32Array(columns);
  #at = 0;
  #filled = 0;
  #isDue = false;

  constructor(canvas: HTMLCanvasElement) {
    this.#canvas = canvas;
    new ResizeObserver(() => {
      this.#drawSoon();
    }).observe(canvas);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
      this.#drawSoon();
    });
  }

  /** Takes a frame in; it is drawn with the next picture. */
  add({ left, right, sampleRate }: PcmFrame): void {
    const perColumn = sampleRate / columnsPerSecond;
    for (let i = 0; i < left.length; i++) {
      const mixed = ((left[i] as number) + (right[i] as number)) / 2;
      // A column shows the louder of mixed and left, so that what cancels out is seen as well.
      const sample = Math.abs(mixed) > Math.abs(left[i] as number) ? mixed : (left[i] as number);
      this.#low[this.#at] = Math.min(this.#low[this.#at] as number, sample);
      this.#high[this.#at] = Math.max(this.#high[this.#at] as number, sample);
      if (++this.#filled >= perColumn) this.#turn();
    }
    this.#drawSoon();
  }

  #turn(): void {
    this.#at = (this.#at + 1) % columns;
    this.#low[this.#at] = 0;
    this.#high[this.#at] = 0;
    this.#filled = 0;
  }

  #drawSoon(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    requestAnimationFrame(() => {
      this.#isDue = false;
      this.#draw();
    });
  }

  #draw(): void {
    const { clientWidth, clientHeight } = this.#canvas;
    const scale = devicePixelRatio;
    const [width, height] = [Math.round(clientWidth * scale), Math.round(clientHeight * scale)];
    if (this.#canvas.width !== width) this.#canvas.width = width;
    if (this.#canvas.height !== height) this.#canvas.height = height;
    const context = this.#canvas.getContext('2d');
    if (context === null) return;
    const style = getComputedStyle(this.#canvas);
    context.clearRect(0, 0, width, height);
    context.fillStyle = style.getPropertyValue('--line');
    context.fillRect(0, Math.floor(height / 2), width, Math.max(1, scale));
    context.fillStyle = style.color;
    const step = width / columns;
    for (let i = 0; i < columns; i++) {
      const from = (this.#at + 1 + i) % columns;
      const [low, high] = [this.#low[from] as number, this.#high[from] as number];
      if (high === low) continue;
      const top = ((1 - high) / 2) * height;
      context.fillRect(i * step, top, Math.max(1, step * 0.75), Math.max(1, ((high - low) / 2) * height));
    }
  }
}
