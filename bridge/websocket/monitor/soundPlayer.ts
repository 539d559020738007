/**
 * Sound of the page: `frames ─► worklet with its ring ─► volume ─► output device`, an analyser a
 * channel beside it (one alone hears nothing of sound that differs only in sign). Made at the person's first gesture,
 * as browsers want it.
 */
import type { PcmFrame } from '../../protocol/pcmFrame.ts';
import type { RingCounts, RingLengths } from './sampleRing.ts';

/** Sound between the bridge and the ear: the lead, and what may pile up. */
const leadSeconds = 0.12;
const mostSeconds = 0.6;

/** Samples that are looked at: 43 ms at 48 kHz. */
const analysed = 2048;

/** Chromium has it on the context; others not at all, or not yet. */
type RoutableContext = AudioContext & { setSinkId?: (id: string) => Promise<void> };

/** Plays frames. */
export class SoundPlayer {
  readonly sampleRate: number;
  readonly #context: RoutableContext;
  readonly #node: AudioWorkletNode;
  readonly #gain: GainNode;
  readonly #analysers: readonly AnalyserNode[];
  readonly #samples = new Float32Array(analysed);
  #counts: RingCounts = { buffered: 0, dry: 0, skipped: 0, correction: 0 };

  private constructor(context: AudioContext) {
    this.#context = context;
    this.sampleRate = context.sampleRate;
    const lengths: RingLengths = {
      lead: Math.round(leadSeconds * context.sampleRate),
      most: Math.round(mostSeconds * context.sampleRate),
    };
    this.#node = new AudioWorkletNode(context, 'leitmotif-sound', {
      numberOfInputs: 0,
      outputChannelCount: [2],
      processorOptions: lengths,
    });
    this.#node.port.onmessage = ({ data }: MessageEvent<RingCounts>) => {
      this.#counts = data;
    };
    this.#gain = new GainNode(context);
    this.#node.connect(this.#gain).connect(context.destination);
    const splitter = this.#gain.connect(new ChannelSplitterNode(context, { numberOfOutputs: 2 }));
    this.#analysers = [0, 1].map((channel) => {
      const analyser = new AnalyserNode(context, { fftSize: analysed });
      splitter.connect(analyser, channel);
      return analyser;
    });
  }

  /** Makes one. Call it from a gesture. @param sampleRate that of the stream, so that nothing is converted twice */
  static async open(sampleRate: number): Promise<SoundPlayer> {
    const context = new AudioContext({ sampleRate, latencyHint: 'interactive' });
    await context.audioWorklet.addModule('soundWorklet.js');
    await context.resume();
    return new SoundPlayer(context);
  }

  /** Whether this browser can send sound elsewhere than to its default output. */
  get canRoute(): boolean {
    return this.#context.setSinkId !== undefined;
  }

  /** What the ring counted a quarter of a second ago. */
  get counts(): RingCounts {
    return this.#counts;
  }

  /** Plays a frame as soon as those before it are through. */
  play({ left, right }: PcmFrame): void {
    this.#node.port.postMessage({ left, right }, [left.buffer, right.buffer]);
  }

  /** 0 silent, 1 as it comes. */
  setVolume(volume: number): void {
    this.#gain.gain.setTargetAtTime(volume, this.#context.currentTime, 0.01);
  }

  /** Sends sound to a device; the empty id is the default one. */
  async route(id: string): Promise<void> {
    await this.#context.setSinkId?.(id);
  }

  /** Highest sample that is heard now, of both channels, 0…1. */
  heardPeak(): number {
    let peak = 0;
    for (const analyser of this.#analysers) {
      analyser.getFloatTimeDomainData(this.#samples);
      for (const sample of this.#samples) peak = Math.max(peak, Math.abs(sample));
    }
    return peak;
  }

  /** Falls silent for good. */
  async close(): Promise<void> {
    await this.#context.close();
  }
}
