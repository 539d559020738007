/**
 * The way out through the browser: `worklet ─► loudspeaker`, with an analyser at each side of what goes there.
 *
 * A window lets sound out only after a click or a key in it. Until then the context stays suspended and we say `blocked`.
 */
import type { Decibels, Hertz, Milliseconds } from '../../../bridge/protocol/units.ts';
import type { OutputEvents, SoundOutput } from '../outputDesk.ts';
import type { MixerOrder, MixerReport } from './mixerMessages.ts';
import { peakLevel } from './stereoLevel.ts';

/** So long may a context take to run before we call it blocked. */
const patience: Milliseconds = 600;

/** Samples that an analyser keeps: more than a tenth of a second at 48 kHz. */
const analysed = 8192;

/** Opens it for sources of one rate. */
export function openWebAudioOutput(rate: Hertz, events: OutputEvents): SoundOutput {
  const context = new AudioContext({ sampleRate: rate, latencyHint: 'interactive' });
  const analysers = [0, 1].map(() => new AnalyserNode(context, { fftSize: analysed }));
  const samples = new Float32Array(analysed);
  const early: MixerOrder[] = [];
  let node: AudioWorkletNode | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isWanted = false;

  openWorklet(context, analysers, events.report).then(
    (opened) => {
      node = opened;
      for (const order of early.splice(0)) post(opened, order);
    },
    () => {
      events.flow('broken');
    },
  );
  context.onstatechange = () => {
    if (context.state === 'running') {
      clearTimeout(timer);
      events.flow('flowing');
    } else if (isWanted) {
      watch();
    } else {
      events.flow('asleep');
    }
  };
  const watch = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (isWanted && context.state !== 'running') events.flow('blocked');
    }, patience);
  };

  const level = (side: AnalyserNode | undefined): Decibels => {
    side?.getFloatTimeDomainData(samples);
    return peakLevel(samples, Math.round(rate / 10));
  };
  return {
    send: (order) => {
      if (node === undefined) early.push(order);
      else post(node, order);
    },
    wake: () => {
      isWanted = true;
      if (context.state === 'running') {
        events.flow('flowing');
        return;
      }
      void context.resume();
      watch();
    },
    sleep: () => {
      isWanted = false;
      void context.suspend();
    },
    level: () => ({ left: level(analysers[0]), right: level(analysers[1]) }),
  };
}

async function openWorklet(
  context: AudioContext,
  analysers: readonly AnalyserNode[],
  onReport: (report: MixerReport) => void,
): Promise<AudioWorkletNode> {
  // Beside this script, wherever that was served from.
  const here = import.meta.url;
  await context.audioWorklet.addModule(new URL('playerWorklet.js', here));
  const node = new AudioWorkletNode(context, 'leitmotif-player', {
    numberOfInputs: 0,
    numberOfOutputs: 1,
    outputChannelCount: [2],
  });
  node.port.onmessage = ({ data }: MessageEvent<MixerReport>) => {
    onReport(data);
  };
  const sides = new ChannelSplitterNode(context, { numberOfOutputs: 2 });
  node.connect(context.destination);
  node.connect(sides);
  analysers.forEach((analyser, side) => sides.connect(analyser, side));
  return node;
}

function post(node: AudioWorkletNode, order: MixerOrder): void {
  node.port.postMessage(order, order.type === 'put' ? [order.samples.buffer] : []);
}
