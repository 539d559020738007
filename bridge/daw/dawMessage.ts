/** A message of a dialect, filled with values. */
import type { OscArgument, OscMessage } from '../osc/oscPacket.ts';
import type { ArgumentForm, MessageForm } from './dawDialect.ts';

/** Values by the names of a form. */
export type DawValues = Readonly<Record<string, number | string>>;

/** The message; `rest` follows the arguments of the form. Throws a `TypeError` where a value is missing or of the wrong kind. */
export function dawMessage(
  { address, args }: MessageForm,
  values: DawValues = {},
  rest: readonly OscArgument[] = [],
): OscMessage {
  const filled = address.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(numberNamed(values, name)));
  return { address: filled, args: [...args.map((argument) => argumentOf(argument, values)), ...rest] };
}

function argumentOf(argument: ArgumentForm, values: DawValues): OscArgument {
  if ('value' in argument) return argument;
  const { type, name } = argument;
  switch (type) {
    case 's':
      return { type, value: textNamed(values, name) };
    case 'h':
      return { type, value: BigInt(numberNamed(values, name)) };
    case 'T':
    case 'F':
      return { type };
    case 'i':
      return { type, value: Math.round(numberNamed(values, name)) };
    default:
      return { type, value: numberNamed(values, name) };
  }
}

function numberNamed(values: DawValues, name: string): number {
  const value = values[name];
  if (typeof value !== 'number' || !Number.isFinite(value)) throw new TypeError(`${name} is no number`);
  return value;
}

function textNamed(values: DawValues, name: string): string {
  const value = values[name];
  if (typeof value !== 'string') throw new TypeError(`${name} is no text`);
  return value;
}
