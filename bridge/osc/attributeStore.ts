/**
 * The present value of every control: the one truth that OSC, sliders of the monitor page, MIDI controllers and the editor see.
 * Whoever changes a value says who it is, so that nobody is told what it said itself.
 */
import { attributeControls, controlByName } from '../protocol/attributeAddress.ts';
import { LeitmotifError } from '../protocol/errors.ts';
import type { AttributeControl, NumberControl } from '../protocol/attributeAddress.ts';

/** A value of a control. */
export type ControlValue = number | string;

/** Told of every change. `origin` is who made it. */
export type AttributeListener = (name: string, value: ControlValue, origin: string) => void;

/** Values of all controls. */
export class AttributeStore {
  readonly #values = new Map<string, ControlValue>(
    attributeControls.map(({ name, neutral }) => [name, neutral]),
  );
  readonly #given = new Set<string>();
  readonly #listeners = new Set<AttributeListener>();

  /** The present value. @throws LeitmotifError `attribute-invalid` where there is no such control */
  get(name: string): ControlValue {
    const value = this.#values.get(name);
    if (value === undefined) throw unknownControl(name);
    return value;
  }

  /** All values by name, also those that nobody has set. */
  values(): Record<string, ControlValue> {
    return Object.fromEntries(this.#values);
  }

  /** Only what somebody has set. */
  given(): Record<string, ControlValue> {
    return Object.fromEntries([...this.#values].filter(([name]) => this.#given.has(name)));
  }

  /**
   * Changes a value and tells everybody; a value that it has already is told to nobody.
   *
   * @throws LeitmotifError `attribute-invalid` where it is no value of the control, `attribute-out-of-range` where it is outside
   */
  set(name: string, value: ControlValue, origin: string): void {
    const control = controlByName(name);
    if (control === undefined) throw unknownControl(name);
    const checked = checkedValue(control, value);
    this.#given.add(name);
    if (this.#values.get(name) === checked) return;
    this.#values.set(name, checked);
    for (const tell of [...this.#listeners]) tell(name, checked, origin);
  }

  /** Tells of changes from now on. @returns ends it */
  onChange(tell: AttributeListener): () => void {
    this.#listeners.add(tell);
    return () => this.#listeners.delete(tell);
  }
}

/** The value as the control has it. @throws LeitmotifError as {@link AttributeStore.set} */
export function checkedValue(control: AttributeControl, value: ControlValue): ControlValue {
  if (control.kind === 'number') return checkedNumber(control, value);
  if (typeof value === 'string' && control.choices.includes(value)) return value;
  throw new LeitmotifError('attribute-invalid', {
    what: 'This is none of the values that it can have',
    subject: `${control.name} ${String(value).slice(0, 100)}`,
    next: `Give one of ${control.choices.slice(0, 8).join(', ')}${control.choices.length > 8 ? ', …' : ''}`,
  });
}

function checkedNumber(control: NumberControl, value: ControlValue): number {
  const { name, min, max } = control;
  const range = { subject: `${name} ${String(value).slice(0, 100)}`, next: `Give a number in ${min}…${max}` };
  if (typeof value !== 'number' || Number.isNaN(value))
    throw new LeitmotifError('attribute-invalid', { what: 'This is not a number', ...range });
  if (value < min || value > max)
    throw new LeitmotifError('attribute-out-of-range', { what: 'This is outside its range', ...range });
  // −0 is no value of its own.
  return value === 0 ? 0 : value;
}

function unknownControl(name: string): LeitmotifError {
  return new LeitmotifError('attribute-invalid', {
    what: 'There is no such attribute',
    subject: name.slice(0, 100),
    next: 'Ask for the attributes to see which there are',
  });
}
