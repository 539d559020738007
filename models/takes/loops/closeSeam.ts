/** Pieces of a rendering that are played in another order than they were made in, led into one another to the sample. */
import { cut } from './loopFiles.ts';
import type { Frames, Hertz, Seconds } from '../../../bridge/protocol/units.ts';
import type { StereoSound } from './measureSeam.ts';

/** Shorter than an attack is heard apart, longer than a step. */
const fade: Seconds = 0.05;
/** First frames of the first and second pass of the body, and the frame after the second; both passes are equally long. */
export type Seams = readonly [first: Frames, second: Frames, end: Frames];

/**
 * The body as it goes round: the second pass, which ends as the first did. The two have the same notes and differ by what does not repeat,
 * chorus and the drift of reverberation.
 *
 * @param sound the whole rendering, or a stem of it; it is not changed
 */
export function closeSeam(sound: StereoSound, [, second, end]: Seams, sampleRate: Hertz): StereoSound {
  return endingLike(sound, [second, end], second, sampleRate);
}

/** The intro, which ends as the first pass did: it leads into the second, which is what the loop begins with. */
export function introInto(sound: StereoSound, [first, second]: Seams, sampleRate: Hertz): StereoSound {
  return endingLike(sound, [0, first], second, sampleRate);
}

/** The outro, which begins where the loop has ended and not where the second pass did. */
export function outroAfter(sound: StereoSound, [, second, end]: Seams, sampleRate: Hertz): StereoSound {
  const outro = copy(cut(sound, end, sound.left.length));
  const length = Math.min(Math.round(fade * sampleRate), outro.left.length);
  for (const side of ['left', 'right'] as const) {
    const apart = (sound[side][second - 1] ?? 0) - (sound[side][end - 1] ?? 0);
    for (let i = 0; i < length; i++)
      outro[side][i] = (outro[side][i] ?? 0) + apart * raisedCosine(i / length);
  }
  return outro;
}

/** Frames `[from, to)`, in whose last 50 ms what comes before `into` takes over; a cut would be a step. */
function endingLike(
  sound: StereoSound,
  [from, to]: readonly [Frames, Frames],
  into: Frames,
  sampleRate: Hertz,
): StereoSound {
  const closed = copy(cut(sound, from, to));
  const length = Math.min(Math.round(fade * sampleRate), to - from, into);
  for (let back = 1; back <= length; back++) {
    const share = raisedCosine((back - 1) / length);
    for (const side of ['left', 'right'] as const) {
      const at = to - from - back;
      const own = closed[side][at] ?? 0;
      closed[side][at] = own + share * ((sound[side][into - back] ?? 0) - own);
    }
  }
  return closed;
}

function copy({ left, right }: StereoSound): StereoSound {
  return { left: left.slice(), right: right.slice() };
}

/** From 1 at 0 to 0 at 1. */
function raisedCosine(share: number): number {
  return 0.5 + 0.5 * Math.cos(Math.PI * share);
}
