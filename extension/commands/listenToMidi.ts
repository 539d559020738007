/** Listen to MIDI Controller: from which port, and whether its clock leads; then its knobs can be mapped. Stop Listening besides. */
import * as vscode from 'vscode';
import { cancelled } from '../../bridge/protocol/errors.ts';
import { requireTrustToConnect } from '../trust.ts';
import type { ListenMidiParams } from '../../bridge/protocol/bridgeParams.ts';
import type { MidiInputState } from '../../bridge/protocol/bridge.ts';
import type { Bridge } from '../bridge/bridge.ts';
import type { CommandId } from '../manifest/contributed.ts';
import type { Command } from './command.ts';

/** Given where MIDI comes from; else asks. Answers what was opened. */
export const listenToMidi: Command = async ({ bridge }, given) => {
  requireTrustToConnect();
  const state = await bridge.listenMidi(isSource(given) ? given : await askSource(bridge));
  if (!isSource(given)) void offerMapping(state);
  return state;
};

/** Hears no more; mappings stay. */
export const stopListeningToMidi: Command = async ({ bridge }) => {
  requireTrustToConnect();
  await bridge.unlistenMidi();
};

/** Shown beside whatever comes next. */
async function offerMapping({ name, reason }: MidiInputState): Promise<void> {
  const map = vscode.l10n.t('Map a Knob…');
  const said = [vscode.l10n.t('Listens to {0}.', name), ...(reason === '' ? [] : [`${reason}.`])];
  const chosen = await vscode.window.showInformationMessage(`Leitmotif: ${said.join(' ')}`, map);
  const command: CommandId = 'leitmotif.mapDawParameter';
  if (chosen === map) await vscode.commands.executeCommand(command);
}

async function askSource(bridge: Bridge): Promise<ListenMidiParams> {
  const ports = (await bridge.devices()).filter(({ kind }) => kind === 'midi-input');
  const title = vscode.l10n.t('Where does MIDI come from?');
  const source = await choose<ListenMidiParams>(title, [
    ...ports.map(({ name }) => ({
      label: `$(plug) ${name}`,
      detail: vscode.l10n.t('A port that is there'),
      value: { from: 'port' as const, name },
    })),
    {
      label: `$(symbol-event) ${vscode.l10n.t('A port of our own')}`,
      detail: vscode.l10n.t(
        'Named Leitmotif controls, for a controller or DAW to send to; where the system has no virtual ports, over the network (RTP-MIDI)',
      ),
      value: { from: 'auto' },
    },
    {
      label: `$(globe) ${vscode.l10n.t('RTP-MIDI')}`,
      detail: vscode.l10n.t('A network session on this machine that the controller or DAW joins'),
      value: { from: 'network' },
    },
  ]);
  const follow = await choose(vscode.l10n.t('What is heard of it?'), [
    { label: vscode.l10n.t('Knobs, faders and pedals'), value: false },
    {
      label: vscode.l10n.t('Its clock as well'),
      detail: vscode.l10n.t('Clock, start, stop and song position lead the tempo and transport of Leitmotif'),
      value: true,
    },
  ]);
  return { ...source, follow };
}

async function choose<T>(title: string, items: (vscode.QuickPickItem & { value: T })[]): Promise<T> {
  const chosen = await vscode.window.showQuickPick(items, { title, ignoreFocusOut: true });
  if (chosen === undefined) throw cancelled();
  return chosen.value;
}

function isSource(given: unknown): given is ListenMidiParams {
  return typeof given === 'object' && given !== null && 'from' in given;
}
