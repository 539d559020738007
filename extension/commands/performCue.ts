/** Perform Cue, Stop Performing, Keep the Last Minutes as a Take. */
import { randomInt } from 'node:crypto';
import * as vscode from 'vscode';
import { cancelled, LeitmotifError } from '../../bridge/protocol/errors.ts';
import { logFault } from '../showFault.ts';
import { requireTrustToConnect } from '../trust.ts';
import { abortSignalOf } from './abortSignalOf.ts';
import { activeCue } from './activeCue.ts';
import type { StartPerformanceParams } from '../../bridge/protocol/bridgeParams.ts';
import type { CueSession } from '../cue/cueSessions.ts';
import type { RememberedConnection } from '../bridge/rememberedConnection.ts';
import type { Command, CommandParts } from './command.ts';

/** The cue that is performed, for whoever keeps a part of it. */
let performed: CueSession | undefined;
/** Ends following it. */
let followed: vscode.Disposable | undefined;

type How = Pick<StartPerformanceParams, 'leads' | 'changes'>;

/** Given a cue and how; else the active one, and asks. */
export const performCue: Command = async (parts, given, how) => {
  requireTrustToConnect();
  const { sessions, bridge, performing } = parts;
  const session = await activeCue(sessions, given);
  const { cue, folder, sampleRate } = session.order();
  const chosen = isHow(how) ? how : await askHow(bridge.view.remembered);
  const title = vscode.l10n.t('Beginning to perform');
  const location = vscode.ProgressLocation.Notification;
  await vscode.window.withProgress({ location, title, cancellable: true }, (_, token) =>
    performing.start(
      { cue, folder, sampleRate, seed: cue.seed ?? randomInt(2 ** 31), ...chosen },
      abortSignalOf(token),
    ),
  );
  performed = session;
  followed?.dispose();
  followed = await followCue(session, parts);
};

/** Ends it; every note ends. */
export const stopPerforming: Command = async ({ performing }) => {
  requireTrustToConnect();
  await performing.stop();
};

/** Given minutes, else asks. The take goes into the cue that is performed. Answers its folder. */
export const keepPerformance: Command = async ({ sessions, bridge }, given) => {
  requireTrustToConnect();
  const session = performed ?? (await activeCue(sessions));
  const minutes = typeof given === 'number' ? given : await askMinutes();
  const { out } = session.order();
  const title = vscode.l10n.t('Keeping the last minutes as a take');
  const location = vscode.ProgressLocation.Notification;
  const { folder } = await vscode.window.withProgress({ location, title, cancellable: true }, (_, token) =>
    bridge.keepPerformance({ seconds: minutes * 60, out }, abortSignalOf(token)),
  );
  await session.addTake(folder);
  return folder;
};

/**
 * A change of the cue's attributes is heard, and panels show what the controls say, until the performance ends or another begins. What
 * moves a control changes no document, so nothing comes back from there.
 */
async function followCue(session: CueSession, { bridge, logs }: CommandParts): Promise<vscode.Disposable> {
  const [{ changedControls }, { LivePerformance }, { values }] = await Promise.all([
    import('../bridge/liveAttributes.ts'),
    import('../bridge/livePerformance.ts'),
    bridge.listAttributes(),
  ]);
  const { cue, brief } = session.state;
  const live = new LivePerformance({
    values,
    players: cue?.attributes.instruments ?? brief?.value.attributes.instruments.value ?? [],
    set: (asked) => bridge.setAttributes(asked),
  });
  const hearing = bridge.onDidMoveControls((changed) => {
    live.hear(changed);
  });
  session.follow(live);
  let before = session.state.cue?.attributes ?? {};
  const following = session.onDidChange(() => {
    const now = session.state.cue?.attributes;
    if (now === undefined) return;
    const values = changedControls(before, now);
    before = now;
    if (Object.keys(values).length === 0) return;
    void bridge.setAttributes(values).catch((error: unknown) => logFault(error, logs));
  });
  const ending = bridge.onDidChange(() => {
    if (bridge.view.status?.performance === undefined) end();
  });
  const end = (): void => {
    hearing.dispose();
    live.dispose();
    session.follow(undefined);
    following.dispose();
    ending.dispose();
  };
  return new vscode.Disposable(end);
}

/** Who leads is asked where a DAW could, and nobody was chosen for this workspace. */
async function askHow({ daw, lead }: RememberedConnection): Promise<How> {
  const isDawConnected = !['osc', 'midi', undefined].includes(daw?.daw);
  const changes = await vscode.window.showQuickPick(
    [
      { label: vscode.l10n.t('At the next bar'), value: 'bar' as const },
      { label: vscode.l10n.t('At the next phrase'), value: 'phrase' as const },
    ],
    { title: vscode.l10n.t('When are musical changes heard?') },
  );
  if (changes === undefined) throw cancelled();
  if (lead !== undefined) return { changes: changes.value };
  if (!isDawConnected) return { changes: changes.value, leads: 'bridge' };
  const leads = await vscode.window.showQuickPick(
    [
      { label: vscode.l10n.t('Leitmotif'), value: 'bridge' as const },
      { label: vscode.l10n.t('The DAW'), value: 'daw' as const },
    ],
    { title: vscode.l10n.t('Whose tempo and transport hold?') },
  );
  if (leads === undefined) throw cancelled();
  return { changes: changes.value, leads: leads.value };
}

async function askMinutes(): Promise<number> {
  const text = await vscode.window.showInputBox({
    title: vscode.l10n.t('How many of the last minutes?'),
    value: '2',
    validateInput: (given) =>
      minutesOf(given) === undefined ? vscode.l10n.t('A number up to 60') : undefined,
  });
  if (text === undefined) throw cancelled();
  const minutes = minutesOf(text);
  if (minutes !== undefined) return minutes;
  throw new LeitmotifError('request-invalid', {
    what: vscode.l10n.t('This is no number of minutes'),
    subject: text,
    next: vscode.l10n.t('Give a number up to 60'),
  });
}

function minutesOf(text: string): number | undefined {
  const minutes = Number(text.trim().replace(',', '.'));
  return text.trim() !== '' && minutes >= 1 / 60 && minutes <= 60 ? minutes : undefined;
}

function isHow(given: unknown): given is How {
  return typeof given === 'object' && given !== null && ('leads' in given || 'changes' in given);
}
