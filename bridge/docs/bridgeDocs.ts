/**
 * The generated parts of `bridge/README.md`: OSC addresses, controls and frames, as the contract has them. They stand between
 * `<!-- generated: name -->` and `<!-- end -->`.
 */
import { attributeControls } from '../protocol/attributeAddress.ts';
import { oscAddresses } from '../protocol/oscAddress.ts';
import type { AttributeControl } from '../protocol/attributeAddress.ts';
import type { OscAddress, OscParameter } from '../protocol/oscAddress.ts';

/** Sources whose first comment describes a frame, by the name of the part. */
export const frameSources = {
  'pcm-frame': 'bridge/protocol/pcmFrame.ts',
  'stream-frame': 'bridge/protocol/streamFrame.ts',
  'listen-messages': 'bridge/protocol/listenMessages.ts',
} as const;
/** Name of a part that is taken from a source's first comment. */
export type FrameSource = keyof typeof frameSources;

/** Choices that are spelled out; more are counted. */
const mostSpelled = 10;

/** The page with its generated parts as they ought to be. `frames` holds the text of each of {@link frameSources}. */
export function fillDocs(page: string, frames: Readonly<Record<FrameSource, string>>): string {
  const parts: Record<string, string> = {
    controls: controlsTable(),
    addresses: addressesTable(),
    ...Object.fromEntries(Object.entries(frames).map(([name, source]) => [name, firstComment(source)])),
  };
  return page.replace(
    /(<!-- generated: ([\w-]+) -->\n)[^]*?(\n<!-- end -->)/g,
    (_all, begin: string, name: string, end: string) =>
      `${begin}<!-- prettier-ignore-start -->\n\n${partNamed(parts, name)}\n\n<!-- prettier-ignore-end -->${end}`,
  );
}

/** The text of a file's first comment; links to symbols become code. */
export function firstComment(source: string): string {
  const comment = /^\/\*\*\n([^]*?)\n \*\//.exec(source)?.[1] ?? '';
  return comment
    .split('\n')
    .map((line) => line.replace(/^ \* ?/, ''))
    .join('\n')
    .replace(/\{@link ([\w.]+)\}/g, '`$1`');
}

function partNamed(parts: Readonly<Record<string, string>>, name: string): string {
  const part = Object.hasOwn(parts, name) ? parts[name] : undefined;
  if (part === undefined) throw new RangeError(`There is no part ${name}`);
  return part;
}

function controlsTable(): string {
  const rows = attributeControls.map(
    (control) =>
      `| \`${control.address}\` | ${control.kind === 'number' ? 'f' : 's'} | ${valuesOf(control)} | ${String(control.neutral)} | ${control.acts === 'once' ? 'at once' : 'next bar'} | ${control.description} |`,
  );
  return table('| address | type | values | neutral | heard | meaning |', 6, rows);
}

function valuesOf(control: AttributeControl): string {
  if (control.kind === 'choice') return spelled(control.choices);
  return `${control.min}…${control.max}${control.unit === '' ? '' : ` ${control.unit}`}`;
}

function addressesTable(): string {
  const rows = Object.values(oscAddresses).map(
    ({ address, direction, parameters, description }: OscAddress) =>
      `| \`${address}\` | ${direction === 'in' ? 'taken' : 'sent'} | ${parameters.map(parameterText).join(', ') || 'none'} | ${description} |`,
  );
  return table('| address | | arguments | meaning |', 4, rows);
}

function parameterText({ name, type, min, max, unit, choices }: OscParameter): string {
  if (choices !== undefined) return `${type} ${name} (${spelled(choices)})`;
  const range = min === undefined || max === undefined ? '' : ` ${min}…${max}`;
  return `${type} ${name}${range}${unit === undefined ? '' : ` ${unit}`}`;
}

function spelled(choices: readonly string[]): string {
  const shown = choices.slice(0, mostSpelled).join(', ');
  return choices.length > mostSpelled ? `${shown} … (${choices.length} in all)` : shown;
}

function table(head: string, columns: number, rows: readonly string[]): string {
  return [head, `|${'---|'.repeat(columns)}`, ...rows].join('\n');
}
