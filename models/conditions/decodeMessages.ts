/** What is said between a reader of recordings and the thread that decodes them. Survives a structured clone. */
import type { Hertz } from '../../bridge/protocol/units.ts';
import type { AudioFormat } from './audioFormat.ts';

/** The formats that are decoded in a thread of their own. */
export type CompressedFormat = Exclude<AudioFormat, 'wav'>;

/** The whole file, given when the thread starts. */
export interface DecodeRequest {
  format: CompressedFormat;
  bytes: Uint8Array;
}

/** A stretch of sound, the end of it, or why there is none. `isDamaged` where something could not be decoded. */
export type DecodeReply =
  | { kind: 'sound'; sampleRate: Hertz; channels: number; left: Float32Array; right: Float32Array }
  | { kind: 'end'; isDamaged: boolean }
  | { kind: 'failed'; reason: string };
