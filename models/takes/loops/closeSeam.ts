/** The body as it goes round: its end leads into its beginning to the sample. */
import { cut } from './loopFiles.ts';
import type { Frames, Hertz, Seconds } from '../../../bridge/protocol/units.ts';
import type { StereoSound } from './measureSeam.ts';

/** Shorter than an attack is heard apart, longer than a step. */
const fade: Seconds = 0.05;

/**
 * The second pass, in whose last 50 ms the end of the first takes over: the same notes, and what really came before the second pass began.
 * The two differ by what does not repeat, chorus and the drift of reverberation; a raised cosine hides it, where a cut would be a step.
 *
 * @param sound the whole rendering, or a stem of it
 * @param starts first frames of the first and second pass, and the frame after the second; both passes are equally long
 * @returns a sound of its own; `sound` is not changed
 */
export function closeSeam(
  sound: StereoSound,
  [first, second, end]: readonly [Frames, Frames, Frames],
  sampleRate: Hertz,
): StereoSound {
  const { left, right } = cut(sound, second, end);
  const closed = { left: left.slice(), right: right.slice() };
  const length = Math.min(Math.round(fade * sampleRate), end - second, second - first);
  for (let back = 1; back <= length; back++) {
    const share = 0.5 + 0.5 * Math.cos((Math.PI * (back - 1)) / length);
    for (const side of ['left', 'right'] as const) {
      const [own, before] = [closed[side].at(-back) ?? 0, sound[side][second - back] ?? 0];
      closed[side][closed[side].length - back] = own + share * (before - own);
    }
  }
  return closed;
}
