/** What a message to a foreign address may mean to a mapping: each number in it, with the arguments before it. */
import { numberOf, textOf } from './oscPacket.ts';
import type { MappingSource } from '../protocol/parameterMapping.ts';
import type { OscMessage } from './oscPacket.ts';
import type { ParameterValue } from './parameterMappings.ts';

/** Arguments that are looked at. */
const mostArguments = 8;

/**
 * The values of a message, the likeliest first: the last number is the value, what stands before it says of what
 * (`/live/device/set/parameter/value 0 1 5 0.7`). A message with one argument has one meaning.
 */
export function parameterValues({ address, args }: OscMessage): ParameterValue[] {
  if (!/^\/[\w\-./]{1,199}$/.test(address)) return [];
  const given: (number | string)[] = [];
  const values: ParameterValue[] = [];
  for (const one of args.slice(0, mostArguments)) {
    const value = numberOf(one);
    if (value !== undefined) values.unshift({ source: { kind: 'osc', address, given: [...given] }, value });
    const said = value ?? textOf(one)?.slice(0, 100);
    if (said === undefined) break;
    given.push(said);
  }
  return values;
}

/** The message that moves a foreign parameter. */
export function parameterMessage(
  { address, given }: Extract<MappingSource, { kind: 'osc' }>,
  value: number,
): OscMessage {
  const before = given.map((one) =>
    typeof one === 'string'
      ? ({ type: 's', value: one } as const)
      : ({ type: Number.isInteger(one) ? 'i' : 'f', value: one } as const),
  );
  return { address, args: [...before, { type: 'f', value }] };
}
