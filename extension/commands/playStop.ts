/** Play or Stop. */
import { activeCue, activeTake } from './activeCue.ts';
import type { Command } from './command.ts';

/** Stops what sounds; else plays on what is loaded, where it is of the active cue, or its selected take. */
export const playStop: Command = async ({ sessions, player }) => {
  const { activity, source } = player.state;
  if (activity === 'playing' || activity === 'waiting') {
    player.stop();
    return;
  }
  const active = sessions.active;
  if (source !== undefined && (active === undefined || source.cue === active.uri.toString())) {
    player.play();
    return;
  }
  const session = await activeCue(sessions);
  await session.play({ take: activeTake(session) });
};
