/** What every voice of a piece is written from. */
import type { DecisionSeeds } from './decisions.ts';
import type { Form } from './form/form.ts';
import type { ChordSpan } from './harmony/writeHarmony.ts';
import type { ScoreRequest } from './request.ts';
import type { StyleProfile } from './styles/styleProfile.ts';

/** The frame of a piece: what was asked, its style, form, harmony, and the seeds of its decisions. */
export interface Composition {
  request: ScoreRequest;
  profile: StyleProfile;
  form: Form;
  /** Chords in order, without gaps. */
  spans: readonly ChordSpan[];
  seeds: DecisionSeeds;
}
