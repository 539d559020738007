/**
 * A look-ahead limiter as a gain curve: computed once from the mix and applied to every stem, so that limited stems still
 * sum to the limited mix.
 *
 * ```
 * true peaks ─> needed gain ─> minimum ahead ─> release ─> moving mean ─> curve (one point every 30 frames)
 * ```
 *
 * The minimum looks as far ahead as the mean is long, so no point of the mean is above what is needed there; between two
 * points the curve is a line, and each point obeys the blocks on both sides of it.
 */

/** Frames between two points of a curve; divides 100 ms at 44.1 and at 48 kHz. */
export const curveStep = 30;

const attackSeconds = 0.005;
/** Slow enough not to follow a bass note's cycles, fast enough not to hold a whole bar down for one accent. */
const releaseSeconds = 0.12;

/** What a limiter must keep to. */
export interface LimiterOptions {
  /** Hz. */
  sampleRate: number;
  /** Highest linear peak allowed, above 0. */
  ceiling: number;
  /** Linear gain before the limiter. */
  gain: number;
}

/**
 * The limiter's gain, 0 < g ≤ 1, at frames 0, 30, 60…; `peaks[i]` is the linear true peak of frames 30 i … 30 i + 29
 * before the gain. Returns `peaks.length + 1` points.
 */
export function limiterCurve(
  peaks: Float32Array,
  { sampleRate, ceiling, gain }: LimiterOptions,
): Float32Array {
  const reach = Math.max(1, Math.round((attackSeconds * sampleRate) / curveStep));
  const needed = neededGains(peaks, ceiling / gain);
  const held = released(minimumAhead(needed, reach), 1 - Math.exp(-curveStep / sampleRate / releaseSeconds));
  return movingMean(held, reach);
}

/** The gain that each point may have at most: what the blocks before and after it need. */
function neededGains(peaks: Float32Array, ceiling: number): Float32Array {
  const needed = new Float32Array(peaks.length + 1);
  let before = 1;
  for (let i = 0; i <= peaks.length; i++) {
    const peak = peaks[i] ?? 0;
    const after = peak > ceiling ? ceiling / peak : 1;
    needed[i] = Math.min(before, after);
    before = after;
  }
  return needed;
}

/** The smallest of `values[i … i + reach]`; one pass (van Herk 1992 would save little at such lengths). */
function minimumAhead(values: Float32Array, reach: number): Float32Array {
  const smallest = new Float32Array(values.length);
  for (let i = 0; i < values.length; i++) {
    let least = 1;
    const end = Math.min(values.length - 1, i + reach);
    for (let k = i; k <= end; k++) least = Math.min(least, values[k] as number);
    smallest[i] = least;
  }
  return smallest;
}

/** Falls at once, returns toward 1 by `share` of the distance at each point. */
function released(values: Float32Array, share: number): Float32Array {
  const held = new Float32Array(values.length);
  let gain = 1;
  for (let i = 0; i < values.length; i++) {
    gain = Math.min(values[i] as number, gain + (1 - gain) * share);
    // So close to 1 is 1: spans without limiting stay exactly untouched.
    if (gain > 0.9999) gain = values[i] as number;
    held[i] = gain;
  }
  return held;
}

/** The mean of `values[i − reach … i]`; before the beginning stands the first value. */
function movingMean(values: Float32Array, reach: number): Float32Array {
  const means = new Float32Array(values.length);
  for (let i = 0; i < values.length; i++) {
    let sum = 0;
    let lowest = 1;
    for (let k = i - reach; k <= i; k++) {
      const value = values[Math.max(0, k)] as number;
      sum += value;
      lowest = Math.min(lowest, value);
    }
    means[i] = lowest === 1 ? 1 : sum / (reach + 1);
  }
  return means;
}

/**
 * Multiplies frames `[0, count)` of both channels by `gain` and by the curve, in place. `frame` is where in the piece the
 * block begins.
 */
export function applyCurve(
  channels: readonly [Float32Array, Float32Array],
  count: number,
  frame: number,
  curve: Float32Array,
  gain: number,
): void {
  const [left, right] = channels;
  let done = 0;
  while (done < count) {
    const point = Math.floor((frame + done) / curveStep);
    const offset = frame + done - point * curveStep;
    const length = Math.min(curveStep - offset, count - done);
    const from = curve[point] ?? 1;
    const slope = ((curve[point + 1] ?? from) - from) / curveStep;
    for (let i = 0; i < length; i++) {
      const factor = gain * (from + slope * (offset + i));
      left[done + i] = (left[done + i] as number) * factor;
      right[done + i] = (right[done + i] as number) * factor;
    }
    done += length;
  }
}
