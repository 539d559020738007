/** Choose Who Leads: whose tempo, transport and place hold, the DAW's or Leitmotif's, now and from now on in this workspace. */
import * as vscode from 'vscode';
import { cancelled } from '../../bridge/protocol/errors.ts';
import { requireTrustToConnect } from '../trust.ts';
import type { TransportLeader } from '../../bridge/protocol/bridge.ts';
import type { Command } from './command.ts';

const leaders: readonly TransportLeader[] = ['daw', 'leitmotif', 'free'];

/** Given who leads; else asks. Answers who leads, and what to expect. */
export const chooseLead: Command = async ({ bridge }, given) => {
  requireTrustToConnect();
  const { lead: now } = await bridge.refresh();
  const wanted = leaders.find((one) => one === given) ?? (await ask(now));
  const state = await bridge.leadTransport(wanted);
  if (state.limits.length > 0)
    void vscode.window.showInformationMessage(`Leitmotif: ${state.limits.join(' ')}`);
  return state;
};

async function ask(now: TransportLeader): Promise<TransportLeader> {
  const words: Record<TransportLeader, [label: string, detail: string]> = {
    daw: [
      vscode.l10n.t('The DAW leads'),
      vscode.l10n.t('Leitmotif plays, stops and takes its tempo as the DAW does'),
    ],
    leitmotif: [
      vscode.l10n.t('Leitmotif leads'),
      vscode.l10n.t('The DAW plays, stops and takes its tempo as Leitmotif does'),
    ],
    free: [vscode.l10n.t('Neither'), vscode.l10n.t('Each keeps its own tempo and transport')],
  };
  const items = leaders.map((lead) => ({
    label: words[lead][0],
    detail: words[lead][1],
    description: lead === now ? vscode.l10n.t('so it is now') : '',
    lead,
  }));
  const chosen = await vscode.window.showQuickPick(items, {
    ignoreFocusOut: true,
    title: vscode.l10n.t('Whose tempo and transport hold?'),
  });
  if (chosen === undefined) throw cancelled();
  return chosen.lead;
}
