/** The form of a piece: sections of phrases, and which roles play in each. */
import type { Role } from '../../../../bridge/protocol/roles.ts';
import type { Unit } from '../../../../bridge/protocol/units.ts';

/** How a phrase ends. `final` is the last of the piece. */
export type Cadence = 'half' | 'authentic' | 'deceptive' | 'open' | 'final';

/** What a phrase does in its section. */
export type PhraseKind = 'intro' | 'antecedent' | 'consequent' | 'outro';

/** A phrase. Bars count from 0 within the piece. */
export interface Phrase {
  index: number;
  kind: PhraseKind;
  /** Letter of the material: phrases of one theme and part share their harmony and melody. */
  theme: string;
  /** Which phrase of its section it is, from 0. */
  part: number;
  /** How often the theme was heard before: 0 the first time. */
  variation: number;
  startBar: number;
  bars: number;
  cadence: Cadence;
  energy: Unit;
  roles: ReadonlySet<Role>;
}

/** A section with its label, such as `A'`. */
export interface Section {
  label: string;
  theme: string;
  variation: number;
  startBar: number;
  bars: number;
  phrases: Phrase[];
}

/** The form of a piece. */
export interface Form {
  bars: number;
  sections: Section[];
  /** All phrases in order. */
  phrases: Phrase[];
}
