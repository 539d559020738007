/** Sliders and choices from the contract's attributes: a range that changes there changes on the monitor page. */
import { attributeRanges, meters, modes, registers, styles, tonics } from '../protocol/attributes.ts';
import type { NumericAttribute } from '../protocol/attributes.ts';
import type { ControlDescription } from '../protocol/listenMessages.ts';

/** Present values by name; what is missing stands at a neutral value. */
export type ControlValues = Readonly<Record<string, number | string>>;

/** Lengths are decided before the music begins; they are no controls of what sounds. */
const fixedAttributes: ReadonlySet<NumericAttribute> = new Set(['bars', 'seconds']);

const choices = {
  key: tonics.flatMap((tonic) => modes.map((mode) => `${tonic} ${mode}`)),
  meter: meters,
  register: registers,
  style: styles,
} as const satisfies Record<string, readonly string[]>;

const neutral: ControlValues = {
  tempo: 100,
  key: 'C major',
  meter: '4/4',
  register: 'middle',
  style: 'cinematic',
  valence: 0,
  arousal: 0,
};

/** All controls, in the order in which they are shown: numbers, then choices. */
export function describeControls(values: ControlValues): ControlDescription[] {
  const numbers = (Object.keys(attributeRanges) as NumericAttribute[]).filter(
    (name) => !fixedAttributes.has(name),
  );
  return [
    ...numbers.map((name) => describeNumber(name, values[name])),
    ...Object.keys(choices).map((name) => describeChoice(name as keyof typeof choices, values[name])),
  ];
}

function describeNumber(name: NumericAttribute, value: number | string | undefined): ControlDescription {
  const { min, max } = attributeRanges[name];
  const isTempo = name === 'tempo';
  return {
    name,
    label: labelOf(name),
    kind: 'number',
    min,
    max,
    step: isTempo ? 0.5 : 0.01,
    unit: isTempo ? 'BPM' : '',
    value: typeof value === 'number' ? value : Number(neutral[name] ?? 0.5),
  };
}

function describeChoice(name: keyof typeof choices, value: number | string | undefined): ControlDescription {
  const known: readonly string[] = choices[name];
  const chosen = typeof value === 'string' && known.includes(value) ? value : String(neutral[name]);
  return { name, label: labelOf(name), kind: 'choice', choices: known, value: chosen };
}

function labelOf(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
