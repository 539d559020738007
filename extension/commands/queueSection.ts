/** Queue Section: what comes next in a performance. */
import * as vscode from 'vscode';
import { cancelled, LeitmotifError } from '../../bridge/protocol/errors.ts';
import { requireTrustToConnect } from '../trust.ts';
import type { PerformanceState } from '../../bridge/protocol/bridge.ts';
import type { Command } from './command.ts';

/** Given its name; else asks. Answers the name. */
export const queueSection: Command = async ({ bridge, performing }, given) => {
  requireTrustToConnect();
  const { performance } = await bridge.refresh();
  if (performance === undefined) throw notPerforming();
  const section =
    typeof given === 'string' ? given : await askSection(performance, performing.order?.cue.sections ?? []);
  await bridge.queueSection(section);
  return section;
};

async function askSection(
  { section, queued }: PerformanceState,
  sections: readonly { label: string }[],
): Promise<string> {
  const { sectionChoices } = await import('../bridge/sectionChoices.ts');
  const words = {
    cue: vscode.l10n.t('a section of the cue'),
    theme: vscode.l10n.t('a theme of its own'),
    ending: vscode.l10n.t('closes, rings out and ends the performance'),
  };
  const items: (vscode.QuickPickItem & { value?: string })[] = sectionChoices(
    sections.map(({ label }) => label),
    section,
  ).map(({ label, kind, sounds }) => ({
    label: kind === 'ending' ? vscode.l10n.t('Ending') : label,
    description: sounds ? `${words[kind]} · ${vscode.l10n.t('sounds now')}` : words[kind],
    value: label,
  }));
  const chosen = await vscode.window.showQuickPick([...items, { label: vscode.l10n.t('Another name…') }], {
    ignoreFocusOut: true,
    title: vscode.l10n.t('Which section comes next?'),
    placeHolder: [
      section === undefined ? '' : vscode.l10n.t('{0} sounds', section),
      queued === undefined ? '' : vscode.l10n.t('{0} is queued', queued),
    ]
      .filter((part) => part !== '')
      .join(', '),
  });
  if (chosen === undefined) throw cancelled();
  return chosen.value ?? (await askName());
}

async function askName(): Promise<string> {
  const text = await vscode.window.showInputBox({
    ignoreFocusOut: true,
    title: vscode.l10n.t('Which section comes next?'),
    prompt: vscode.l10n.t(
      'A name that was played comes back with its theme; a new one gets a theme of its own',
    ),
    validateInput: (given) =>
      given.trim() === '' || given.length > 100
        ? vscode.l10n.t('A name of a hundred characters at most')
        : undefined,
  });
  if (text === undefined || text.trim() === '') throw cancelled();
  return text.trim();
}

function notPerforming(): LeitmotifError {
  return new LeitmotifError('not-performing', {
    what: vscode.l10n.t('Nothing is performed'),
    subject: vscode.l10n.t('Queue Section'),
    next: vscode.l10n.t('Begin with Perform Cue'),
  });
}
