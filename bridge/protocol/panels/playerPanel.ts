/**
 * Host ↔ player view. The player asks for the samples it needs next and the host answers from the take's files or from
 * the stream that is still being rendered: the player never holds more than a few seconds, however long the take.
 */
import type { Frames } from '../units.ts';
import type { LoopRange, PlaybackLevel, PlaybackSource, PlaybackState, TrackState } from './playback.ts';

/** Most frames that one `samples` message brings of one track. */
export const mostFramesAsked = 48_000;

/** Host → player. */
export type ToPlayer =
  /** Takes the place of what is loaded, with a short crossfade where that was playing. */
  | {
      type: 'load';
      source: PlaybackSource;
      frame: Frames;
      play: boolean;
      tracks: Record<string, TrackState>;
      /** Frame of what was loaded that `frame` stands for: what is heard of that until the change is made up for. */
      basis?: Frames;
    }
  /** A second source for A/B; `null` lets it go. */
  | { type: 'other'; source: PlaybackSource | null }
  | { type: 'swap' }
  | { type: 'unload' }
  | { type: 'play' }
  | { type: 'pause' }
  | { type: 'stop' }
  | { type: 'seek'; frame: Frames }
  | { type: 'loop'; range: LoopRange | null }
  | { type: 'track'; track: string; state: TrackState }
  /** Interleaved float32, left and right; shorter than asked at the end of the source. `null`: it failed, see the log. */
  | { type: 'samples'; ask: number; source: string; track: string; from: Frames; samples: ArrayBuffer | null }
  /** The source is longer or shorter than was said, or has got its files: same place, new particulars. */
  | { type: 'source'; source: PlaybackSource };

/** Player → host. */
export type FromPlayer =
  | { type: 'ready' }
  /** Sent on every change and four times a second while playing. */
  | { type: 'state'; state: PlaybackState }
  | { type: 'level'; level: PlaybackLevel }
  | { type: 'ask'; ask: number; source: string; track: string; from: Frames; frames: Frames }
  /** Nobody waits for that answer any more; it need not be given. */
  | { type: 'forget'; ask: number }
  /** The person wants the cue that is heard. */
  | { type: 'open-cue' };
