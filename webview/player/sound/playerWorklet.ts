/** The AudioWorklet module: carries orders to the mixer, lets it render, and reports. */
import { Mixer } from './mixer.ts';
import type { MixerOrder, MixerReport } from './mixerMessages.ts';

// The worklet's own global scope, which the DOM's types leave out.
declare class AudioWorkletProcessor {
  readonly port: MessagePort;
}
declare function registerProcessor(name: string, processor: new () => AudioWorkletProcessor): void;

/** Quanta of 128 frames between two reports: 46 ms at 44.1 kHz. */
const quantaBetweenReports = 16;

class PlayerProcessor extends AudioWorkletProcessor {
  readonly #mixer = new Mixer();
  #sinceReport = 0;
  #last: MixerReport = this.#mixer.report;

  constructor() {
    super();
    this.port.onmessage = ({ data }: MessageEvent<MixerOrder>) => {
      this.#mixer.obey(data);
    };
  }

  process(_inputs: Float32Array[][], [output]: [Float32Array[]]): boolean {
    const [left, right] = output;
    if (left !== undefined && right !== undefined) this.#mixer.render(left, right, left.length);
    this.#sinceReport += 1;
    const { report } = this.#mixer;
    const isNews =
      report.serial !== this.#last.serial ||
      report.activity !== this.#last.activity ||
      report.underruns !== this.#last.underruns;
    if (isNews || this.#sinceReport >= quantaBetweenReports) {
      this.#sinceReport = 0;
      this.#last = report;
      this.port.postMessage(report);
    }
    return true;
  }
}

registerProcessor('leitmotif-player', PlayerProcessor);
