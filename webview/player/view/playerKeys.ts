/** What keys do in the player: space plays and pauses, Home goes to the beginning, arrows go by bars. */
import type { PlaybackState } from '../../../bridge/protocol/panels/playback.ts';
import type { ToPlayer } from '../../../bridge/protocol/panels/playerPanel.ts';
import { nextBar, previousBar } from './musicalPlace.ts';

/** The wish that a key stands for; `undefined` where it means nothing here. */
export function wishOfKey(key: string, { source, activity, frame }: PlaybackState): ToPlayer | undefined {
  if (source === undefined) return undefined;
  switch (key) {
    case ' ':
      return { type: isOn(activity) ? 'pause' : 'play' };
    case 'Home':
      return { type: 'seek', frame: 0 };
    case 'End':
      return { type: 'seek', frame: previousBar(source, source.frames) };
    case 'ArrowRight':
      return { type: 'seek', frame: nextBar(source, frame) };
    case 'ArrowLeft':
      return { type: 'seek', frame: previousBar(source, frame) };
    default:
      return undefined;
  }
}

/** True while it plays or wants to. */
export function isOn(activity: PlaybackState['activity']): boolean {
  return activity === 'playing' || activity === 'waiting' || activity === 'blocked';
}
