/** Take Tempo, Key and Markers from DAW: its project becomes part of the cue, for the next take. */
import * as vscode from 'vscode';
import { cancelled, LeitmotifError } from '../../bridge/protocol/errors.ts';
import { dawEdit, dawOffers } from '../bridge/dawOffer.ts';
import { requireTrustToConnect } from '../trust.ts';
import { isInboxAlone } from '../views/connectionLines.ts';
import { activeCue } from './activeCue.ts';
import type { DawStatus } from '../../bridge/protocol/bridge.ts';
import type { DawConditions } from '../../bridge/protocol/daw.ts';
import type { DawOffer } from '../bridge/dawOffer.ts';
import type { Command } from './command.ts';

type What = DawOffer['of'];

/** Given a cue and what is taken; else the active one, and asks. Answers what was taken. */
export const takeDawConditions: Command = async ({ sessions, bridge }, given, what) => {
  requireTrustToConnect();
  const session = await activeCue(sessions, given);
  const { title } = connected((await bridge.refresh()).daw).report;
  const conditions = await bridge.dawConditions();
  const offers = dawOffers(conditions, session.state.cue);
  if (offers.length === 0) throw nothingTold(title, conditions);
  const chosen = Array.isArray(what) ? new Set(what as What[]) : await ask(offers, title, conditions);
  const hitLabel = vscode.l10n.t('Playhead of {0}', title);
  const taken = offers.filter(({ of }) => chosen.has(of));
  if (taken.length === 0) throw cancelled();
  await session.apply(dawEdit(conditions, chosen, { title, hitLabel }));
  const said = taken.map(({ of, value }) => `${words()[of]}: ${value}`).join(' · ');
  void vscode.window.showInformationMessage(
    [`Leitmotif: ${vscode.l10n.t('From {0}: {1}.', title, said)}`, ...conditions.left].join(' '),
  );
  return taken.map(({ of }) => of);
};

async function ask(
  offers: readonly DawOffer[],
  title: string,
  { fromBar, left }: DawConditions,
): Promise<ReadonlySet<What>> {
  const names = words();
  const items = offers.map(({ of, value, now, isUsual }) => ({
    label: `${names[of]}: ${value}`,
    description: now === undefined || now === value ? '' : vscode.l10n.t('in place of {0}', now),
    detail:
      of === 'bars' ? vscode.l10n.t('The loop range; the cue begins at bar {0} of the project', fromBar) : '',
    picked: isUsual,
    of,
  }));
  const chosen = await vscode.window.showQuickPick(items, {
    ignoreFocusOut: true,
    canPickMany: true,
    title: vscode.l10n.t('What {0} says becomes part of the cue', title),
    placeHolder: left.length > 0 ? left.join(' ') : vscode.l10n.t('One undo takes all of it back'),
  });
  if (chosen === undefined) throw cancelled();
  return new Set(chosen.map(({ of }) => of));
}

function words(): Record<What, string> {
  return {
    tempo: vscode.l10n.t('Tempo'),
    meter: vscode.l10n.t('Meter'),
    key: vscode.l10n.t('Key'),
    bars: vscode.l10n.t('Length'),
    sections: vscode.l10n.t('Sections'),
    hit: vscode.l10n.t('Hit at the playhead'),
  };
}

function connected(daw: DawStatus | undefined): DawStatus {
  if (daw !== undefined && !isInboxAlone(daw)) return daw;
  throw new LeitmotifError('not-available', {
    what: vscode.l10n.t('No DAW is connected that tells of its project'),
    subject: vscode.l10n.t('Take Tempo, Key and Markers from DAW'),
    next: vscode.l10n.t('Choose Ableton Live, REAPER, Bitwig or Ardour with Connect DAW'),
  });
}

function nothingTold(title: string, { left }: DawConditions): LeitmotifError {
  return new LeitmotifError('not-available', {
    what: vscode.l10n.t('{0} has told nothing that a cue can use', title),
    subject: left.length > 0 ? left.join(' ') : title,
    next: vscode.l10n.t('Test the line in the DAW view: it says what is told and what is not'),
  });
}
