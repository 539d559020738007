/** What every voice of a piece is written from. */
import type { MidiNote } from '../../../bridge/protocol/units.ts';
import type { DecisionSeeds } from './decisions.ts';
import type { Form } from './form/form.ts';
import type { ChordSpan } from './harmony/writeHarmony.ts';
import type { Motif } from './melody/motif.ts';
import type { ScoreRequest } from './request.ts';
import type { StyleProfile } from './styles/styleProfile.ts';
import type { Statements } from './themes/placeThemes.ts';

/** The frame of a piece: what was asked, its style, form, harmony, and the seeds of its decisions. */
export interface Composition {
  request: ScoreRequest;
  profile: StyleProfile;
  form: Form;
  /** Chords in order, without gaps. */
  spans: readonly ChordSpan[];
  seeds: DecisionSeeds;
  /** Themes that phrases state; absent where there are none. */
  statements?: Statements | undefined;
  /** What came before, where this goes on from other music; a piece of its own comes from nothing. */
  before?: SeamBefore;
}

/** The last notes of the music before, and its motifs. What is absent did not sound. */
export interface SeamBefore {
  melody?: MidiNote | undefined;
  bass?: MidiNote | undefined;
  counter?: MidiNote | undefined;
  /** The last chord as it was laid out, ascending. */
  voicing?: readonly MidiNote[] | undefined;
  /** By theme. */
  motifs: ReadonlyMap<string, Motif>;
}
