/** Mute and solo that go on when one version of a piece takes the place of another. */
import type { PlaybackSource, Track, TrackState } from './playback.ts';

type Tracked = Pick<PlaybackSource, 'tracks'>;

/** States of the tracks of `to`: those of the track of `from` with the same role and label, else with the same role, else none. */
export function keptTracks(
  from: Tracked,
  states: Readonly<Record<string, TrackState>>,
  to: Tracked,
): Record<string, TrackState> {
  const kept: Record<string, TrackState> = {};
  for (const track of to.tracks) {
    const like = likest(from.tracks, track);
    const state = like === undefined ? undefined : states[like.id];
    if (state !== undefined) kept[track.id] = { ...state };
  }
  return kept;
}

function likest(tracks: readonly Track[], { role, label }: Track): Track | undefined {
  const ofRole = tracks.filter((track) => track.role === role);
  return ofRole.find((track) => track.label === label) ?? ofRole[0];
}
