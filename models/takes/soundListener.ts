/** Hears a take while it is made. */
import type { Score } from '../../bridge/protocol/score.ts';
import type { Decibels, Hertz } from '../../bridge/protocol/units.ts';
import type { MixListener } from '../rendering/mixBlock.ts';

/** What whoever makes the sound knows better than its notes tell. */
export interface KnownOfSound {
  /** The score that the sounding one is a part of. */
  whole?: Score;
  /** The gain that the files will about get: of networks, which make sound at the level of finished takes. */
  gain?: Decibels;
}

/** Hears the attempts of one take, one after the other: begin, mix …, end. Must return quickly and never throw. */
export interface SoundListener {
  /** A score was composed and is about to sound. A second one replaces the first: its take missed the brief. */
  begin(score: Score, sampleRate: Hertz, known?: KnownOfSound): void;
  /** The mix before its gain. */
  mix: MixListener;
  /** The files are written; this is the gain that they got, without the limiter. */
  end(gain: Decibels): void;
}
