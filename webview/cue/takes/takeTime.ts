/** How the time of a take is counted: in frames of its files, with its bars. */
import type { PlaybackSource } from '../../../bridge/protocol/panels/playback.ts';
import type { ScoreView, TakeView } from '../../../bridge/protocol/panels/takeView.ts';
import type { Frames, Hertz, Seconds } from '../../../bridge/protocol/units.ts';

/** Frames, seconds and bars of one take or draft. */
export interface TakeTime {
  seconds: Seconds;
  sampleRate: Hertz;
  frames: Frames;
  /** First frame of every bar, rising. */
  bars: readonly Frames[];
}

/** What the player says counts; before it is loaded, what recipe and score say. `undefined` where nothing is known. */
export function takeTime(
  source: PlaybackSource | undefined,
  recipe: TakeView['recipe'],
  score: ScoreView | null,
): TakeTime | undefined {
  const sampleRate = source?.sampleRate ?? recipe?.sampleRate ?? 44_100;
  const seconds =
    source === undefined ? (recipe?.seconds ?? score?.seconds) : source.frames / source.sampleRate;
  if (seconds === undefined || seconds <= 0) return undefined;
  const bars = source?.bars ?? score?.bars.map((start) => Math.round(start * sampleRate)) ?? [];
  return { seconds, sampleRate, frames: Math.round(seconds * sampleRate), bars };
}

/** Address of a file of a take: folders of takes are relative to the cue's document. */
export function takeFileUri(document: string, folder: string, file: string): string {
  const path = [...folder.split(/[\\/]/), file].filter((name) => name !== '' && name !== '.');
  return new URL(path.map(encodeURIComponent).join('/'), document).href;
}
