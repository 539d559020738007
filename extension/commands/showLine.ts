/** What of a line works and what does not, with the next step, as a list that one can act from. */
import * as vscode from 'vscode';
import { showFault } from '../showFault.ts';
import { testLine } from '../bridge/testLine.ts';
import type { LineCheck, LineFinding, LineReport } from '../../bridge/protocol/daw.ts';
import type { CommandParts } from './command.ts';

const icons: Record<LineFinding, string> = { yes: 'pass', no: 'error', untold: 'question' };

/** Shows it until the person leaves it; *Test Again* shows the new one. Never throws. */
export async function showLine({ bridge, logs }: CommandParts, report: LineReport): Promise<void> {
  const again = { label: `$(refresh) ${vscode.l10n.t('Test Again')}`, act: 'again' as const };
  const end = { label: `$(debug-disconnect) ${vscode.l10n.t('Disconnect')}`, act: 'end' as const };
  try {
    for (let shown: LineReport | undefined = report; shown !== undefined;) {
      const chosen: { act?: 'again' | 'end' } | undefined = await vscode.window.showQuickPick(
        [...shown.checks.map(checkItem), again, end],
        {
          ignoreFocusOut: true,
          title: shown.answers
            ? vscode.l10n.t('{0} answers', shown.title)
            : vscode.l10n.t('{0} has not answered yet', shown.title),
          placeHolder: vscode.l10n.t('What works, what does not, and why'),
          matchOnDetail: true,
        },
      );
      if (chosen?.act === 'end') await bridge.disconnect();
      shown = chosen?.act === 'again' ? await testLine(bridge, vscode.l10n) : undefined;
    }
  } catch (error) {
    showFault(error, logs);
  }
}

function checkItem({ what, works, why, next }: LineCheck): vscode.QuickPickItem & { act?: 'again' | 'end' } {
  return {
    label: `$(${icons[works]}) ${what}`,
    description: why,
    ...(next === undefined ? {} : { detail: next }),
  };
}
