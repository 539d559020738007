/** Install DAW Script and Remove DAW Script: our script where a DAW looks for it, once the person has seen the folder and agreed. */
import * as vscode from 'vscode';
import { cancelled } from '../../bridge/protocol/errors.ts';
import { scriptQuestion } from '../bridge/scriptWords.ts';
import { requireTrustToConnect } from '../trust.ts';
import type { DawScripts } from '../../bridge/protocol/bridge.ts';
import type { CommandParts, Command } from './command.ts';

type Act = 'install' | 'uninstall';

/** Given a DAW and the folder that was agreed to, by another command; else asks. Answers what is there then. */
export const installDawScript: Command = (parts, daw, folder) => changeScript(parts, 'install', daw, folder);

/** The same, for taking it away: what somebody else wrote or changed stays. */
export const removeDawScript: Command = (parts, daw, folder) => changeScript(parts, 'uninstall', daw, folder);

async function changeScript(
  { bridge }: CommandParts,
  action: Act,
  daw: unknown,
  agreed: unknown,
): Promise<DawScripts> {
  requireTrustToConnect();
  const scripts = await bridge.listScripts();
  const script = scripts.find((one) => one.daw === daw) ?? (await askScript(action, scripts));
  const folder = typeof agreed === 'string' ? agreed : await askConsent(action, script);
  const after = await bridge.changeScript({
    action,
    daw: script.daw,
    consent: true,
    ...(folder === script.folder ? {} : { folder }),
  });
  if (typeof agreed !== 'string') void tell(action, after);
  return after;
}

async function askScript(action: Act, scripts: readonly DawScripts[]): Promise<DawScripts> {
  const items = scripts.map((script) => ({
    label: `$(${script.isInstalled ? 'pass' : 'circle-large-outline'}) ${script.title}`,
    description: script.isInstalled ? vscode.l10n.t('installed') : vscode.l10n.t('not installed'),
    detail: script.folder,
    script,
  }));
  const chosen = await vscode.window.showQuickPick(items, {
    ignoreFocusOut: true,
    title: action === 'install' ? vscode.l10n.t('Install DAW Script') : vscode.l10n.t('Remove DAW Script'),
    placeHolder: vscode.l10n.t('For which program?'),
  });
  if (chosen === undefined) throw cancelled();
  return chosen.script;
}

/** The folder that the person agreed to, having seen its files; it may be another than the usual one. */
async function askConsent(action: Act, script: DawScripts, within = script.folder): Promise<string> {
  const { question, detail } = scriptQuestion(action, script, vscode.l10n, within);
  const yes = action === 'install' ? vscode.l10n.t('Install') : vscode.l10n.t('Remove');
  const other = vscode.l10n.t('Another Folder…');
  const chosen = await vscode.window.showWarningMessage(question, { modal: true, detail }, yes, other);
  if (chosen === yes) return within;
  if (chosen !== other) throw cancelled();
  const [folder] =
    (await vscode.window.showOpenDialog({
      title: vscode.l10n.t('Where does {0} look for scripts?', script.title),
      canSelectFolders: true,
      canSelectFiles: false,
    })) ?? [];
  if (folder === undefined) throw cancelled();
  return askConsent(action, script, folder.fsPath);
}

/** What is to be done next, and how to be rid of it. Shown beside whatever comes next. */
async function tell(action: Act, { title, folder, next }: DawScripts): Promise<void> {
  const show = vscode.l10n.t('Show in Folder');
  const said =
    action === 'install'
      ? [
          vscode.l10n.t('The script for {0} lies in {1}.', title, folder),
          ...next,
          vscode.l10n.t('Remove DAW Script takes it away again.'),
        ]
      : [vscode.l10n.t('The script for {0} is gone from {1}.', title, folder), ...next];
  const chosen = await vscode.window.showInformationMessage(`Leitmotif: ${said.join(' ')}`, show);
  if (chosen === show) await vscode.commands.executeCommand('revealFileInOS', vscode.Uri.file(folder));
}
