/** Ardour: our action in a session that is open, the session file where it is closed. */
import { ardour as dialect } from '../dialects/ardour.ts';
import { placeInArdourSession } from '../ardourSessionClip.ts';
import { ardourActionSlot } from '../dawScripts.ts';
import { sendByScript } from './byScript.ts';
import type { ClipOnItsWay, DawAdapter } from '../dawAdapter.ts';

/** See the file. */
export const ardourAdapter: DawAdapter = {
  id: 'ardour',
  send: async (onItsWay) => {
    const { clip, inbox, line, sessionFile, actionSlot = ardourActionSlot } = onItsWay;
    const isOpen = line !== undefined && (await answers(onItsWay));
    if (!isOpen && sessionFile !== undefined) {
      const done = placeInArdourSession(sessionFile, clip, (file) => inbox.pathOf(file));
      // The session has copies of its own.
      inbox.withdraw(clip);
      return done;
    }
    const trigger = (): void => {
      line?.say('runAction', { action: `LuaAction/script-${actionSlot}` });
    };
    return await sendByScript(onItsWay, { title: dialect.title, trigger });
  },
};

/** Whether Ardour is there: it answers the list of its strips. */
async function answers({ line }: ClipOnItsWay): Promise<boolean> {
  if (line === undefined) return false;
  line.say('probe');
  return (await line.ask(line.message('trackNames'), () => true)) !== undefined;
}
