/** Map DAW Parameter, Change Mapping, Remove Mapping: whatever is moved in the DAW moves an attribute. */
import { requireTrustToConnect } from '../trust.ts';
import type { Command } from './command.ts';

/** Given an attribute and a shape; else asks. Answers the mapping. */
export const mapDawParameter: Command = async (parts, attribute, shape) => {
  requireTrustToConnect();
  const { mapParameter } = await import('./mappingWork.ts');
  return mapParameter(parts, attribute, shape);
};

/** Given a line of the view, else asks. Answers the mapping. */
export const changeMapping: Command = async (parts, mapping) => {
  requireTrustToConnect();
  const work = await import('./mappingWork.ts');
  return work.changeMapping(parts, mapping);
};

/** Given a line of the view or an id, else asks. */
export const removeMapping: Command = async (parts, mapping) => {
  requireTrustToConnect();
  const work = await import('./mappingWork.ts');
  await work.removeMapping(parts, mapping);
};
