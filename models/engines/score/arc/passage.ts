/** A passage: bars of one meter and one set of values, composed in one go. An arc is passages one after the other. */
import type { Seconds, Ticks } from '../../../../bridge/protocol/units.ts';
import type { Form } from '../form/form.ts';
import type { ScoreRequest } from '../request.ts';
import type { ThemeUse } from '../themes/statement.ts';

/** A passage before it is composed. */
export interface Passage {
  tick: Ticks;
  /** Bars before it, from 0. */
  bar: number;
  seconds: Seconds;
  request: ScoreRequest;
  form: Form;
  /** Which section of the form it belongs to. */
  section: number;
  /** True where a section of the form begins. */
  begins: boolean;
  label: string;
  /** Mean energy, to compare passages by. */
  energy: number;
  /** What its phrases state, by their index; absent where the brief names no theme. */
  themes?: ReadonlyMap<number, readonly ThemeUse[]>;
}
