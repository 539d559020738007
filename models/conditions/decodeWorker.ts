/** The thread that decodes one recording and ends. */
import { parentPort, workerData } from 'node:worker_threads';
import { FLACDecoder } from '@wasm-audio-decoders/flac';
import { OggVorbisDecoder } from '@wasm-audio-decoders/ogg-vorbis';
import { MPEGDecoder } from 'mpg123-decoder';
import { foldToStereo } from '../audio/foldToStereo.ts';
import { isWithinLimits } from './recordingLimits.ts';
import type { Frames, Hertz } from '../../bridge/protocol/units.ts';
import type { CompressedFormat, DecodeReply, DecodeRequest } from './decodeMessages.ts';

/** Bytes that are decoded at once: so few that even silence, which FLAC packs to nothing, stays within memory. */
const step = 4096;
/** Frames that are gathered before they are sent. */
const gathered: Frames = 1 << 18;

interface Decoded {
  channelData: Float32Array[];
  samplesDecoded: number;
  sampleRate: number;
  errors: readonly unknown[];
}

interface Decoder {
  ready: Promise<void>;
  decode: (bytes: Uint8Array) => Decoded | Promise<Decoded>;
  flush?: () => Promise<Decoded>;
}

const decoders: Readonly<Record<CompressedFormat, () => Decoder>> = {
  flac: () => new FLACDecoder(),
  'ogg-flac': () => new FLACDecoder(),
  'ogg-vorbis': () => new OggVorbisDecoder(),
  mp3: () => new MPEGDecoder(),
};

/** Gathers what was decoded and sends it on. */
class Outlet {
  isDamaged = false;
  #blocks: Decoded[] = [];
  #waiting: Frames = 0;
  #sent: Frames = 0;
  #rate: Hertz = 0;
  #channels = 0;

  /** False when there is enough: the reader refuses what is longer. */
  take(block: Decoded): boolean {
    if (block.errors.length > 0) this.isDamaged = true;
    const { samplesDecoded, sampleRate, channelData } = block;
    if (samplesDecoded === 0) return true;
    if (this.#rate === 0) [this.#rate, this.#channels] = [sampleRate, channelData.length];
    if (sampleRate !== this.#rate || channelData.length !== this.#channels) {
      this.isDamaged = true;
      return true;
    }
    this.#blocks.push(block);
    this.#waiting += samplesDecoded;
    if (this.#waiting >= gathered) this.send();
    return isWithinLimits(this.#sent + this.#waiting, this.#rate);
  }

  send(): void {
    if (this.#waiting === 0) return;
    const channels = Array.from({ length: this.#channels }, (_, index) => this.#joined(index));
    const [left, right] = foldToStereo(channels);
    reply({ kind: 'sound', sampleRate: this.#rate, channels: this.#channels, left, right });
    this.#sent += this.#waiting;
    this.#waiting = 0;
    this.#blocks = [];
  }

  #joined(channel: number): Float32Array {
    const whole = new Float32Array(this.#waiting);
    let at = 0;
    for (const { channelData, samplesDecoded } of this.#blocks) {
      whole.set((channelData[channel] as Float32Array).subarray(0, samplesDecoded), at);
      at += samplesDecoded;
    }
    return whole;
  }
}

async function decode({ format, bytes }: DecodeRequest): Promise<void> {
  const decoder = decoders[format]();
  await decoder.ready;
  const outlet = new Outlet();
  let isWanted = true;
  for (let at = 0; at < bytes.length && isWanted; at += step) {
    isWanted = outlet.take(await decoder.decode(bytes.subarray(at, at + step)));
  }
  if (isWanted && decoder.flush !== undefined) outlet.take(await decoder.flush());
  outlet.send();
  reply({ kind: 'end', isDamaged: outlet.isDamaged });
}

function reply(message: DecodeReply): void {
  const moved = message.kind === 'sound' ? [...new Set([message.left.buffer, message.right.buffer])] : [];
  parentPort?.postMessage(message, moved as ArrayBuffer[]);
}

decode(workerData as DecodeRequest).catch((error: unknown) => {
  reply({ kind: 'failed', reason: error instanceof Error ? error.message : String(error) });
});
