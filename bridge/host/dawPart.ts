/** Puts the connection to a DAW together with the desk. */
import { basename } from 'node:path';
import { DawDesk } from '../daw/dawDesk.ts';
import { leadLimits } from '../daw/leadLimits.ts';
import { dawOrigin, TransportLead } from '../daw/transportLead.ts';
import { LeitmotifError } from '../protocol/errors.ts';
import type { SendClipResult, TransportLeadState } from '../protocol/bridge.ts';
import type { TransportLeadParams } from '../protocol/bridgeParams.ts';
import type { BridgeDesk } from './bridgeDesk.ts';

/** Joins it; what it answers is available from now on. */
export function joinDaw(desk: BridgeDesk): void {
  const lead = leadOf(desk);
  const daws = new DawDesk((state) => {
    desk.tellDaw(state);
  }, lead);
  const { listDaws, connectDaw, testDaw, disconnectDaw, sendClip } = daws;
  const answers = {
    ...{ listDaws, connectDaw, testDaw, disconnectDaw },
    leadTransport: (asked: TransportLeadParams): Promise<TransportLeadState> =>
      Promise.resolve().then(() => {
        const dialect = daws.connection?.dialect;
        const limits = dialect === undefined ? [noDaw] : leadLimits(dialect, asked.lead);
        lead.choose(asked.lead);
        return { lead: lead.chosen, limits: asked.lead === 'free' ? [] : limits };
      }),
    sendClip: async (asked: Parameters<typeof sendClip>[0]): Promise<SendClipResult> => {
      const result = await sendClip(asked);
      desk.toldTake({ event: 'sent', name: basename(asked.folder).slice(0, 200) });
      return result;
    },
  };
  Object.assign(desk.optional, answers satisfies BridgeDesk['optional']);
  desk.join({
    status: () => ({
      ...(daws.status === undefined ? {} : { daw: daws.status }),
      lead: lead.leader,
    }),
    close: async () => {
      lead.close();
      await disconnectDaw();
    },
  });
}

const noDaw = 'No DAW is connected; this holds from the next connection on.';

function leadOf(desk: BridgeDesk): TransportLead {
  return new TransportLead({
    transport: desk.transportClock,
    scheduler: desk.scheduler,
    show: (name, value) => {
      try {
        desk.store.set(name, value, dawOrigin);
      } catch (error) {
        // A tempo that no control can show holds all the same.
        if (!(error instanceof LeitmotifError)) throw error;
      }
    },
    performance: () => desk.performanceLeader(),
  });
}
