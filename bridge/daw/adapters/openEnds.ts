/** Whoever has no way to take a clip by itself: the inbox, and a word by OSC where that is spoken. */
import { leftInInbox } from './byScript.ts';
import type { ClipOnItsWay, DawAdapter } from '../dawAdapter.ts';

function deliver(onItsWay: ClipOnItsWay): string[] {
  const { clip, inbox } = onItsWay;
  inbox.deliver(clip);
  const bar = clip.at === 'playhead' ? 'at the playhead' : `at bar ${clip.at}`;
  return [`The clip lies in the inbox, to be put ${bar}.`, ...leftInInbox(onItsWay)];
}

/** Any program that speaks OSC: it is told the path of the manifest. */
export const oscAdapter: DawAdapter = {
  id: 'osc',
  send: async (onItsWay) => {
    const done = deliver(onItsWay);
    onItsWay.line?.say('insertFile', { path: onItsWay.inbox.manifestPath(onItsWay.clip.id) });
    return await Promise.resolve(done);
  },
};

/** Any other. */
export const midiAdapter: DawAdapter = {
  id: 'midi',
  send: async (onItsWay) => await Promise.resolve(deliver(onItsWay)),
};
