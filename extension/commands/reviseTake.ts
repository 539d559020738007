/** Revise Take: keep this, change that. The new take stands beside the old one in the cue. */
import { basename } from 'node:path';
import * as vscode from 'vscode';
import { cancelled } from '../../bridge/protocol/errors.ts';
import { runRevise } from '../processes/runRevise.ts';
import { requireTrust } from '../trust.ts';
import { abortSignalOf } from './abortSignalOf.ts';
import { activeCue, activeTake } from './activeCue.ts';
import type { Revision } from '../processes/runRevise.ts';
import type { Command } from './command.ts';

/** Given cue, take and what is kept and changed, else asks. Answers the folder of the new take. */
export const reviseTake: Command = async ({ sessions, commandLine }, cue, take, given): Promise<string> => {
  requireTrust();
  const session = await activeCue(sessions, cue);
  const id = activeTake(session, take);
  const folder = session.takeFolder(id);
  const revision = isRevision(given) ? given : await ask();
  const { out } = session.order();
  const program = await commandLine();
  const title = vscode.l10n.t('Revising {0}', basename(folder));
  const location = vscode.ProgressLocation.Notification;
  const revised = await vscode.window.withProgress({ location, title, cancellable: true }, (_, token) =>
    runRevise(program, { ...revision, folder, out }, abortSignalOf(token)),
  );
  await session.addTake(revised.folder);
  if (revised.notes.length > 0) void vscode.window.showInformationMessage(revised.notes.join('; '));
  return revised.folder;
};

function isRevision(given: unknown): given is Revision {
  if (typeof given !== 'object' || given === null) return false;
  return ['keep', 'bars', 'extend', 'score'].some((name) => name in given);
}

async function ask(): Promise<Revision> {
  const ways = [
    {
      label: vscode.l10n.t('Keep parts…'),
      detail: vscode.l10n.t('What you choose stays note for note; the rest is composed anew'),
      act: askParts,
    },
    {
      label: vscode.l10n.t('Compose bars anew…'),
      detail: vscode.l10n.t('All other bars stay as they are'),
      act: askBars,
    },
    {
      label: vscode.l10n.t('Go on for more bars…'),
      detail: vscode.l10n.t('The take up to its end stays; the music goes on to a new one'),
      act: askMore,
    },
    {
      label: vscode.l10n.t('Give back an edited score…'),
      detail: vscode.l10n.t('Its score.mid, edited in another program, is rendered as it is'),
      act: askScore,
    },
  ];
  const title = vscode.l10n.t('Revise Take');
  const chosen = await vscode.window.showQuickPick(ways, { title });
  if (chosen === undefined) throw cancelled();
  return chosen.act(title);
}

async function askParts(title: string): Promise<Revision> {
  const item = (label: string, name: string): vscode.QuickPickItem & { name: string } => ({ label, name });
  const items = [
    item(vscode.l10n.t('Melody'), 'melody'),
    item(vscode.l10n.t('Harmony'), 'harmony'),
    item(vscode.l10n.t('Rhythm of the melody'), 'rhythm'),
    item(vscode.l10n.t('Instruments'), 'instruments'),
    item(vscode.l10n.t('Part: counter-melody'), 'counter'),
    item(vscode.l10n.t('Part: pad'), 'pad'),
    item(vscode.l10n.t('Part: figure'), 'figure'),
    item(vscode.l10n.t('Part: bass'), 'bass'),
    item(vscode.l10n.t('Part: percussion'), 'percussion'),
    item(vscode.l10n.t('Part: colour'), 'colour'),
  ];
  const placeHolder = vscode.l10n.t('What stays note for note?');
  const chosen = await vscode.window.showQuickPick(items, { title, placeHolder, canPickMany: true });
  if (chosen === undefined || chosen.length === 0) throw cancelled();
  return { keep: chosen.map(({ name }) => name).join(',') };
}

async function askBars(title: string): Promise<Revision> {
  const prompt = vscode.l10n.t('First and last bar, such as 9-16');
  const bars = await askText(title, prompt, /^\s*\d+\s*[-–]\s*\d+\s*$/);
  return { bars: bars.replaceAll(/\s/g, '').replace('–', '-') };
}

async function askMore(title: string): Promise<Revision> {
  return {
    extend: (await askText(title, vscode.l10n.t('How many bars more?'), /^\s*[1-9]\d{0,3}\s*$/)).trim(),
  };
}

async function askScore(title: string): Promise<Revision> {
  const filters = { MIDI: ['mid', 'midi'] };
  const [chosen] = (await vscode.window.showOpenDialog({ title, filters })) ?? [];
  if (chosen === undefined) throw cancelled();
  return { score: chosen.fsPath };
}

async function askText(title: string, prompt: string, pattern: RegExp): Promise<string> {
  const text = await vscode.window.showInputBox({
    title,
    prompt,
    validateInput: (typed) => (pattern.test(typed) ? undefined : prompt),
  });
  if (text === undefined) throw cancelled();
  return text;
}
