/**
 * A host for the player page, inside the page: answers its asks with known sines and keeps what it said, and what came out of it.
 *
 * {@link installPlayerHost} is sent to the page as text: it may use nothing from outside itself.
 */
import type { PlaybackState } from '../../../bridge/protocol/panels/playback.ts';
import type { FromPlayer, ToPlayer } from '../../../bridge/protocol/panels/playerPanel.ts';

/** What the host in the page has. */
export interface PlayerHost {
  said: FromPlayer[];
  state: PlaybackState | undefined;
  peak: number;
  /** Frames of each period of the sine of a track, and its amplitude, by the track's id. */
  signals: Record<string, { period: number; amplitude: number }>;
  /** True: asks are kept and not answered. */
  isSilent: boolean;
  /** Left side of all that went to the loudspeaker, in pieces of 128. */
  captured: Float32Array[];
  errors: string[];
  /** What it says as soon as the player is ready. */
  greeting: ToPlayer[];
  say(message: ToPlayer): void;
  /** Answers again, also what was kept. */
  speak(): void;
}

declare global {
  interface Window {
    playerHost: PlayerHost;
  }
}

/** The worklet that records: what a test serves as `captureWorklet.js`. */
export const captureWorklet = `
registerProcessor('capture', class extends AudioWorkletProcessor {
  process([input]) {
    if (input[0]) this.port.postMessage(input[0].slice());
    return true;
  }
});`;

/** Runs in the page, before its scripts. */
export function installPlayerHost(): void {
  const kept: (FromPlayer & { type: 'ask' })[] = [];
  const host: PlayerHost = {
    said: [],
    state: undefined,
    peak: -120,
    signals: {},
    isSilent: false,
    captured: [],
    errors: [],
    greeting: [],
    speak: () => {
      host.isSilent = false;
      kept.splice(0).forEach(answer);
    },
    say: (message) => {
      window.dispatchEvent(new MessageEvent('message', { data: message }));
    },
  };
  window.playerHost = host;
  const answer = ({ ask, source, track, from, frames }: FromPlayer & { type: 'ask' }) => {
    const { period, amplitude } = host.signals[track] ?? { period: 441, amplitude: 0.5 };
    const samples = new Float32Array(2 * frames);
    for (let i = 0; i < frames; i += 1) {
      samples[2 * i] = amplitude * Math.sin((2 * Math.PI * (from + i)) / period);
      samples[2 * i + 1] = samples[2 * i] ?? 0;
    }
    host.say({ type: 'samples', ask, source, track, from, samples: samples.buffer });
  };
  const hear = (message: FromPlayer) => {
    if (message.type !== 'ask') host.said.push(message);
    if (message.type === 'ready') for (const said of host.greeting) host.say(said);
    if (message.type === 'state') host.state = message.state;
    if (message.type === 'level') host.peak = message.level.peak;
    if (message.type !== 'ask') return;
    kept.push(message);
    setTimeout(() => {
      if (host.isSilent) return;
      kept.splice(0).forEach(answer);
    }, 2);
  };
  Object.assign(window, {
    acquireVsCodeApi: () => ({ postMessage: hear, getState: () => undefined, setState: () => undefined }),
  });
  window.addEventListener('error', ({ message }) => host.errors.push(message));
  document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
    host.errors.push(`policy: ${violatedDirective} ${blockedURI}`),
  );

  // Whatever is connected to a loudspeaker is recorded too.
  const addModule = Reflect.get(AudioWorklet.prototype, 'addModule');
  Object.assign(AudioWorklet.prototype, {
    async addModule(this: AudioWorklet, url: URL) {
      await addModule.call(this, url);
      await addModule.call(this, new URL('captureWorklet.js', location.href));
    },
  });
  const connect = Reflect.get(AudioNode.prototype, 'connect') as (
    this: AudioNode,
    ...args: unknown[]
  ) => unknown;
  Object.assign(AudioNode.prototype, {
    connect(this: AudioNode, ...args: unknown[]) {
      if (args[0] instanceof AudioDestinationNode) {
        const recorder = new AudioWorkletNode(this.context, 'capture', { numberOfOutputs: 1 });
        recorder.port.onmessage = ({ data }: MessageEvent<Float32Array>) => host.captured.push(data);
        connect.call(this, recorder);
        connect.call(recorder, args[0]);
      }
      return connect.apply(this, args);
    },
  });
}
