/** The cue, and the take, that a command without arguments is about. */
import * as vscode from 'vscode';
import { LeitmotifError } from '../../bridge/protocol/errors.ts';
import type { CueSession, CueSessions } from '../cue/cueSessions.ts';
import { givenUri } from './givenUri.ts';

/** The session of a given cue, else the active one. @throws LeitmotifError `no-condition` where there is none */
export async function activeCue(sessions: CueSessions, given?: unknown): Promise<CueSession> {
  const uri = givenUri(given);
  const session = uri === undefined ? sessions.active : await sessions.open(uri);
  if (session !== undefined) return session;
  throw new LeitmotifError('no-condition', {
    what: vscode.l10n.t('No cue is open'),
    subject: vscode.workspace.name ?? vscode.l10n.t('this window'),
    next: vscode.l10n.t('Open a cue, or make one with New Cue'),
  });
}

/** Id of a given take, else of the selected one, else of the newest that is whole. @throws LeitmotifError `file-missing` where there is none */
export function activeTake({ state, uri }: CueSession, given?: unknown): string {
  const { selected, takes } = state;
  const wanted =
    typeof given === 'string'
      ? given
      : selected !== undefined && 'take' in selected
        ? selected.take
        : undefined;
  const take =
    takes.find(({ id }) => id === wanted) ??
    takes.findLast(({ fault }) => fault === undefined) ??
    takes.at(-1);
  if (take !== undefined) return take.id;
  throw new LeitmotifError('file-missing', {
    what: vscode.l10n.t('This cue has no take yet'),
    subject: vscode.workspace.asRelativePath(uri),
    next: vscode.l10n.t('Run Generate Score first'),
  });
}
