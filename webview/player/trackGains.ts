/** Gains that mute and solo make. */
import type { Track, TrackState } from '../../bridge/protocol/panels/playback.ts';

/** Of each track 1 or 0: what is solo where anything is, else what is not muted. */
export function trackGains(tracks: readonly Track[], states: Readonly<Record<string, TrackState>>): number[] {
  const isSolo = tracks.some(({ id }) => states[id]?.solo === true);
  return tracks.map(({ id }) => {
    const state = states[id];
    return (isSolo ? state?.solo === true : state?.muted !== true) ? 1 : 0;
  });
}
