/** Sliders and choices from the contract: a control or a range that changes there changes on the monitor page. */
import { attributeControls } from '../protocol/attributeAddress.ts';
import type { AttributeControl } from '../protocol/attributeAddress.ts';
import type { ControlDescription } from '../protocol/listenMessages.ts';

/** Present values by name; what is missing, or none of the control's, stands at its neutral value. */
export type ControlValues = Readonly<Record<string, number | string>>;

/** All controls, in the order in which they are shown. */
export function describeControls(values: ControlValues): ControlDescription[] {
  return attributeControls.map((control) => describeControl(control, values[control.name]));
}

function describeControl(control: AttributeControl, value: number | string | undefined): ControlDescription {
  const { name, label, description } = control;
  if (control.kind === 'choice') {
    const isKnown = typeof value === 'string' && control.choices.includes(value);
    const { kind, choices, neutral } = control;
    return { name, label, description, kind, choices, value: isKnown ? value : neutral };
  }
  const { kind, min, max, unit, neutral } = control;
  const isInRange = typeof value === 'number' && value >= min && value <= max;
  const step = max - min > 10 ? 0.5 : 0.01;
  return { name, label, description, kind, min, max, step, unit, value: isInRange ? value : neutral };
}
