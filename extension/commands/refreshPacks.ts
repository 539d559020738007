/** Refresh Model Packs. */
import { requireTrust } from '../trust.ts';
import type { Command } from './command.ts';

/** Returns the listing. */
export const refreshPacks: Command = ({ packs }) => {
  requireTrust();
  return packs.refresh();
};
