/** The globals of an AudioWorklet, which TypeScript's DOM library lacks. https://webaudio.github.io/web-audio-api/#AudioWorklet */

declare abstract class AudioWorkletProcessor {
  readonly port: MessagePort;
  abstract process(inputs: Float32Array[][], outputs: Float32Array[][]): boolean;
}

declare function registerProcessor(
  name: string,
  processor: new (options: AudioWorkletNodeOptions) => AudioWorkletProcessor,
): void;
