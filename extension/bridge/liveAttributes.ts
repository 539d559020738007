/** Attributes of a cue ↔ controls of a performance. */
import { attributeControls } from '../../bridge/protocol/attributeAddress.ts';
import { attributeNames } from '../../bridge/protocol/attributes.ts';
import { instruments } from '../../bridge/protocol/instruments.ts';
import { roles } from '../../bridge/protocol/roles.ts';
import type { AttributeName, GivenAttributes, RoleInstrument } from '../../bridge/protocol/attributes.ts';
import type { ControlValue } from '../../bridge/protocol/bridge.ts';
import type { InstrumentId } from '../../bridge/protocol/instruments.ts';
import type { SetAttributesParams } from '../../bridge/protocol/bridgeParams.ts';

type Values = SetAttributesParams['values'];

const plain = attributeControls.map(({ name }) => name).filter((name) => !name.includes('/'));

/** Values of those that differ. What was given back to the brief keeps the value that is heard, instruments the style's. */
export function changedControls(before: GivenAttributes, after: GivenAttributes): Values {
  const [was, is] = [before, after].map((given) => given as Record<string, unknown>);
  const changed = plain.flatMap((name) => {
    const value = is?.[name];
    return value === undefined || value === was?.[name] ? [] : [[name, value]];
  });
  const played = (given: GivenAttributes, role: string): string =>
    given.instruments?.find((one) => one.role === role)?.instrument ?? 'auto';
  const instruments = roles.flatMap((role) => {
    const instrument = played(after, role);
    return instrument === played(before, role) ? [] : [[`instrument/${role}`, instrument]];
  });
  return Object.fromEntries([...changed, ...instruments]) as Values;
}

/** What the controls say of attributes. Roles whose control says `auto` keep their `usual` player. */
export function attributesOf(
  values: Readonly<Record<string, ControlValue>>,
  usual: readonly RoleInstrument[],
): GivenAttributes {
  const named = attributeNames.flatMap((name) => {
    const value = values[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  const chosen = roles.flatMap((role) => {
    const instrument = values[`instrument/${role}`] ?? 'auto';
    if (instrument === 'auto') return [];
    const { program } = instruments[instrument as InstrumentId];
    return [{ role, instrument, program } as RoleInstrument];
  });
  const players = roles.flatMap(
    (role) => chosen.find((one) => one.role === role) ?? usual.find((one) => one.role === role) ?? [],
  );
  return { ...Object.fromEntries(named), ...(chosen.length === 0 ? {} : { instruments: players }) };
}

/** Whether a performance has a control for it: lengths have none. */
export function isSteered(name: AttributeName): boolean {
  return name === 'instruments' || plain.includes(name);
}
