/** What a listener would miss: frames that are not there, frames that come too late to be played, and silence. */
import type { Frames, Hertz, Milliseconds } from '../../../bridge/protocol/units.ts';

/** Below this level (root mean square) there is no sound: -80 dB below full scale. */
export const audible = 1e-4;

/** A frame of sound as a peer saw it. */
export interface HeardFrame {
  /** Arrival. */
  at: Milliseconds;
  /** Place of its first sample on the bridge's audio clock. */
  time: Frames;
  length: Frames;
  sequence: number;
  /** Root mean square of both sides. */
  level: number;
}

/** A span of time. */
export interface Span {
  from: Milliseconds;
  to: Milliseconds;
}

/** Frames that do not go on where the one before ended, in time or in number. */
export function breaksOf(frames: readonly HeardFrame[]): HeardFrame[] {
  return frames.filter((frame, i) => {
    const before = frames[i - 1];
    if (before === undefined) return false;
    return frame.time !== before.time + before.length || frame.sequence !== (before.sequence + 1) >>> 0;
  });
}

/**
 * How often a player runs dry that waits until `lead` is there, plays at the sample rate, and waits again when it has nothing: what
 * the monitor page does.
 */
export function dryRuns(frames: readonly HeardFrame[], lead: Milliseconds, sampleRate: Hertz): HeardFrame[] {
  const dry: HeardFrame[] = [];
  let [waiting, filled, playsUntil]: [boolean, Milliseconds, Milliseconds] = [true, 0, 0];
  for (const frame of frames) {
    const length = (1000 * frame.length) / sampleRate;
    if (!waiting && frame.at > playsUntil) {
      dry.push(frame);
      [waiting, filled] = [true, 0];
    }
    filled += length;
    if (!waiting) playsUntil += length;
    else if (filled >= lead) [waiting, playsUntil] = [false, frame.at + filled];
  }
  return dry;
}

/** Spans of at least `least` in which nothing is audible, by the time at which the frames came. */
export function silencesOf(frames: readonly HeardFrame[], least: Milliseconds, sampleRate: Hertz): Span[] {
  const spans: Span[] = [];
  let from: HeardFrame | undefined;
  const end = (frame: HeardFrame | undefined): void => {
    if (from === undefined || frame === undefined) return;
    // By the audio clock: how the network bunched the frames is not silence.
    const lasted = (1000 * (frame.time - from.time)) / sampleRate;
    if (lasted >= least) spans.push({ from: from.at, to: frame.at });
  };
  for (const frame of frames) {
    if (frame.level < audible) {
      from ??= frame;
    } else {
      end(frame);
      from = undefined;
    }
  }
  end(frames.at(-1));
  return spans;
}
