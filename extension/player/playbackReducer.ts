/** What becomes of the state of playback where no view is there to say it. Pure. */
import { keptTracks } from '../../bridge/protocol/panels/keptTracks.ts';
import type { PlaybackSource, PlaybackState } from '../../bridge/protocol/panels/playback.ts';
import type { ToPlayer } from '../../bridge/protocol/panels/playerPanel.ts';
import { sameLoop, samePlace } from '../../bridge/protocol/panels/samePlace.ts';
import type { Frames } from '../../bridge/protocol/units.ts';

/** State after a source took the place of what was loaded; the other side of A/B stays. */
export function loaded(
  state: PlaybackState,
  source: PlaybackSource,
  options: { frame: Frames; play: boolean; keepTracks: boolean },
): PlaybackState {
  const { source: before, loop: loopBefore, other } = state;
  const keeps = options.keepTracks && before !== undefined;
  const loop = keeps && loopBefore !== undefined ? sameLoop(before, source, loopBefore) : undefined;
  const frame = clamp(options.frame, source);
  const still = frame === 0 ? 'stopped' : 'paused';
  return {
    source,
    activity: options.play ? 'waiting' : still,
    frame,
    tracks: keeps ? keptTracks(before, state.tracks, source) : {},
    ...(loop === undefined ? {} : { loop }),
    ...(other === undefined || other.id === source.id ? {} : { other }),
  };
}

/** State after the other side of A/B, `source`, took over at the same place. */
export function swapped(state: PlaybackState, source: PlaybackSource): PlaybackState {
  const { source: before, loop: loopBefore, ...rest } = state;
  if (before === undefined) return state;
  const loop = loopBefore === undefined ? undefined : sameLoop(before, source, loopBefore);
  return {
    ...rest,
    source,
    frame: samePlace(before, source, state.frame),
    tracks: keptTracks(before, state.tracks, source),
    other: { id: before.id, title: before.title },
    ...(loop === undefined ? {} : { loop }),
  };
}

/** State after a wish that a view would have heard. Who plays without a view waits for one. */
export function reduced(state: PlaybackState, message: ToPlayer): PlaybackState {
  switch (message.type) {
    case 'play':
      return { ...state, activity: 'waiting' };
    case 'pause':
      return state.activity === 'stopped' ? state : { ...state, activity: 'paused' };
    case 'stop':
      return { ...state, activity: 'stopped', frame: 0 };
    case 'seek': {
      const frame = state.source === undefined ? 0 : clamp(message.frame, state.source);
      const isStill = state.activity === 'stopped' || state.activity === 'paused';
      return { ...state, frame, ...(isStill ? { activity: frame === 0 ? 'stopped' : 'paused' } : {}) };
    }
    case 'loop': {
      const next = { ...state };
      if (message.range === null) delete next.loop;
      else next.loop = message.range;
      return next;
    }
    case 'track':
      return { ...state, tracks: { ...state.tracks, [message.track]: message.state } };
    default:
      return state;
  }
}

function clamp(frame: Frames, { frames }: PlaybackSource): Frames {
  return Math.max(0, Math.min(frames, Math.round(frame)));
}
