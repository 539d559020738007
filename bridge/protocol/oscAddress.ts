/**
 * Every address that the bridge takes or sends over OSC, beside those of the controls in `attributeAddress.ts`. Documentation and
 * OSCQuery are made from this table.
 */
import { attributeControls } from './attributeAddress.ts';

/** `in`: taken; `out`: sent; `both`. */
export type OscDirection = 'in' | 'out' | 'both';

/** One argument of an address. */
export interface OscParameter {
  name: string;
  /** OSC type tag as it is sent; numbers of other types are taken as well. */
  type: 'i' | 'f' | 's';
  min?: number;
  max?: number;
  unit?: string;
  choices?: readonly string[];
}

/** One address. */
export interface OscAddress {
  address: string;
  direction: OscDirection;
  parameters: readonly OscParameter[];
  /** A sentence. */
  description: string;
}

/** What can become of a take. */
export const takeEvents = ['begun', 'made', 'failed', 'sent'] as const;
/** One of {@link takeEvents}. */
export type TakeEvent = (typeof takeEvents)[number];

/** Ports where nothing else is said. */
export const usualOscPorts = { receive: 9310, send: 9311 } as const;

/** Most bars that can be gone to. */
export const lastBar = 100_000;

/** Addresses by what they are for. */
export const oscAddresses = {
  play: address('in', 'transport/play', [], 'Starts. With an argument: starts unless it is 0 or F.'),
  stop: address('in', 'transport/stop', [], 'Stops; every note ends. With an argument: unless it is 0 or F.'),
  locate: address(
    'in',
    'transport/bar',
    [{ name: 'bar', type: 'i', min: 1, max: lastBar }],
    'Goes to the beginning of a bar.',
  ),
  panic: address('in', 'panic', [], 'Ends every note on every output at once.'),
  refresh: address('in', 'refresh', [], 'Asks for all values; they come in bundles.'),
  playing: address(
    'out',
    'transport/playing',
    [{ name: 'playing', type: 'i', min: 0, max: 1 }],
    'Whether it rolls from the time of the bundle on.',
  ),
  position: address(
    'out',
    'position',
    [
      { name: 'bar', type: 'i', min: 1, max: lastBar },
      { name: 'beat', type: 'f', min: 1, max: 13 },
      { name: 'tempo', type: 'f', min: 30, max: 260, unit: 'BPM' },
      { name: 'meter', type: 's' },
    ],
    'Every beat, at the time of the bundle.',
  ),
  chord: address(
    'out',
    'chord',
    [
      { name: 'name', type: 's' },
      { name: 'numeral', type: 's' },
    ],
    'The chord that begins, such as Dm7 and ii7.',
  ),
  section: address(
    'out',
    'section',
    [
      { name: 'label', type: 's' },
      { name: 'bar', type: 'i', min: 1, max: lastBar },
    ],
    'The section that begins, and its first bar.',
  ),
  take: address(
    'out',
    'take',
    [
      { name: 'event', type: 's', choices: takeEvents },
      { name: 'name', type: 's' },
    ],
    'What became of a take: its making began, ended or failed, or it went to the DAW.',
  ),
} as const satisfies Record<string, OscAddress>;

/** All addresses: those above and one for every control, in order of the address. */
export function allOscAddresses(): OscAddress[] {
  const controls = attributeControls.map((control): OscAddress => {
    const parameter: OscParameter =
      control.kind === 'number'
        ? { name: 'value', type: 'f', min: control.min, max: control.max, unit: control.unit }
        : { name: 'value', type: 's', choices: control.choices };
    return {
      address: control.address,
      direction: 'both',
      parameters: [parameter],
      description: control.description,
    };
  });
  return [...controls, ...Object.values(oscAddresses)].sort((a, b) => (a.address < b.address ? -1 : 1));
}

function address(
  direction: OscDirection,
  name: string,
  parameters: readonly OscParameter[],
  description: string,
): OscAddress {
  return { address: `/leitmotif/${name}`, direction, parameters, description };
}
