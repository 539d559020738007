/** The thread of the live synthesizer: reads the SoundFont once, does what it is told, and renders as far as it is asked. */
import { parentPort, workerData } from 'node:worker_threads';
import { BasicSoundBank, SoundBankLoader } from 'spessasynth_core';
import { loadSoundFont } from '../../models/rendering/soundFont.ts';
import { LiveSynthesizer } from './liveSynthesizer.ts';
import { liveBlock } from './synthesizerMessages.ts';
import type { SynthesizerOrder, SynthesizerReply, SynthesizerStart } from './synthesizerMessages.ts';

type Preparation = Extract<SynthesizerOrder, { kind: 'prepare' }>;

const start = workerData as SynthesizerStart;
const early: SynthesizerOrder[] = [];
let obey = (order: SynthesizerOrder): void => {
  early.push(order);
};
parentPort?.on('message', (order: SynthesizerOrder) => {
  obey(order);
});

try {
  const { bytes } = await loadSoundFont(start.soundFont);
  await BasicSoundBank.isSF3DecoderReady;
  // The library only slices the buffer, which a shared one can as well; its type says ArrayBuffer.
  const bank = SoundBankLoader.fromArrayBuffer(bytes as unknown as ArrayBuffer);
  serve(new LiveSynthesizer(bank, start.sampleRate, start.style));
  reply({ kind: 'ready' });
} catch (error) {
  reply({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
}

function serve(synthesizer: LiveSynthesizer): void {
  const waiting: Preparation[] = [];
  let turn: NodeJS.Immediate | undefined;
  /** A note a turn: what is asked meanwhile comes first. */
  const decodeNext = (): void => {
    turn = undefined;
    const [first] = waiting;
    const note = first?.notes.shift();
    if (first === undefined) return;
    if (note !== undefined) synthesizer.decode(note.part, note.pitch, note.midiVelocity);
    else {
      waiting.shift();
      reply({ kind: 'prepared', number: first.number });
    }
    turn = setImmediate(decodeNext);
  };
  obey = (order): void => {
    switch (order.kind) {
      case 'schedule':
        synthesizer.schedule(order.parts);
        return;
      case 'prepare':
        waiting.push(order);
        turn ??= setImmediate(decodeNext);
        return;
      case 'sound':
        synthesizer.setSound(order.sound);
        return;
      case 'space':
        synthesizer.setSpace(order.style);
        return;
      case 'endNotes':
        synthesizer.endNotes();
        return;
      case 'begin':
        synthesizer.begin(order.from);
        return;
      case 'render':
        while (synthesizer.frame + liveBlock <= order.until) send(synthesizer);
    }
  };
  for (const order of early.splice(0)) obey(order);
}

function send(synthesizer: LiveSynthesizer): void {
  const { time, left, right } = synthesizer.render(liveBlock);
  reply({
    kind: 'block',
    time,
    left: left as Float32Array<ArrayBuffer>,
    right: right as Float32Array<ArrayBuffer>,
  });
}

/** Samples change hands instead of being copied. */
function reply(message: SynthesizerReply): void {
  parentPort?.postMessage(
    message,
    message.kind === 'block' ? [message.left.buffer, message.right.buffer] : [],
  );
}
