/** Places as a person says them: bar and beat, minutes and seconds; and the bars before and after. */
import { t } from '@vscode/l10n';
import type { PlaybackSource } from '../../../bridge/protocol/panels/playback.ts';
import { barAt } from '../../../bridge/protocol/panels/samePlace.ts';
import type { Frames, Seconds } from '../../../bridge/protocol/units.ts';

/** So shortly after a bar has begun *back* means the bar before. */
const justBegun: Seconds = 0.4;

/** `3:2` for the second beat of the third bar, `3` where beats are not known; absent where bars are not. */
export function barAndBeat(
  source: PlaybackSource,
  frame: Frames,
): { bar: number; beat?: number } | undefined {
  const { bars, beatsPerBar, frames } = source;
  if (bars.length === 0) return undefined;
  const index = barAt(bars, frame);
  if (beatsPerBar === undefined || beatsPerBar < 1) return { bar: index + 1 };
  const start = bars[index] ?? 0;
  // The last bar has no other after it to be measured by: it is as long as the one before.
  const length = (bars[index + 1] ?? start + lastBar(bars, frames)) - start;
  const beat = length > 0 ? Math.floor((beatsPerBar * Math.max(0, frame - start)) / length) : 0;
  return { bar: index + 1, beat: Math.min(beatsPerBar, beat + 1) };
}

/** `1:05`. */
export function clockTime(seconds: Seconds): string {
  const whole = Math.max(0, Math.floor(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

/** A place in words, for a screen reader. */
export function spokenPlace(source: PlaybackSource, frame: Frames): string {
  const place = barAndBeat(source, frame);
  const time = clockTime(frame / source.sampleRate);
  if (place === undefined) return time;
  return place.beat === undefined
    ? t('Bar {0}, {1}', place.bar, time)
    : t('Bar {0}, beat {1}, {2}', place.bar, place.beat, time);
}

/** Beginning of the next bar; the end where there is none. */
export function nextBar({ bars, frames, sampleRate }: PlaybackSource, frame: Frames): Frames {
  if (bars.length === 0) return Math.min(frames, frame + 5 * sampleRate);
  return bars.find((bar) => bar > frame) ?? frames;
}

/** Beginning of this bar, or of the one before where this has just begun. */
export function previousBar({ bars, sampleRate }: PlaybackSource, frame: Frames): Frames {
  if (bars.length === 0) return Math.max(0, frame - 5 * sampleRate);
  return bars.findLast((bar) => bar < frame - justBegun * sampleRate) ?? 0;
}

function lastBar(bars: readonly Frames[], frames: Frames): Frames {
  const last = bars.at(-1) ?? 0;
  const before = bars.at(-2);
  return before === undefined ? frames - last : last - before;
}
