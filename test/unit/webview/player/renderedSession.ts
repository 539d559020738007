/** A session whose output is a mixer without a browser: frames come out when the test asks for them. */
import { PlayerSession } from '../../../../webview/player/playerSession.ts';
import { Mixer } from '../../../../webview/player/sound/mixer.ts';
import type { MixerReport } from '../../../../webview/player/sound/mixerMessages.ts';
import type { OutputEvents } from '../../../../webview/player/outputDesk.ts';
import type { PlaybackSource, PlaybackState } from '../../../../bridge/protocol/panels/playback.ts';
import type { FromPlayer } from '../../../../bridge/protocol/panels/playerPanel.ts';

/** Sample of one channel at a frame of a track. */
export type Signal = (frame: number, track: string) => number;

const quantum = 128;

/** A source for tests. */
export function sourceOf(part: Partial<PlaybackSource> = {}): PlaybackSource {
  return {
    id: 'take-1',
    title: 'Harbour',
    cue: 'file:///story/harbour.leitmotif',
    sampleRate: 44_100,
    frames: 441_000,
    tracks: [{ id: 'mix', label: 'Mix' }],
    bars: Array.from({ length: 5 }, (_, bar) => bar * 88_200),
    ...part,
  };
}

/** A sine whose period is whole in 441 frames. */
export const sine: Signal = (frame) => 0.5 * Math.sin((2 * Math.PI * frame) / 441);

/** Everything that a test asks and sees. */
export class RenderedSession {
  readonly said: FromPlayer[] = [];
  readonly session: PlayerSession;
  /** What came out, left and right. */
  left: number[] = [];
  right: number[] = [];
  /** Signal of every source by id; those that are not here do not answer. */
  readonly signals = new Map<string, Signal>();
  /** Length of the sources where it is not what they say. */
  readonly lengths = new Map<string, number>();
  /** False: asks are kept until {@link answer}. */
  answersAtOnce = true;
  flow: 'flowing' | 'blocked' = 'flowing';
  readonly open = new Map<number, FromPlayer & { type: 'ask' }>();
  readonly forgotten: number[] = [];
  now = 0;
  readonly mixers = new Map<number, { mixer: Mixer; events: OutputEvents; isAwake: boolean }>();

  constructor() {
    this.session = new PlayerSession({
      openOutput: (rate, events) => {
        const opened = { mixer: new Mixer(), events, isAwake: false };
        this.mixers.set(rate, opened);
        return {
          send: (order) => {
            opened.mixer.obey(order);
          },
          wake: () => {
            opened.isAwake = this.flow === 'flowing';
            events.flow(this.flow);
          },
          sleep: () => {
            opened.isAwake = false;
            events.flow('asleep');
          },
          level: () => ({ left: -120, right: -120 }),
        };
      },
      say: (message) => {
        this.#hear(message);
      },
      changed: () => undefined,
      now: () => this.now,
    });
  }

  get state(): PlaybackState {
    return this.session.playback;
  }

  load(
    source: PlaybackSource,
    signal: Signal,
    options: { frame?: number; play?: boolean; basis?: number } = {},
  ) {
    this.signals.set(source.id, signal);
    const { frame = 0, play = true, basis } = options;
    const load = { type: 'load', source, frame, play, tracks: {} } as const;
    this.session.hear(basis === undefined ? load : { ...load, basis });
  }

  /** Renders frames, as a running context would, at a rate of 44.1 kHz. */
  render(frames: number): void {
    for (let done = 0; done < frames; done += quantum) {
      this.now += (1000 * quantum) / 44_100;
      const sum = { left: new Float32Array(quantum), right: new Float32Array(quantum) };
      for (const { mixer, events, isAwake } of this.mixers.values()) {
        if (!isAwake) continue;
        const left = new Float32Array(quantum);
        const right = new Float32Array(quantum);
        mixer.render(left, right, quantum);
        left.forEach((value, i) => (sum.left[i]! += value));
        right.forEach((value, i) => (sum.right[i]! += value));
        if ((done / quantum) % 4 === 0) events.report(mixer.report);
      }
      this.left.push(...sum.left);
      this.right.push(...sum.right);
    }
  }

  /** Forgets what came out. */
  clear(): void {
    this.left = [];
    this.right = [];
  }

  /** Answers the asks that are open. */
  answer(filter: (ask: FromPlayer & { type: 'ask' }) => boolean = () => true): void {
    for (const ask of [...this.open.values()]) {
      if (!filter(ask)) continue;
      this.open.delete(ask.ask);
      this.session.hear({ ...ask, type: 'samples', samples: this.#read(ask) });
    }
  }

  get report(): MixerReport {
    return this.mixers.get(44_100)!.mixer.report;
  }

  #read({ source, track, from, frames }: FromPlayer & { type: 'ask' }): ArrayBuffer {
    const signal = this.signals.get(source)!;
    const end = Math.min(from + frames, this.lengths.get(source) ?? Infinity);
    const samples = new Float32Array(Math.max(0, end - from) * 2);
    for (let i = 0; i < samples.length; i += 2) {
      samples[i] = signal(from + i / 2, track);
      samples[i + 1] = -samples[i]!;
    }
    return samples.buffer;
  }

  #hear(message: FromPlayer): void {
    this.said.push(message);
    if (message.type === 'forget') {
      this.forgotten.push(message.ask);
      this.open.delete(message.ask);
    }
    if (message.type !== 'ask') return;
    this.open.set(message.ask, message);
    if (this.answersAtOnce)
      queueMicrotask(() => {
        this.answer(({ ask }) => ask === message.ask);
      });
  }
}

/** Lets the answers come. */
export const settle = () => new Promise<void>((resolve) => setTimeout(resolve, 0));

/** Greatest difference between samples that follow one another. */
export function largestStep(samples: readonly number[]): number {
  return samples.reduce((most, value, i) => Math.max(most, Math.abs(value - (samples[i - 1] ?? value))), 0);
}
