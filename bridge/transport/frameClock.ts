/**
 * Sample frames of the audio clock ↔ milliseconds of `performance.now()`, the one place where they meet.
 *
 * No two clocks run alike: a sound device that says 48 000 Hz may give 47 998. A delay-locked loop (F. Adriaensen, "Using a
 * DLL to filter time", LAC 2005) takes the jitter out of what is observed and follows the drift.
 */
import type { Frames, Hertz, Milliseconds } from '../protocol/units.ts';

/** Seconds after which the loop has settled and its bandwidth is the narrow one. */
const settling = 4;
/** Bandwidth in Hz at the beginning, and once settled. */
const bandwidth = { first: 0.5, settled: 0.05 } as const;
/** An observation that is off by more is no drift: the machine slept, or the device was changed. */
const farOff: Milliseconds = 200;
/** Clocks of real devices stay within 0.1 %; a loop that wants more follows noise. */
const mostDrift = 0.002;

/** The two clocks. Not thread safe; a thread has its own. */
export class FrameClock {
  readonly sampleRate: Hertz;
  readonly #nominal: Milliseconds;
  #frames: Frames;
  #ms: Milliseconds;
  #msPerFrame: Milliseconds;
  #settledFor = 0;
  #jumps = 0;

  /** At `ms` the frame `frames` sounds. */
  constructor(sampleRate: Hertz, ms: Milliseconds, frames: Frames = 0) {
    this.sampleRate = sampleRate;
    this.#nominal = 1000 / sampleRate;
    this.#msPerFrame = this.#nominal;
    this.#frames = frames;
    this.#ms = ms;
  }

  /** How much faster the audio clock runs than its name says, in parts of one: 0.0001 is 100 ppm. */
  get drift(): number {
    return this.#nominal / this.#msPerFrame - 1;
  }

  /** How often an observation was so far off that the clock was set anew. */
  get jumps(): number {
    return this.#jumps;
  }

  /** When a frame sounds. */
  wallAtFrames(frames: Frames): Milliseconds {
    return this.#ms + (frames - this.#frames) * this.#msPerFrame;
  }

  /** The frame that sounds at a time, rounded. */
  framesAtWall(ms: Milliseconds): Frames {
    return Math.round(this.#frames + (ms - this.#ms) / this.#msPerFrame);
  }

  /** The frame `frames` was seen to sound at `ms`. Observations that do not go forward are left out. */
  observe(frames: Frames, ms: Milliseconds): void {
    const passed = frames - this.#frames;
    if (passed <= 0) return;
    const expected = this.wallAtFrames(frames);
    const error = ms - expected;
    if (Math.abs(error) > farOff) {
      this.#jump(frames, ms);
      return;
    }
    const seconds = passed / this.sampleRate;
    const width = this.#settledFor < settling ? bandwidth.first : bandwidth.settled;
    // A long gap between observations would make the loop unstable.
    const omega = Math.min(0.5, 2 * Math.PI * width * seconds);
    this.#settledFor += seconds;
    this.#frames = frames;
    this.#ms = expected + Math.SQRT2 * omega * error;
    this.#msPerFrame = this.#limited(this.#msPerFrame + (omega * omega * error) / passed);
  }

  #jump(frames: Frames, ms: Milliseconds): void {
    this.#frames = frames;
    this.#ms = ms;
    this.#settledFor = 0;
    this.#jumps += 1;
  }

  #limited(msPerFrame: Milliseconds): Milliseconds {
    const [least, most] = [this.#nominal * (1 - mostDrift), this.#nominal * (1 + mostDrift)];
    return Math.min(most, Math.max(least, msPerFrame));
  }
}
