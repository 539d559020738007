/**
 * Hears when sound first leaves a page for the loudspeaker, to the millisecond: from the place of the first sample in what an
 * analyser has kept, not from when somebody looked.
 */
import type { Frame } from 'playwright-core';
import type { Milliseconds } from '../../../bridge/protocol/units.ts';
import { untilTrue } from '../editor/untilTrue.ts';

interface SoundEar {
  analysers: AnalyserNode[];
  heard: number | undefined;
  /** Listens anew: false while there is still something to be heard. */
  arm(): boolean;
}

declare global {
  interface Window {
    soundEar: SoundEar;
  }
}

/** Runs in every frame before its scripts: it may use nothing from outside itself. */
export function installSoundEar(): void {
  const samples = new Float32Array(16_384);
  const firstHeard = (analyser: AnalyserNode): number | undefined => {
    const now = performance.timeOrigin + performance.now();
    analyser.getFloatTimeDomainData(samples);
    const index = samples.findIndex((sample) => Math.abs(sample) > 1e-4);
    return index < 0 ? undefined : now - (1000 * (samples.length - index)) / analyser.context.sampleRate;
  };
  const listen = () => {
    for (const analyser of ear.analysers) ear.heard ??= firstHeard(analyser);
    if (ear.heard === undefined) setTimeout(listen, 8);
  };
  const ear: SoundEar = {
    analysers: [],
    heard: undefined,
    arm: () => {
      const isSilent = ear.analysers.every((one) => firstHeard(one) === undefined);
      ear.heard = undefined;
      if (isSilent) listen();
      return isSilent;
    },
  };
  window.soundEar = ear;
  const connect = Reflect.get(AudioNode.prototype, 'connect') as (
    this: AudioNode,
    ...args: unknown[]
  ) => unknown;
  Object.assign(AudioNode.prototype, {
    connect(this: AudioNode, ...args: unknown[]) {
      if (args[0] instanceof AudioDestinationNode) {
        const analyser = new AnalyserNode(this.context, { fftSize: 16_384 });
        ear.analysers.push(analyser);
        connect.call(this, analyser);
      }
      return connect.apply(this, args);
    },
  });
}

/** Listens for the next sound of the frame, once all is silent. */
export async function armEar(frame: Frame): Promise<void> {
  await untilTrue('silence', () => frame.evaluate(() => window.soundEar.arm()), { everyMs: 100 });
}

/** When it came, in milliseconds since 1970. */
export async function firstSound(frame: Frame): Promise<Milliseconds> {
  return untilTrue('sound', () => frame.evaluate(() => window.soundEar.heard), { everyMs: 50 });
}
