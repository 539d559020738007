/** How bright a recording sounds. */
import { melShape } from './melSpectrogram.ts';
import type { Unit } from '../../bridge/protocol/units.ts';
import type { MelSpectrogram } from './melSpectrogram.ts';

/** Mean mel bands, of 96 up to 8 kHz, that sound dull and brilliant: a little beyond those of our own dullest and brightest takes. */
const dull = 16;
const brilliant = 34;

/**
 * The brightness of a recording: the centre of its mel spectrogram, weighed by level and averaged over the frames that
 * sound. Only what lies below 8 kHz counts.
 */
export function soundBrightness({ data, frames, bands }: MelSpectrogram): Unit {
  let [moment, total] = [0, 0];
  for (let i = 0; i < frames * bands; i++) {
    // Levels are logarithms already; squared, the loud bands lead and the noise floor counts little.
    const weight = (data[i] as number) ** 2;
    moment += weight * (i % melShape.bands);
    total += weight;
  }
  if (total === 0) return 0;
  return Math.min(1, Math.max(0, (moment / total - dull) / (brilliant - dull)));
}
