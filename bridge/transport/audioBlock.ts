/** Sound in blocks: what the live synthesizer and a take that is played both give out. */
import type { Frames, Hertz } from '../protocol/units.ts';

/** A block of stereo sound, at most 1024 sample frames. Both channels have the same length. */
export interface AudioBlock {
  /** Of the first sample, on the audio clock. */
  time: Frames;
  sampleRate: Hertz;
  left: Float32Array;
  right: Float32Array;
}
