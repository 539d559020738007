/** Export Take. */
import { activeCue, activeTake } from './activeCue.ts';
import type { Command } from './command.ts';

/** Given cue and take, else those that are active. */
export const exportTake: Command = async ({ sessions }, cue, take) => {
  const session = await activeCue(sessions, cue);
  await session.exportTake(activeTake(session, take));
};
