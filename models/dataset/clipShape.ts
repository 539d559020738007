/**
 * What a clip of the dataset is: 10.24 s of mono at 32 kHz, which are 1024 frames of the mel spectrogram that training
 * uses (hop 320), as MusFlow's clips are 1024 frames (§4.1.2) at its own rate.
 */
import type { Frames, Hertz, Seconds } from '../../bridge/protocol/units.ts';

/** Sample rate of a clip. */
export const clipRate: Hertz = 32_000;
/** Length of a clip in samples. */
export const clipFrames: Frames = 327_680;
/** Length of a clip. */
export const clipSeconds: Seconds = 10.24;
