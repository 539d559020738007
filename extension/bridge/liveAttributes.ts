/** What a change of a cue's attributes is for the controls of a performance. */
import { attributeControls } from '../../bridge/protocol/attributeAddress.ts';
import { roles } from '../../bridge/protocol/roles.ts';
import type { GivenAttributes } from '../../bridge/protocol/attributes.ts';
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
