/** Puts the connection to a DAW together with the desk. */
import { basename, join } from 'node:path';
import { usualInbox } from '../daw/clipInbox.ts';
import { DawDesk } from '../daw/dawDesk.ts';
import { scriptFolder } from '../daw/dawScripts.ts';
import { installScript, listScripts, uninstallScript } from '../daw/installedScripts.ts';
import { leadLimits } from '../daw/leadLimits.ts';
import { dawOrigin, TransportLead } from '../daw/transportLead.ts';
import { parameterMessage, parameterValues } from '../osc/oscParameters.ts';
import { LeitmotifError } from '../protocol/errors.ts';
import type { DawScripts, SendClipResult, TransportLeadState } from '../protocol/bridge.ts';
import type { InstallScriptParams, TransportLeadParams } from '../protocol/bridgeParams.ts';
import type { BridgeDesk } from './bridgeDesk.ts';

/** Joins it; what it answers is available from now on. */
export function joinDaw(desk: BridgeDesk): void {
  const lead = leadOf(desk);
  const daws = new DawDesk((state) => {
    desk.tellDaw(state);
  }, lead);
  const { listDaws, connectDaw, testDaw, disconnectDaw, sendClip } = daws;
  const { dawConditions } = daws;
  daws.onOther = (message) => {
    desk.mappings.hear(parameterValues(message), 'daw');
  };
  desk.mappings.tellAlso((source, value) => {
    if (source.kind === 'osc') daws.connection?.line?.send(parameterMessage(source, value));
  });
  const answers = {
    ...{ listDaws, connectDaw, testDaw, disconnectDaw, dawConditions },
    leadTransport: (asked: TransportLeadParams): Promise<TransportLeadState> =>
      Promise.resolve().then(() => {
        const dialect = daws.connection?.dialect;
        const limits = dialect === undefined ? [noDaw] : leadLimits(dialect, asked.lead);
        lead.choose(asked.lead);
        return { lead: lead.chosen, limits: asked.lead === 'free' ? [] : limits };
      }),
    installScript: (asked: InstallScriptParams): Promise<DawScripts[]> =>
      Promise.resolve().then(() => installedScripts(asked)),
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

/** @throws LeitmotifError `consent-missing`, `output-unwritable`, `file-missing` */
function installedScripts(asked: InstallScriptParams): DawScripts[] {
  if (asked.action === 'list') return listScripts((daw) => join(usualInbox(), daw));
  const { daw, action, folder } = asked;
  const inbox = join(asked.inbox ?? usualInbox(), daw);
  if (asked.consent !== true) throw notAgreed(folder ?? scriptFolder(daw));
  return [action === 'install' ? installScript(daw, inbox, folder) : uninstallScript(daw, { inbox, folder })];
}

function notAgreed(subject: string): LeitmotifError {
  return new LeitmotifError('consent-missing', {
    what: 'Files in this folder would be changed',
    subject,
    next: 'Ask the person, then say that they agreed',
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
