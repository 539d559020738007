/**
 * What can be controlled from outside while music sounds: every control with its OSC address, type, range and meaning.
 * Addresses, OSCQuery, sliders and the documentation are all made from this table.
 */
import { attributeRanges, meters, modes, registers, styles, tonics } from './attributes.ts';
import { instrumentIds, instruments } from './instruments.ts';
import { roles } from './roles.ts';
import type { InstrumentId } from './instruments.ts';
import type { Role } from './roles.ts';

/** Before the name of a control in its address. */
export const attributePrefix = '/leitmotif/attribute/';

/** When a change is heard. `bar`: at the next bar, or the next phrase where a person chose that. */
export type ActsAt = 'once' | 'bar';

/** What all controls have. */
interface ControlBase {
  name: string;
  address: string;
  /** Name to show. */
  label: string;
  /** What it means, as a sentence. */
  description: string;
  acts: ActsAt;
}

/** A number; OSC type `f`. `i`, `d`, `h`, `T` and `F` are taken as well. */
export interface NumberControl extends ControlBase {
  kind: 'number';
  min: number;
  max: number;
  /** `BPM`, `dB`, or empty. */
  unit: string;
  /** Where nothing was said. */
  neutral: number;
}

/** One of several names; OSC type `s`. */
export interface ChoiceControl extends ControlBase {
  kind: 'choice';
  choices: readonly string[];
  neutral: string;
}

/** A control. */
export type AttributeControl = NumberControl | ChoiceControl;

/** Gain of a role. */
export const balanceRange = { min: -40, max: 12 } as const;

type NumberRow = Pick<NumberControl, 'label' | 'description' | 'acts'> &
  Partial<Pick<NumberControl, 'unit' | 'neutral'>> & { range: { min: number; max: number } };

const numbers: Readonly<Record<string, NumberRow>> = {
  tempo: {
    label: 'Tempo',
    description: 'Beats a minute; of 6/8, 9/8 and 12/8 dotted quarters.',
    acts: 'bar',
    unit: 'BPM',
    neutral: 100,
    range: attributeRanges.tempo,
  },
  valence: row('Valence', 'From sad to glad.', 'bar', attributeRanges.valence),
  arousal: row('Arousal', 'From calm to stirred.', 'bar', attributeRanges.arousal),
  tension: row('Tension', 'How much the harmony wants to go on.', 'bar', attributeRanges.tension),
  density: row('Density', 'How much happens in a bar.', 'bar', attributeRanges.density),
  brightness: row('Brightness', 'From dark to bright sound.', 'once', attributeRanges.brightness),
  dynamics: row('Dynamics', 'From very soft to very loud.', 'once', attributeRanges.dynamics),
  reverb: {
    ...row('Reverb', 'How much of the room is heard.', 'once', { min: 0, max: 1 }),
    neutral: 0.3,
  },
};

const choices: Readonly<Record<string, Omit<ChoiceControl, 'kind' | 'name' | 'address'>>> = {
  key: {
    label: 'Key',
    description: 'Tonic and mode; another one is reached by modulation.',
    acts: 'bar',
    choices: tonics.flatMap((tonic) => modes.map((mode) => `${tonic} ${mode}`)),
    neutral: 'C major',
  },
  meter: {
    label: 'Meter',
    description: 'Beats of a bar and their length.',
    acts: 'bar',
    choices: meters,
    neutral: '4/4',
  },
  register: {
    label: 'Register',
    description: 'Where the music lies.',
    acts: 'bar',
    choices: registers,
    neutral: 'middle',
  },
  style: {
    label: 'Style',
    description: 'Profile of the score engine.',
    acts: 'bar',
    choices: styles,
    neutral: 'cinematic',
  },
};

/** All controls, in the order in which they are shown. */
export const attributeControls: readonly AttributeControl[] = [
  ...Object.entries(numbers).map(([name, given]) => numberControl(name, given)),
  ...Object.entries(choices).map(([name, given]): ChoiceControl => ({
    ...given,
    kind: 'choice',
    ...addressed(name),
  })),
  ...roles.map(balanceControl),
  ...roles.map(instrumentControl),
];

const byName = new Map(attributeControls.map((control) => [control.name, control]));
const byAddress = new Map(attributeControls.map((control) => [control.address, control]));

/** The control with this name. */
export function controlByName(name: string): AttributeControl | undefined {
  return byName.get(name);
}

/** The control at this address. */
export function controlByAddress(address: string): AttributeControl | undefined {
  return byAddress.get(address);
}

function row(
  label: string,
  description: string,
  acts: ActsAt,
  range: { min: number; max: number },
): NumberRow {
  return { label, description, acts, range };
}

function numberControl(
  name: string,
  { range: { min, max }, unit = '', neutral = (min + max) / 2, ...given }: NumberRow,
): NumberControl {
  return { ...given, kind: 'number', ...addressed(name), min, max, unit, neutral };
}

function addressed(name: string): { name: string; address: string } {
  return { name, address: attributePrefix + name };
}

function balanceControl(role: Role): NumberControl {
  const label = `Balance: ${role}`;
  const description = `Gain of the role ${role}; the lowest value is silence.`;
  return numberControl(`balance/${role}`, {
    ...row(label, description, 'once', balanceRange),
    unit: 'dB',
    neutral: 0,
  });
}

/** `auto` leaves the choice to the style. */
function instrumentControl(role: Role): ChoiceControl {
  const playable = instrumentIds.filter((id: InstrumentId) => instruments[id].roles.includes(role));
  return {
    kind: 'choice',
    ...addressed(`instrument/${role}`),
    label: `Instrument: ${role}`,
    description: `Who plays the role ${role}; auto leaves it to the style.`,
    acts: 'bar',
    choices: ['auto', ...playable],
    neutral: 'auto',
  };
}
