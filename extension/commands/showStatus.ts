/** Show Status: what the status bar says, and what one may want then. */
import * as vscode from 'vscode';
import { statusNow } from '../views/statusBar.ts';
import type { CommandId } from '../manifest/contributed.ts';
import type { Command } from './command.ts';

/** A quick pick of few entries. */
export const showStatus: Command = async ({ sidecar, sessions }) => {
  const busy = sessions.all.filter(({ state }) => state.job !== undefined);
  const entries: { label: string; command: CommandId }[] = [
    ...(busy.length > 0
      ? [
          {
            label: `$(debug-stop) ${vscode.l10n.t('Cancel Composing')}`,
            command: 'leitmotif.cancel' as const,
          },
        ]
      : []),
    { label: `$(output) ${vscode.l10n.t('Show Log')}`, command: 'leitmotif.showLog' },
    { label: `$(pulse) ${vscode.l10n.t('Doctor')}`, command: 'leitmotif.doctor' },
    { label: `$(debug-restart) ${vscode.l10n.t('Restart Sidecar')}`, command: 'leitmotif.restartSidecar' },
  ];
  const settings = { label: `$(gear) ${vscode.l10n.t('Settings')}`, command: undefined };
  const chosen = await vscode.window.showQuickPick([...entries, settings], {
    title: 'Leitmotif',
    placeHolder: statusNow(sidecar, sessions).lines.join(' · '),
  });
  if (chosen === undefined) return;
  if (chosen.command === undefined)
    await vscode.commands.executeCommand('workbench.action.openSettings', 'leitmotif');
  else await vscode.commands.executeCommand(chosen.command);
};
