/**
 * A span of a score becomes a clip, in memory: played by the product's own renderer, folded to mono, levelled as a take is,
 * brought to the dataset's rate. No file is written on the way.
 */
import { resample } from '../../audio/resample.ts';
import { playScore } from '../../rendering/playScore.ts';
import { styleSpaces } from '../../rendering/space.ts';
import { clipRate } from '../clipShape.ts';
import { levelClip } from './levelClip.ts';
import type { Style } from '../../../bridge/protocol/attributes.ts';
import type { Frames, Hertz } from '../../../bridge/protocol/units.ts';
import type { RenderPool } from '../../rendering/renderPool.ts';
import type { SoundFont } from '../../rendering/soundFont.ts';
import type { ScoreWindow } from './scoreWindow.ts';

/** The rate that takes are rendered at unless told; 10.24 s are a whole number of samples in it. */
const playedRate: Hertz = 44_100;
/** −60 dBFS before levelling: nothing that anyone would call music. */
const silencePeak = 0.001;

/** What a clip is rendered with. */
export interface ClipRenderer {
  pool: RenderPool;
  soundFont: SoundFont;
  signal?: AbortSignal | undefined;
}

/**
 * Renders `frames` samples at the clip's rate; undefined where nothing sounds in them. The same window gives the same
 * samples on one machine.
 */
export async function renderClip(
  { score, leadIn }: ScoreWindow,
  style: Style,
  frames: Frames,
  { pool, soundFont, signal }: ClipRenderer,
): Promise<Float32Array | undefined> {
  const skipped = Math.round(leadIn * playedRate);
  const mono = new Float32Array(Math.round((frames * playedRate) / clipRate));
  await playScore(score, {
    soundFont,
    pool,
    sampleRate: playedRate,
    space: styleSpaces[style],
    seconds: score.seconds,
    onMix: ({ frame, left, right }) => {
      const at = frame - skipped;
      const end = Math.min(left.length, mono.length - at);
      for (let i = Math.max(0, -at); i < end; i++) mono[at + i] = ((left[i] ?? 0) + (right[i] ?? 0)) / 2;
    },
    ...(signal === undefined ? {} : { signal }),
  });
  if (mono.every((sample) => Math.abs(sample) < silencePeak)) return undefined;
  levelClip(mono, playedRate);
  return resample(mono, playedRate, clipRate).subarray(0, frames);
}
