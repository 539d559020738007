/** The one status bar item: state, device, engine; a click offers what one may want then. */
import * as vscode from 'vscode';
import { setting } from '../settings.ts';
import { connectionLines, sectionWords } from './connectionLines.ts';
import { statusText } from './statusText.ts';
import type { Bridge } from '../bridge/bridge.ts';
import type { CueSessions } from '../cue/cueSessions.ts';
import type { CommandId } from '../manifest/contributed.ts';
import type { Sidecar } from '../sidecar/sidecar.ts';
import type { StatusText } from './statusText.ts';

/** Milliseconds of work after which it is said. */
const busyAfter = 400;

/** Whose state it shows. */
export interface StatusParts {
  readonly sidecar: Sidecar;
  readonly bridge: Bridge;
  readonly sessions: CueSessions;
}

/** What it says now. */
export function statusNow({ sidecar, bridge, sessions }: StatusParts): StatusText {
  const performance = bridge.view.status?.performance;
  const takes = sessions.active?.state.takes ?? [];
  const facts = {
    status: sidecar.status,
    wanted: setting('provider'),
    engine: takes.findLast(({ recipe }) => recipe !== undefined)?.recipe?.engine,
    isTrusted: vscode.workspace.isTrusted,
    connections: connectionLines(bridge.view, vscode.l10n),
    performing: performance === undefined ? undefined : sectionWords(performance, vscode.l10n),
  };
  return statusText(facts, vscode.l10n);
}

/** Shows it, always up to date. */
export function openStatusBar(parts: StatusParts): vscode.Disposable {
  const { sidecar, bridge, sessions } = parts;
  const item = vscode.window.createStatusBarItem('leitmotif.status', vscode.StatusBarAlignment.Left, 0);
  const command: CommandId = 'leitmotif.showStatus';
  item.name = 'Leitmotif';
  item.command = command;
  let shown = '';
  const update = (): void => {
    const now = statusNow(parts);
    const key = JSON.stringify(now);
    if (key === shown) return;
    shown = key;
    item.text = now.text;
    item.tooltip = now.lines.join('\n');
    item.accessibilityInformation = { label: `Leitmotif. ${now.lines.join('. ')}`, role: 'button' };
    item.backgroundColor = now.isError ? new vscode.ThemeColor('statusBarItem.errorBackground') : undefined;
  };
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** What is done in no time is not worth an icon that turns. */
  const updateSoon = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (sidecar.status.state === 'busy') timer = setTimeout(update, busyAfter);
    else update();
  };
  update();
  item.show();
  return vscode.Disposable.from(
    item,
    sidecar.onDidChangeStatus(updateSoon),
    new vscode.Disposable(() => {
      clearTimeout(timer);
    }),
    bridge.onDidChange(update),
    sessions.onDidChangeActive(update),
    vscode.workspace.onDidGrantWorkspaceTrust(update),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('leitmotif.provider')) update();
    }),
  );
}
