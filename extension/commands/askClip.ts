/** Asks what of a take goes where. What cannot differ is not asked. */
import * as vscode from 'vscode';
import { cancelled } from '../../bridge/protocol/errors.ts';
import { barRange } from '../bridge/barRange.ts';
import { tempoOffer } from '../bridge/tempoOffer.ts';
import type { BridgeStatus } from '../../bridge/protocol/bridge.ts';
import type { SendClipParams } from '../../bridge/protocol/bridgeParams.ts';
import type { TakeView } from '../../bridge/protocol/panels/takeView.ts';

type Asked = Omit<SendClipParams, 'folder'>;

/** @throws LeitmotifError `cancelled` */
export async function askClip(take: TakeView | undefined, status: BridgeStatus | undefined): Promise<Asked> {
  const what = await choose(vscode.l10n.t('What is sent?'), [
    { label: vscode.l10n.t('MIDI and audio'), value: 'both' as const },
    { label: vscode.l10n.t('MIDI'), value: 'midi' as const },
    { label: vscode.l10n.t('Audio'), value: 'audio' as const },
  ]);
  const part = await askPart(take);
  const bars = await askBars();
  const track = part.stems ? undefined : await askTrack(take);
  const at = await askPlace();
  const matchTempo = await askTempo(take, status);
  return {
    what,
    ...part,
    ...(bars === undefined ? {} : { bars }),
    ...(track === undefined ? {} : { track }),
    at,
    matchTempo,
  };
}

type Part = Pick<Asked, 'roles'> & { stems: boolean };

async function askPart(take: TakeView | undefined): Promise<Part> {
  const stems = take?.stems ?? [];
  if (stems.length === 0) return { stems: false };
  return choose<Part>(vscode.l10n.t('Which part?'), [
    { label: vscode.l10n.t('All of it on one track'), value: { stems: false } },
    { label: vscode.l10n.t('Every role on a track of its own'), value: { stems: true } },
    ...stems.map(({ role, label }) => ({
      label,
      description: role,
      value: { stems: false, roles: [role] },
    })),
  ]);
}

async function askBars(): Promise<Asked['bars']> {
  const text = await vscode.window.showInputBox({
    ignoreFocusOut: true,
    title: vscode.l10n.t('Which bars?'),
    prompt: vscode.l10n.t('Such as 5-12; empty for all of them'),
    validateInput: (given) =>
      given.trim() === '' || barRange(given) !== undefined ? undefined : vscode.l10n.t('Such as 5 or 5-12'),
  });
  if (text === undefined) throw cancelled();
  return barRange(text);
}

async function askTrack(take: TakeView | undefined): Promise<string | undefined> {
  const text = await vscode.window.showInputBox({
    ignoreFocusOut: true,
    title: vscode.l10n.t('Onto which track?'),
    prompt: vscode.l10n.t('A track of this name is used or made'),
    value: take?.name ?? 'Leitmotif',
    validateInput: (given) =>
      given.length <= 100 ? undefined : vscode.l10n.t('A name of a hundred characters at most'),
  });
  if (text === undefined) throw cancelled();
  return text.trim() === '' ? undefined : text.trim();
}

async function askPlace(): Promise<NonNullable<Asked['at']>> {
  const text = await vscode.window.showInputBox({
    ignoreFocusOut: true,
    title: vscode.l10n.t('Where?'),
    prompt: vscode.l10n.t('A bar of the project; empty for its playhead'),
    validateInput: (given) =>
      given.trim() === '' || /^\s*[1-9]\d{0,4}\s*$/.test(given)
        ? undefined
        : vscode.l10n.t('A bar is a number from 1'),
  });
  if (text === undefined) throw cancelled();
  return text.trim() === '' ? 'playhead' : Number(text);
}

async function askTempo(take: TakeView | undefined, status: BridgeStatus | undefined): Promise<boolean> {
  const offer = tempoOffer(take?.recipe, status?.daw?.state);
  if (offer === undefined) return false;
  const { clip, project } = offer;
  return choose(vscode.l10n.t('The take has {0}; the project has {1}', clip, project), [
    { label: vscode.l10n.t('Leave the project at {0}', project), value: false },
    { label: vscode.l10n.t('Set the project to {0}', clip), value: true },
  ]);
}

async function choose<T>(title: string, items: (vscode.QuickPickItem & { value: T })[]): Promise<T> {
  const chosen = await vscode.window.showQuickPick(items, { ignoreFocusOut: true, title });
  if (chosen === undefined) throw cancelled();
  return chosen.value;
}
