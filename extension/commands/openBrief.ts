/** Open Brief: what the music will be like, and why. */
import { activeCue } from './activeCue.ts';
import { openCueEditor } from './openCueEditor.ts';
import type { Command } from './command.ts';

/** Of a given cue, else of the active one; the brief is made where there is none. */
export const openBrief: Command = async ({ sessions }, given) => {
  const session = await activeCue(sessions, given);
  await openCueEditor(session.uri);
  session.reveal('brief');
  session.reveal('brief');
  const { brief, job, isTrusted, cue } = session.state;
  const canBeMade = isTrusted && job === undefined && (cue?.conditions.length ?? 0) > 0;
  if (canBeMade && (brief === undefined || brief.isStale)) await session.makeBrief();
};
