/** What is played, and how: the words that host, player view and cue panels share. */
import type { Role } from '../roles.ts';
import type { Decibels, Frames, Hertz } from '../units.ts';

/** One strip of a source: the mix alone, or one stem each. */
export interface Track {
  /** `mix`, or the number of the stem as text. */
  id: string;
  /** Absent for the mix. */
  role?: Role;
  /** As a person reads it: `Violins`. */
  label: string;
}

/** Something that can be played. */
export interface PlaybackSource {
  /** Unique while the window lives. */
  id: string;
  title: string;
  /** The document it belongs to, as URI. */
  cue: string;
  /** The take; absent for a draft, which is heard while it is made and has no files. */
  take?: string;
  sampleRate: Hertz;
  frames: Frames;
  /** Either `[mix]`, or one entry a stem; the stems add up to the mix. */
  tracks: Track[];
  /** First frame of every bar, rising, for seeking by bar and for going on at the same bar. */
  bars: Frames[];
  /** Beats of one bar, as the meter counts them; absent where it is not known, then places are said by bar alone. */
  beatsPerBar?: number;
}

/** How a track is heard. Solo wins over mute. */
export interface TrackState {
  muted: boolean;
  solo: boolean;
}

/** A span that repeats; `to` is the first frame after it. */
export interface LoopRange {
  from: Frames;
  to: Frames;
}

/** What the player is doing. */
export interface PlaybackState {
  source?: PlaybackSource;
  /** `blocked`: the window wants a click in the player before it lets sound out. `waiting`: sound is not there yet. */
  activity: 'stopped' | 'playing' | 'paused' | 'waiting' | 'blocked';
  /** Where it is; panels count on from here by their own clock while it plays. */
  frame: Frames;
  loop?: LoopRange;
  /** By track id. */
  tracks: Record<string, TrackState>;
  /** The other source of an A/B comparison. */
  other?: { id: string; title: string };
}

/** Level of what really left the player in the last tenth of a second. */
export interface PlaybackLevel {
  /** {@link silence} where nothing did: −Infinity does not cross from a panel to the host. */
  peak: Decibels;
}

/** The least level that is reported. */
export const silence: Decibels = -120;
