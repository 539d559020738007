/** REAPER: our ReaScript watches the inbox. */
import { reaper as dialect } from '../dialects/reaper.ts';
import { sendByScript } from './byScript.ts';
import type { DawAdapter } from '../dawAdapter.ts';

/** See the file. */
export const reaperAdapter: DawAdapter = {
  id: 'reaper',
  send: (onItsWay) => sendByScript(onItsWay, { title: dialect.title }),
};
