/** Hears a take while it is made. */
import type { Score } from '../../bridge/protocol/score.ts';
import type { Decibels, Hertz } from '../../bridge/protocol/units.ts';
import type { MixListener } from '../rendering/mixBlock.ts';

/** Hears the attempts of one take, one after the other: begin, mix …, end. Must return quickly and never throw. */
export interface SoundListener {
  /** A score was composed and is about to sound. A second one replaces the first: its take missed the brief. */
  begin(score: Score, sampleRate: Hertz): void;
  /** The mix before its gain. */
  mix: MixListener;
  /** The files are written; this is the gain that they got, without the limiter. */
  end(gain: Decibels): void;
}
