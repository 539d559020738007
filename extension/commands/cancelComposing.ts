/** Cancel Composing. */
import type { Command } from './command.ts';

/** Of the active cue where it has a job, else of all that have one. */
export const cancelComposing: Command = ({ sessions }) => {
  const { active } = sessions;
  const busy = active?.state.job === undefined ? sessions.all.filter(({ state }) => state.job) : [active];
  for (const session of busy) session.cancel();
  return Promise.resolve();
};
