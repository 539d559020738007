/** Remake Take: the same take again from its recipe. */
import { requireTrust } from '../trust.ts';
import { activeCue, activeTake } from './activeCue.ts';
import type { Command } from './command.ts';

/** Given cue and take, else those that are active. */
export const remakeTake: Command = async ({ sessions }, cue, take) => {
  requireTrust();
  const session = await activeCue(sessions, cue);
  return session.remake(activeTake(session, take));
};
