/** Any number of channels as two. */

/** How much of a channel goes left and right. */
type Gains = readonly [left: number, right: number];

const left: Gains = [1, 0];
const right: Gains = [0, 1];
/** Centre and surround come in 3 dB down (ITU-R BS.775-4, table 2). */
const centre: Gains = [Math.SQRT1_2, Math.SQRT1_2];
const surroundLeft: Gains = [Math.SQRT1_2, 0];
const surroundRight: Gains = [0, Math.SQRT1_2];
/** BS.775 leaves the low-frequency effects out of a fold. */
const effects: Gains = [0, 0];

/** The orders of WAVE and FLAC by the number of channels. */
const layouts: Readonly<Record<number, readonly Gains[]>> = {
  3: [left, right, centre],
  4: [left, right, surroundLeft, surroundRight],
  5: [left, right, centre, surroundLeft, surroundRight],
  6: [left, right, centre, effects, surroundLeft, surroundRight],
  7: [left, right, centre, effects, centre, surroundLeft, surroundRight],
  8: [left, right, centre, effects, surroundLeft, surroundRight, surroundLeft, surroundRight],
};

/**
 * Folds channels into left and right.
 *
 * One channel serves as both, two stay as they are, three to eight are taken to be a surround layout in WAVE's order,
 * and of more the odd and the even ones are averaged. Samples that are no numbers become silence.
 *
 * @param channels one array a channel, all of one length; at least one
 */
export function foldToStereo(channels: readonly Float32Array[]): [Float32Array, Float32Array] {
  const [first = new Float32Array(0), second] = channels;
  if (channels.length <= 2)
    return [silenced(first), second === undefined ? silenced(first) : silenced(second)];
  const gains = layouts[channels.length] ?? alternating(channels.length);
  return [mixed(channels, gains, 0), mixed(channels, gains, 1)];
}

function alternating(count: number): Gains[] {
  const share = 2 / count;
  return Array.from({ length: count }, (_, i) => (i % 2 === 0 ? [share, 0] : [0, share]));
}

function mixed(channels: readonly Float32Array[], gains: readonly Gains[], side: 0 | 1): Float32Array {
  const sum = new Float32Array(channels[0]?.length ?? 0);
  channels.forEach((channel, index) => {
    const gain = gains[index]?.[side] ?? 0;
    if (gain === 0) return;
    for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] as number) + gain * (channel[i] as number);
  });
  return silenced(sum);
}

/** Puts silence where a sample is no number, in place. */
function silenced(samples: Float32Array): Float32Array {
  for (let i = 0; i < samples.length; i++) if (!Number.isFinite(samples[i])) samples[i] = 0;
  return samples;
}
