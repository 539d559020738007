/** The page's end of the sound, in the browser's audio thread. */
import { SampleRing } from './sampleRing.ts';
import type { RingLengths } from './sampleRing.ts';

/** Calls of `process` between two reports: a quarter of a second at 48 kHz. */
const callsPerReport = 94;

class SoundProcessor extends AudioWorkletProcessor {
  readonly #ring: SampleRing;
  #calls = 0;

  constructor({ processorOptions }: AudioWorkletNodeOptions) {
    super();
    this.#ring = new SampleRing(processorOptions as RingLengths);
    this.port.onmessage = ({ data }: MessageEvent<{ left: Float32Array; right: Float32Array }>) => {
      this.#ring.write(data.left, data.right);
    };
  }

  override process(_inputs: Float32Array[][], outputs: Float32Array[][]): boolean {
    const [left, right] = outputs[0] ?? [];
    if (left !== undefined && right !== undefined) this.#ring.read(left, right);
    this.#calls += 1;
    if (this.#calls % callsPerReport === 0) this.port.postMessage(this.#ring.counts);
    return true;
  }
}

registerProcessor('leitmotif-sound', SoundProcessor);
